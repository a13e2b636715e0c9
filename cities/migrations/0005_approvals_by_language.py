"""Keep approvals per language; those given before hold the digest of all languages together."""

from django.db import migrations, models


def _moment(moment):
    return moment.isoformat() if moment else None


def split(apps, schema_editor):
    contributions = apps.get_model("cities", "Contribution").objects.using(
        schema_editor.connection.alias
    )
    known = contributions.filter(wording_sent_at__isnull=False) | contributions.exclude(
        wording_approved=""
    )
    for row in known.select_related("session").defer("draft").iterator(chunk_size=500):
        given = {"asked_at": _moment(row.wording_sent_at)}
        if row.wording_approved:
            given |= {
                "digest": row.wording_approved,
                "approved_at": _moment(row.wording_approved_at),
                "by": None,
            }
        approvals = dict.fromkeys(row.session.languages, given)
        contributions.filter(pk=row.pk).update(approvals=approvals)


def join(apps, schema_editor):
    """Keep what was approved as a whole; what was approved by language is asked again."""
    contributions = apps.get_model("cities", "Contribution").objects.using(
        schema_editor.connection.alias
    )
    for key, approvals in contributions.exclude(approvals={}).values_list("pk", "approvals"):
        digests = {given.get("digest", "") for given in approvals.values()}
        if len(digests) == 1:
            contributions.filter(pk=key).update(wording_approved=digests.pop())


class Migration(migrations.Migration):
    dependencies = [
        ("cities", "0004_alphabetical_order"),
        ("sessions_app", "0002_open_calls_and_late_contributions"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="approvals",
            field=models.JSONField(default=dict, editable=False, verbose_name="approvals"),
        ),
        migrations.RunPython(split, join),
        migrations.RemoveField(model_name="contribution", name="wording_approved"),
    ]
