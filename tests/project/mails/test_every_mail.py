"""Every kind of mail, as a mail server gets it, in each language.

Each has the same two parts, one of plain text and one of HTML: no kind is plain text alone.
"""

import re
from collections import Counter

import pytest
from django.test import Client
from django.utils import translation
from icalendar import Calendar
from lxml import html

from llex.core.languages import direction
from llex.core.mail import delivery
from llex.core.mail.kinds import _LABELS
from llex.core.mail.models import Mail
from tests.factories_registration import JOIN_LINK
from tests.project.mails import causes_of_people  # noqa: F401 - adds its causes
from tests.project.mails.causes import CAUSES
from tests.project.mails.html_rules import faults
from tests.smtp_server import smtp_server

LANGUAGES = ("en", "fr", "es", "ar")
LEFT_OVER = re.compile(r"[{}]|%\(|%s|\bNone\b|\\n|<|>|&\w+;")
# Words that no other of the four languages has.
ENGLISH = re.compile(
    r"\b(the|your|you|and|of|this|with|please|from|is|was|has|not)\b", re.IGNORECASE
)
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
# The kinds that say how to receive no more of them, and whether by one press; None: by one press
# for people whom we know, by answering for the others.
DECLINABLE = {
    "invitation": False,
    "invitation_reminder": False,
    "wording_ready": False,
    "follow_up": False,
    "registration_invitation": None,
    "speaker_invitation": False,
    "speaker_reminder": False,
    "mailing": True,
}
NECESSARY_MAILINGS = ("changed", "cancelled")
WITH_ENTRY = {"registration_confirmed", "registration_moved_up", "speaker_confirmed"}


def test_every_kind_of_mail_is_caused():
    assert {kind for kinds in CAUSES.values() for kind in kinds} == set(_LABELS)


@pytest.fixture(params=LANGUAGES)
def language(request, db, settings):
    settings.LANGUAGE_CODE = request.param
    with translation.override(request.param):
        yield request.param


@pytest.fixture(params=CAUSES, ids=lambda cause: cause.__name__)
def arrived(request, language, settings):
    """The rows of the mails that a cause makes the site send, each with what has arrived."""
    request.param(language)
    rows = {mail.message_id: mail for mail in Mail.objects.all()}
    assert {mail.kind for mail in rows.values()} == set(CAUSES[request.param])
    with smtp_server(settings) as server:
        delivery.deliver_due()
    assert {mail["Message-ID"] for mail in server.accepted} == set(rows)
    return [(rows[mail["Message-ID"]], mail) for mail in server.accepted]


def test_mail_arrives_whole_in_the_language_of_its_reader(arrived, language, settings):
    problems = [
        f"{row.kind}: {problem}"
        for row, mail in arrived
        for problem in (
            *_head(row, mail, language),
            *_repeated(row),
            *_parts(mail, language),
            *_entries(row, mail),
            *_dead_links(mail, settings.SITE_URL),
            *_ways_to_decline(row, mail, settings.SITE_URL),
        )
    ]

    assert not problems, "\n".join(problems)


def test_only_the_letter_is_html_all_mails_are_written_as_text(settings):
    folder = settings.BASE_DIR / "templates" / "mail"

    assert {path.name for path in folder.glob("*.html")} == {"_letter.html"}
    for path in folder.glob("*.txt"):
        assert not re.search(r"</?[a-z]+[ >]", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<style>p { color: red }</style>", id="style sheet"),
        pytest.param("<img src='https://a.example/1.png' width='9'>", id="no text instead"),
        pytest.param("<img src='data:image/png;base64,AA' alt='' width='9'>", id="data"),
        pytest.param("<a href='/en/'>Home</a>", id="relative address"),
        pytest.param("<p style='display: flex'>a</p>", id="flex"),
        pytest.param("<p style='position: absolute'>a</p>", id="position"),
        pytest.param("<p style='background: url(https://a.example/1.png)'>a</p>", id="background"),
        pytest.param("<p style='max-width: 600px'>a</p>", id="width for others alone"),
        pytest.param("<table role='presentation'></table>", id="table without width"),
    ],
)
def test_rules_find_what_outlook_drops(page):
    letter = "<html><body><table role='presentation' width='600'><tr><td>{}</td></tr></table>"

    assert faults(letter.format("<p>a</p>")) == []
    assert len(faults(letter.format(page))) == 1


