from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0008_plain_wording"),
    ]

    operations = [
        migrations.AlterField(
            model_name="learningsession",
            name="contributions_due_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Empty: cities can begin a contribution until 30 days after the session.",
                null=True,
                verbose_name="contributions due",
            ),
        ),
    ]
