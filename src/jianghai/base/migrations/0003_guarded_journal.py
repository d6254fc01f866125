from django.db import migrations

from jianghai.base import guard

HEAD = """
    INSERT INTO base_journalhead (id, number, digest)
    SELECT 1, 0, '' WHERE NOT EXISTS (SELECT 1 FROM base_journalhead WHERE id = 1)
"""


class Migration(migrations.Migration):
    """The head is there from the start, and the database refuses to change what was written."""

    dependencies = [
        ('base', '0002_deed'),
    ]

    operations = [
        migrations.RunSQL(HEAD, migrations.RunSQL.noop),
        migrations.RunPython(
            lambda apps, editor: guard.install(editor.connection),
            lambda apps, editor: guard.remove(editor.connection),
        ),
    ]
