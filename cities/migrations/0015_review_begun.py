"""Record when the review of a contribution began, until when the city may change what it sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def begin_reviews(apps, schema_editor):
    """Begin the review of what was sent before cities could take their texts up again."""
    contributions = apps.get_model("cities", "Contribution").objects
    contributions.filter(state="submitted").update(review_began_at=F("submitted_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0014_page_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="review_began_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="review begun"),
        ),
        migrations.AddField(
            model_name="contribution",
            name="review_began_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="review begun by",
            ),
        ),
        migrations.RunPython(begin_reviews, migrations.RunPython.noop),
    ]
