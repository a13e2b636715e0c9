"""How native readers of each language want the phrases of the catalogues and the demo worded."""

import re

import polib
import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
CATALOGUES = {
    code: [
        ROOT / "locale" / code / "LC_MESSAGES" / "django.po",
        *sorted(ROOT.glob(f"locale/*/{code}/LC_MESSAGES/django.po")),
    ]
    for code in ("fr", "es", "ar")
}


# A name may begin with a vowel or an article (d’Oran, du Caire), so no word that changes before
# those precedes it.
NAMED = r"%\((?:city|cities|name|names|officer|by|successor|email|speaker|organiser|place)\)s"
BEFORE_NAME = re.compile(
    rf"\b(?:de|que|lorsque|puisque|quoique|jusque)\s(?:<[^>]+>)?{NAMED}"
    rf"|\b(?:d|qu)’(?:<[^>]+>)?{NAMED}|\b(?:à|au|du)\s(?:<[^>]+>)?%\((?:city|cities|place)\)s",
    re.IGNORECASE,
)


def test_french_puts_no_word_before_a_name_that_would_change():
    wrong = [text for text in texts_of("fr") if BEFORE_NAME.search(text)]

    assert wrong == []


@pytest.mark.parametrize(
    ("language", "unwanted"),
    [
        # Published, not printed; an e-mail is no letter; to write on behalf of a city, not for it.
        (
            "en",
            r"\b(our|this|their|your|No) letters?\b|\b(Some|No)body\b|for ever\b|\bgood for \d",
        ),
        ("fr", r"\b[Pp]articipants\b|\be-mails?\b|\bcourriers?\b|pour toujours|Par-delà"),
        ("es", r"\b[Aa]fectad[oa]s\b|\b[Cc]artas?\b|[Cc]orresponsal|\bpara siempre\b"),
        ("ar", r"إلى الأبد|أسبانيا|أورجواي|افريقيا|بلغة %\(lang|جلسة عملكم"),
    ],
)
def test_catalogue_has_no_word_that_native_readers_changed(language, unwanted):
    words = re.compile(unwanted)
    found = originals() if language == "en" else texts_of(language)

    assert [text for text in found if words.search(text)] == []


ARABIC_WORD = re.compile(r"[\u0621-\u0652]+")
SHADDA = "\u0651"
# Other words without it: "not" and "he changed", "other than it" and "he changed it", "voice" and
# "voted", "is not" and "that not".
OTHER_WORDS = {"غير", "غيره", "صوت", "ألا"}


def test_arabic_words_are_always_written_with_shadda_or_never():
    spellings = {}
    demo = sorted((ROOT / "sessions_app" / "demo" / "data").rglob("*.toml"))
    for text in [*texts_of("ar"), *(path.read_text(encoding="utf-8") for path in demo)]:
        for word in ARABIC_WORD.findall(text):
            spellings.setdefault(word.replace(SHADDA, ""), set()).add(word)

    mixed = {word: found for word, found in spellings.items() if len(found) > 1}
    assert set(mixed) <= OTHER_WORDS


def test_spanish_positions_of_the_demo_begin_small():
    found = re.compile(r'position\.es = "([^"]*)"')
    people = sorted((ROOT / "sessions_app" / "demo" / "data").rglob("people.toml"))
    positions = [text for path in people for text in found.findall(path.read_text("utf-8"))]

    assert positions
    assert [text for text in positions if not text[0].islower()] == []


def texts_of(language):
    for path in CATALOGUES[language]:
        for entry in polib.pofile(str(path)):
            yield from filter(None, (entry.msgstr, *entry.msgstr_plural.values()))


def originals():
    for entry in polib.pofile(str(CATALOGUES["fr"][0])):
        yield from filter(None, (entry.msgid, entry.msgid_plural))


# Words of programmers; organisers read Check, Excel file, Address and “text to be published”.
OLD_WORDS = {
    "en": r"preflight|workbook|\bslugs?\b|\bwordings?\b",
    "fr": r"\bslugs?\b|\bclasseur|\bformulations?\b",
    "es": r"\bslugs?\b|libro de cálculo|\b(?:la|su|esta) redacci[oó]n\b",
    "ar": r"الصياغة|صياغة|مُعرّف الرابط|مصنّف",
}
PLACE = re.compile(r"%\(\w+\)s")


@pytest.mark.parametrize(("language", "words"), OLD_WORDS.items())
def test_interface_has_no_words_of_programmers(language, words):
    found = originals() if language == "en" else texts_of(language)

    assert [text for text in found if re.search(words, PLACE.sub("", text), re.IGNORECASE)] == []
