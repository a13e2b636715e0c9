"""French speaks of people without supposing that they are men."""

import re

import polib
import pytest

from . import ROOT

FRENCH = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# Words of the masculine alone where somebody of either sex is meant. "·e" or "·es" may follow.
PEOPLE = (
    "administrateurs?|agents?|auteurs?|contributeurs?|électeurs?|élus|expéditeurs?|intervenants?"
    "|inscrits|lecteurs?|orateurs?|organisateurs?|participants?|rapporteurs?|représentants?"
    "|traducteurs?|utilisateurs?|visiteurs?|votants?"
)
MASCULINE = re.compile(
    rf"\b(?:{PEOPLE})\b(?!·)|\bavez été \w+é\b(?!·)"
    r"|\bcelui qui\b|\bceux qui\b(?<!celles et ceux qui)"
    r"|\bpersonne (?:n’est|ne vous a encore) invité\b|\b[Cc]hacun (?:vote|voit|peut)\b"
)


def masculine(text: str) -> list[str]:
    return [found.group() for found in MASCULINE.finditer(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Les organisateurs et les rapporteurs", ["organisateurs", "rapporteurs"]),
        ("Vous avez été déconnecté.", ["avez été déconnecté"]),
        ("Dans cette salle, chacun vote", ["chacun vote"]),
        ("Rapporteur·e, participant·e·s, celles et ceux qui le font", []),
        ("L’équipe organisatrice et la personne citée", []),
    ],
)
def test_masculine_forms_are_recognised(text, found):
    assert masculine(text) == found


def test_french_texts_are_neutral():
    catalogue = polib.pofile(str(FRENCH))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]

    assert len(texts) > 1000
    assert [text for text in texts if masculine(text)] == []