def _head(row, mail, language):
    wanted = {
        "To": row.recipient,
        "Content-Language": language,
        "Auto-Submitted": "auto-generated",
        "Subject": row.subject,
    }
    for name, value in wanted.items():
        # A long one begins on its second line.
        if str(mail[name]).strip() != value:
            yield f"{name}: {mail[name]}"
    (sender,) = mail["From"].addresses
    if not sender.display_name or sender.addr_spec != "llex@testserver":
        yield f"From: {mail['From']}"
    if row.session and row.reply_to != "desk@example.org":
        yield f"Reply-To: {row.reply_to}"
    yield from _left_over(mail["Subject"], language)


def _repeated(row):
    paragraphs = [one.strip() for one in row.text.split("\n\n")]
    for one, times in Counter(paragraphs).items():
        if times > 1 and len(one) > 20:
            yield f"said {times} times: {one}"


def _left_over(text, language):
    text = ADDRESS.sub("", text)
    if found := LEFT_OVER.search(text):
        yield f"left over: {text[max(0, found.start() - 40) : found.end() + 40]}"
    if language != "en" and (found := ENGLISH.search(text)):
        yield f"English: {text[max(0, found.start() - 40) : found.end() + 40]}"


def _parts(mail, language):
    plain, page = mail.get_body(["plain"]), mail.get_body(["html"])
    for part in (plain, page):
        if part.get_content_charset() != "utf-8":
            yield f"charset of {part.get_content_type()}"
    text, source = plain.get_content(), page.get_content()
    yield from _left_over(text, language)
    yield from faults(source)
    tree = html.document_fromstring(source)
    for element in [tree, *tree.xpath("//table[@lang]")]:
        if (element.get("lang"), element.get("dir")) != (language, direction(language)):
            yield f"{element.tag} is not marked as {language}"
    shown = tree.xpath("string(//body)")
    missing = [line for line in text.splitlines() if line.removeprefix("- ").strip() not in shown]
    if missing:
        yield f"only in the plain text: {missing}"
    if set(ADDRESS.findall(text)) != set(tree.xpath("//a/@href")):
        yield "other links in HTML"


def _entries(row, mail):
    found = [
        part
        for part in mail.walk()
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]
    if row.kind in WITH_ENTRY and len(found) != 2:
        yield "no entry for the calendar"
    for part in found:
        content = part.get_content()
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        starts_at = row.session.starts_at.replace(microsecond=0)
        if event.start != starts_at or row.recipient not in str(event["ATTENDEE"]):
            yield "the entry is for another moment or person"
        is_shown = part.get_content_type() == "text/calendar"
        if is_shown and part.get_param("method") != calendar["METHOD"]:
            yield "the entry does not say its method"


def _dead_links(mail, site):
    text = mail.get_body(["plain"]).get_content()
    for address in dict.fromkeys(ADDRESS.findall(text)):
        if address == JOIN_LINK:
            continue
        path = address.removeprefix(site)
        if path == address:
            yield f"leads away: {address}"
        elif (status := Client().get(path).status_code) not in (200, 302):
            yield f"{status} at {address}"


def _ways_to_decline(row, mail, site):
    ways = mail["List-Unsubscribe"]
    by_post = mail["List-Unsubscribe-Post"]
    is_necessary = row.kind == "mailing" and row.about.kind in NECESSARY_MAILINGS
    if row.kind not in DECLINABLE or is_necessary:
        if ways or by_post:
            yield "says how to receive no more, of what is necessary"
        return
    if DECLINABLE[row.kind] not in (None, bool(by_post)):
        yield f"List-Unsubscribe-Post: {by_post}"
    addresses = re.findall(r"<([^>]+)>", ways or "")
    if not addresses:
        yield "does not say how to receive no more"
    for address in addresses:
        if address.startswith("mailto:"):
            continue
        path = address.removeprefix(site)
        answer = (
            Client().post(path, {"List-Unsubscribe": "One-Click"})
            if by_post
            else Client().get(path)
        )
        if answer.status_code not in (200, 302):
            yield f"{answer.status_code} at {address}"
