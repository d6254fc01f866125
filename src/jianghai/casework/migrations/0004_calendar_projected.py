from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_remark_verdict")]

    operations = [
        migrations.AddField(
            model_name="calendaryear",
            name="projected_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="推算完成时间"),
        ),
    ]
