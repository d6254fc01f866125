from django.db import migrations

COPY = """
    INSERT INTO base_deed (actor, key, verb, subject, made, at)
    SELECT CASE WHEN by_id IS NULL THEN 'system' ELSE 'people.person:' || by_id END, key, verb, subject, '', at
    FROM policies_deed ORDER BY id
"""


class Migration(migrations.Migration):
    """Keys under which steps were done now serve every app."""

    dependencies = [
        ('base', '0002_deed'),
        ('policies', '0004_token'),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.DeleteModel(name='Deed'),
    ]
