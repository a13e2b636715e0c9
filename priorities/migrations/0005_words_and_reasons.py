"""Words that differ in case or spaces only count as one; reasons for reopening have languages."""

from django.db import migrations, models

import priorities.questions.word_keys
from priorities.questions.word_keys import word_key


def write_keys(apps, schema_editor):
    """Write the keys, and merge and hide together what has the same key."""
    words = apps.get_model("priorities", "Word").objects
    for word in words.iterator():
        words.filter(pk=word.pk).update(key=word_key(word.text))
    treated = words.filter(models.Q(merged_into__isnull=False) | models.Q(is_hidden=True))
    for key in treated.order_by("pk").values_list("pk", flat=True):
        # Read anew: an earlier step may have merged it into another.
        word = words.select_related("merged_into").get(pk=key)
        alike = words.filter(consultation=word.consultation_id, key=word.key)
        if word.merged_into:
            shown = word.merged_into.merged_into_id or word.merged_into_id
            moved = list(alike.exclude(pk=shown).values_list("pk", flat=True))
            words.filter(models.Q(pk__in=moved) | models.Q(merged_into__in=moved)).exclude(
                pk=shown
            ).update(merged_into=shown)
        if word.is_hidden:
            alike.update(is_hidden=True)
    if schema_editor.connection.vendor == "postgresql":
        # Foreign keys are checked now: the index that follows waits for no check.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write_reasons(apps, schema_editor):
    """Keep the reasons that were given so far in the main languages of their sessions."""
    for consultation, main in _reopened(apps):
        setattr(consultation, f"reopen_reason_{main}", consultation.reopen_reason)
        consultation.save(update_fields=[f"reopen_reason_{main}"])


def write_reasons_back(apps, schema_editor):
    """Keep of each reason what it is in the main language of its session."""
    for consultation, main in _reopened(apps):
        consultation.reopen_reason = getattr(consultation, f"reopen_reason_{main}") or ""
        consultation.save(update_fields=["reopen_reason"])


def _reopened(apps):
    consultations = apps.get_model("priorities", "Consultation").objects
    for consultation in consultations.exclude(reopened_at=None).select_related("session"):
        yield consultation, next(iter(consultation.session.languages), "en")


class Migration(migrations.Migration):
    dependencies = [("priorities", "0004_names_and_addresses")]

    operations = [
        migrations.AddField(
            model_name="word",
            name="key",
            field=priorities.questions.word_keys.WordKeyField(
                default="", editable=False, max_length=180
            ),
            preserve_default=False,
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="word",
            index=models.Index(fields=["consultation", "key"], name="word_by_key"),
        ),
        *(
            migrations.AddField(
                model_name="consultation",
                name=f"reopen_reason_{code}",
                field=models.TextField(
                    blank=True,
                    help_text="Published in the note.",
                    null=True,
                    verbose_name="reason for reopening",
                ),
            )
            for code in ("en", "fr", "es", "ar")
        ),
        migrations.AlterField(
            model_name="consultation",
            name="reopen_reason",
            field=models.TextField(
                blank=True,
                help_text="Published in the note.",
                verbose_name="reason for reopening",
            ),
        ),
        migrations.RunPython(write_reasons, write_reasons_back),
    ]
