"""A text in another language than the mail says so, in its text and its HTML part."""

import pytest
from django.utils import translation

from cities.invitations import sending
from cities.notifications import emails
from llex.core.mail.language_marks import as_text, mark, marking_languages, without_marks
from llex.core.mail.messages import as_html
from llex.core.models import Mail
from tests.factories import make_contribution, make_invitation, make_officer, make_session

FRENCH = '<span lang="fr" dir="ltr">{}</span>'


@pytest.mark.parametrize(
    ("marked", "text", "html"),
    [
        (
            mark("Titre", "fr"),
            "Titre (Français)",
            f"<p>{FRENCH.format('Titre')} {FRENCH.format('(Français)')}</p>",
        ),
        (
            mark("Tunis", "fr", notice=False),
            "Tunis",
            f"<p>{FRENCH.format('Tunis')}</p>",
        ),
        (
            f"Now: {mark('عنوان', 'ar', notice=False)}!",
            "Now: عنوان!",
            '<p>Now: <span lang="ar" dir="rtl">عنوان</span>!</p>',
        ),
        (
            mark("- Un\n- <Deux>", "fr", notice=False),
            "- Un\n- <Deux>",
            "<ul><li>{}</li><li>{}</li></ul>".format(
                FRENCH.format("Un"), FRENCH.format("&lt;Deux&gt;")
            ),
        ),
    ],
)
def test_both_parts_name_the_language(marked, text, html):
    assert as_text(marked) == text
    assert as_html(marked) == html


def test_marks_that_somebody_types_are_dropped():
    typed = "\ue000fr\ue001\ue002\ue000"

    assert mark(typed, "fr", notice=False).count("\ue000") == 1
    assert "\ue000" not in as_text(f"a{typed}b")
    assert without_marks(f"a\ue000b{mark('Titre', 'fr')}") == "abTitre"


def only_french(**values):
    empty = {f"title_{code}": "" for code in ("en", "es", "ar")}
    return values | empty | {"title_fr": "Le logement"}


def test_title_that_exists_in_another_language_only_says_so(db):
    session = make_session(**only_french())

    with translation.override("en"):
        told = marking_languages(session, "en")
        assert as_text(str(told)) == "Le logement (Français)"
        assert as_text(told.title) == "Le logement (Français)"
        assert told.starts_at == session.starts_at
        assert as_text(str(marking_languages([session], "en")[0])) == "Le logement (Français)"
    with translation.override("fr"):
        assert str(marking_languages(session, "fr")) == "Le logement"


def test_invitation_marks_what_is_in_another_language(db):
    invitation = make_invitation()
    session = invitation.contribution.session
    type(session).objects.filter(pk=session.pk).update(**only_french())
    session.refresh_from_db()
    invitation.contribution.session = session

    sending.send_invitation_mail("invitation", invitation)

    row = invitation.mails.get()
    assert "Le logement (Français)" in row.text
    assert '<span lang="fr" dir="ltr">Le logement</span>' in row.html
    # A subject is plain.
    assert "Le logement”" in row.subject or "(Français)" not in row.subject


def test_receipt_marks_what_the_city_wrote(db):
    contribution = make_contribution(original_language="fr", state="submitted")
    contribution.responses.update(text_fr="Nous ouvrons des centres.")
    officer = make_officer(city=contribution.city)
    type(officer.user).objects.update(language="en")

    emails.send_receipt(contribution, by=None)

    row = Mail.objects.get(kind="receipt")
    assert '<span lang="fr" dir="ltr">Nous ouvrons des centres.</span>' in row.html
    assert "Nous ouvrons des centres.\n" in row.text
