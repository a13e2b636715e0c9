"""Running the command as a person would."""

from io import StringIO

from django.core.management import call_command

from sessions_app.models import LearningSession


def run(path, *, series="learning", language="en", **options):
    """Import a note and return what was printed."""
    out = StringIO()
    call_command("import_note", str(path), series=series, language=language, stdout=out, **options)
    return out.getvalue()


def imported(path, **options):
    """Import a note, check that nothing was lost, and return its session."""
    lines = run(path, **options).splitlines()
    assert lines[-2] == "words lost: 0"
    return LearningSession.objects.get(slug=lines[-1].removeprefix("session: "))


def rows(session):
    """Return the table as city, country, representative, and how many responses and challenges."""
    return [
        (
            str(row.city),
            row.city.country.code,
            row.representative_name,
            row.responses.count(),
            row.challenges.count(),
        )
        for row in session.contributions.select_related("city")
    ]
