"""Mark every translated text with what it was made from."""

import hashlib

from django.db import migrations

from llex.core.translations.marks import digest

LANGUAGES = ("en", "fr", "es", "ar", "pt")
SESSION, CONTRIBUTION = "session__languages", "contribution__original_language"
# The translated fields of each model, and where the language is kept that it is written in.
FIELDS = {
    ("llex", "PrivacyNotice"): ("", ("text",)),
    ("priorities", "Service"): ("", ("name", "description")),
    ("priorities", "Consultation"): (
        SESSION, ("question", "low", "high", "caveat", "reopen_reason"),
    ),
    ("cities", "City"): ("", ("name",)),
    ("cities", "PolicyResponse"): (CONTRIBUTION, ("title", "text")),
    ("cities", "ResponseUpdate"): (f"response__{CONTRIBUTION}", ("text",)),
    ("cities", "Challenge"): (CONTRIBUTION, ("text",)),
    ("sessions_app", "Organisation"): ("", ("name", "acronym")),
    ("sessions_app", "Series"): ("", ("title", "tagline")),
    ("sessions_app", "LearningSession"): (
        "languages",
        (
            "title", "guiding_questions", "introduction", "priorities_text", "front_line_text",
            "vision_text", "closing_text",
        ),
    ),
    ("sessions_app", "Participant"): (SESSION, ("position",)),
    ("sessions_app", "Quote"): (SESSION, ("text",)),
    ("sessions_app", "VisionTheme"): (SESSION, ("statement", "heading", "text")),
    ("sessions_app", "KeyPoint"): (f"theme__{SESSION}", ("lead", "text")),
}  # fmt: skip
BATCH = 500


def mark_translations(apps, schema_editor):
    using = schema_editor.connection.alias
    for (app, name), (path, fields) in FIELDS.items():
        model = apps.get_model(app, name)
        columns = {field.attname for field in model._meta.concrete_fields}
        keys = list(model._base_manager.using(using).values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            wanted = sorted(
                column
                for field in fields
                for column in (f"original_{field}", *(f"{field}_{c}" for c in LANGUAGES))
                if column in columns
            )
            rows = model._base_manager.using(using).filter(pk__in=keys[start : start + BATCH])
            _mark_batch(apps, using, (app, name.lower()), fields, path, rows.values("pk", *wanted, *filter(None, [path])))


def _mark_batch(apps, using, model, fields, path, rows):
    kinds = apps.get_model("contenttypes", "ContentType").objects.using(using)
    marks = apps.get_model("llex", "TranslationMark").objects.using(using)
    kind, _created = kinds.get_or_create(app_label=model[0], model=model[1])
    rows = list(rows)
    known = {
        (mark.object_id, mark.field, mark.language): mark
        for mark in marks.filter(content_type=kind, object_id__in=[row["pk"] for row in rows])
    }
    new, changed, gone = [], [], []
    for row in rows:
        own = row[path] if path else ""
        own = own[0] if isinstance(own, list) and own else own or ""
        for field in fields:
            of_field = {c: known[row["pk"], field, c] for c in LANGUAGES if (row["pk"], field, c) in known}
            source = _source_language(row, field, own, of_field)
            for code in LANGUAGES:
                text, mark = row.get(f"{field}_{code}") or "", of_field.get(code)
                if code == source or not text.strip():
                    gone += [mark.pk] if mark else []
                elif mark:
                    changed.append(_completed(row, mark, text))
                else:
                    said = _source_text(row, field, source)
                    new.append(
                        marks.model(
                            content_type=kind, object_id=row["pk"], field=field, language=code,
                            state="in_review", source_language=source, source_text=said,
                            source_digest=digest(said), text_digest=digest(text),
                        )  # fmt: skip
                    )
    marks.filter(pk__in=gone).delete()
    marks.bulk_create(new)
    marks.bulk_update(changed, ["source_text", "source_digest", "text_digest"])


def _completed(row, mark, text):
    """Return a mark with its source, unless that had changed already: then it is not known."""
    said = _source_text(row, mark.field, mark.source_language)
    mark.text_digest = digest(text)
    if _former_digest(said) == mark.source_digest:
        mark.source_text, mark.source_digest = said, digest(said)
    return mark


def _former_digest(text):
    return hashlib.sha256(text.strip().encode()).hexdigest()


def _source_language(row, field, own, marked):
    if own and _source_text(row, field, own).strip():
        return own
    order = dict.fromkeys([own, *LANGUAGES])
    written = [code for code in order if (row.get(f"{field}_{code}") or "").strip()]
    return next((code for code in written if code not in marked), (*written, own)[0])


def _source_text(row, field, language):
    column = f"{field}_{language}" if f"{field}_{language}" in row else f"original_{field}"
    return row.get(column) or ""


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0011_spreadsheet_imports"),
        ("cities", "0012_standard_model_names"),
        ("priorities", "0009_standard_model_names"),
        ("llex", "0009_sources_of_translations"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(mark_translations, migrations.RunPython.noop)]
