"""Keep the text of each document beside it."""

from django.db import migrations, models


def read_documents(apps, schema_editor):
    from cities.contributions.document_text import text_of_document

    attachments = apps.get_model("cities", "Attachment").objects
    for row in attachments.exclude(kind="image").iterator():
        try:
            with row.file.open("rb") as file:
                content = file.read()
        except OSError:
            # Its file is gone: there is nothing to find.
            continue
        attachments.filter(pk=row.pk).update(text=text_of_document(row.kind, content))


class Migration(migrations.Migration):
    dependencies = [("cities", "0016_photographs")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="text",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.RunPython(read_documents, migrations.RunPython.noop, elidable=True),
    ]
