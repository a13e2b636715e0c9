"""The HTML of every mail is what Outlook shows: simple blocks, no layout that it drops."""

import re

from django.conf import settings
from django.template.loader import render_to_string

from llex.core.mail.messages import as_html

# Word's engine, which Outlook for Windows has, ignores these.
DROPPED = re.compile(
    r"display\s*:\s*(?:flex|grid)|position\s*:\s*(?:absolute|fixed|sticky)|float\s*:|"
    r"@import|<link\b|<script\b|background-image|url\(|var\(--|calc\(",
    re.IGNORECASE,
)
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "div", "p", "br", "ul", "li", "a", "span",
    "table", "tr", "td",
}  # fmt: skip
TEXT = "Dear Ana,\n\n- one\n- two\n\nhttps://example.org/" + "x" * 200


def letter(direction="ltr"):
    page = {"subject": "S", "body": as_html(TEXT), "language": "en", "direction": direction}
    return render_to_string("mail/_letter.html", page)


def test_letter_has_nothing_that_outlook_drops():
    page = letter()

    assert DROPPED.findall(page) == []
    assert set(re.findall(r"<([a-z]+\d?)\b", page)) <= ALLOWED
    assert "max-width" in page
    assert "overflow-wrap" in page


def test_only_the_letter_is_html_all_mails_are_written_as_text():
    folder = settings.BASE_DIR / "templates" / "mail"

    assert {path.name for path in folder.glob("*.html")} == {"_letter.html"}
    for path in folder.glob("*.txt"):
        assert not re.search(r"</?[a-z]+[ >]", path.read_text(encoding="utf-8")), path.name
