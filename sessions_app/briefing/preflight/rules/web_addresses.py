"""Addresses that lead nowhere, into drafts, or elsewhere than in the other languages."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.languages.bidi import isolate
from llex.core.text import Block, Inline, RichText, find_addresses
from llex.core.text.nodes import Bullets, Link, Paragraph, Run, Table
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.text_locations import Target, city_place

_LOCAL: Final = re.compile(
    r"(?:^|\.)(?:localhost|local|internal|lan|test|invalid)$|^(?:127|10|0)\.|^192\.168\.|^\[?::1"
)
_EXAMPLE: Final = re.compile(
    r"(?:^|\.)(?:example\.(?:com|org|net|edu)|domain\.(?:com|org)|yoursite\.\w+|mysite\.\w+|website\.com|site\.com)$"
)
_TEMPLATE: Final = re.compile(r"[{}<>]|%7[BD]|\bxxx+\b|\byour[-_]?\w+|\bTODO\b", re.IGNORECASE)
_EDITED: Final = re.compile(
    r"(?:docs|drive|sheets|slides)\.google\.com/(?:.*/)?(?:edit|d/[\w-]+/?$)|/edit(?:$|[?#/])|sharepoint\.com/:[a-z]:/"
    r"|onedrive\.live\.com/edit|1drv\.ms|office\.com/(?:.*)edit|dropbox\.com/(?:scl|home)|notion\.so/|[?&]action=edit"
    r"|/wp-admin/|/admin/|preview=true|/draft/|canva\.com/design/.*/edit|overleaf\.com/project",
    re.IGNORECASE,
)
# Where people meet: a link into the room is for those who are invited.
_MEETING: Final = re.compile(
    r"(?:^|[./])(?:zoom(?:gov)?\.(?:us|com)/(?:[jsw]|my|wc)/|teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)/"
    r"|meet\.google\.com/|webex\.com/(?:[\w.-]+/)?(?:meet|join|j\.php)|meet\.jit\.si/|whereby\.com/"
    r"|gotomeet(?:ing)?\.(?:me|com)/|bluejeans\.com/\d)",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:xn--[\w-]+|[^\W\d_]{2,})", re.IGNORECASE
)
# What was meant as a link or an address, and did not become one.
_BROKEN: Final = re.compile(
    r"\]\s?\((?P<target>[^)\s]*)\)?|(?<!\w)(?P<scheme>(?!https?://\w)(?:h?t?tps?|htt|http|https|htps|hhtps?|htttps?)(?::/{0,3}|;//|//:|//)[\w.][^\s)]*)"
    # A site whose name has no dot: http://localhost:8000.
    r"|(?<!\w)(?P<local>https?://[\w-]+(?=[:/\s)]|$)[^\s)]*)"
    r"|(?<![\w.@/])(?P<mail>[\w.+-]+@[\w-]+)(?![\w.@-]*\.\w|\w)",
    re.IGNORECASE,
)


def check_addresses(note: CheckedNote) -> Iterator[Finding]:
    """Find addresses that cannot be right, or that readers must not get, in the texts of a note."""
    for passage in note.passages:
        for address in [*addresses_in(passage.text)]:
            if problem := address_problem(address):
                yield passage.finding("bad_link", problem[1], severity=problem[0], excerpt=address)
        for broken in broken_addresses(passage.plain):
            message = _("“%(address)s” is no address.") % {"address": isolate(broken)}
            yield passage.finding("bad_link", message, severity="error", excerpt=broken)


def check_typed_addresses(note: CheckedNote) -> Iterator[Finding]:
    """Find the same in addresses that have fields of their own."""
    for place, target, address in typed_addresses(note.main):
        if problem := address_problem(address):
            severity, message = problem
            yield Finding(severity, "bad_link", "", place, message, target, address, address)


def check_addresses_between_languages(note: CheckedNote) -> Iterator[Finding]:
    """Find texts that lead elsewhere than in the main language, or nowhere."""
    for source, passage in note.pairs():
        before, after = _keys(source), _keys(passage)
        # The page of one language may be given in another one, too.
        same = {*before.values()} & {*after.values()}
        lost = [one for key, one in before.items() if key not in after and one not in same]
        added = [one for key, one in after.items() if key not in before and one not in same]
        if not lost and not added:
            continue
        language = name_in_sentence(source.language)
        if lost and added:
            message = _("The text leads to %(here)s; in %(language)s to %(there)s.")
        elif lost:
            message = _("The address %(there)s, which the text has in %(language)s, is missing.")
        else:
            message = _("The text in %(language)s has no address %(here)s.")
        values = {"here": added[:1], "there": lost[:1]}
        shown = {key: found[0] if found else "" for key, found in values.items()}
        named = {key: isolate(address) for key, address in shown.items()}
        yield passage.finding(
            "links_differ",
            message % (named | {"language": language}),
            excerpt=shown["here"],
            values=(*added, *lost),
        )


def address_problem(address: str) -> tuple[Severity, str] | None:
    """Return what is wrong with an address, and whether that stops the note."""
    host, problem = _host(address), ""
    severity: Severity = "error"
    if _LOCAL.search(host):
        problem = _("“%(address)s” works on one computer alone.")
    elif _TEMPLATE.search(unquote(address)):
        problem = _("“%(address)s” is still to be filled in.")
    elif _is_no_host(host):
        problem = _("“%(address)s” is no address.")
    elif _EDITED.search(address):
        problem = _("“%(address)s” opens a document for those who edit it.")
    elif _MEETING.search(address):
        problem = _("“%(address)s” leads into a meeting room.")
    elif _EXAMPLE.search(host):
        severity, problem = "warning", _("“%(address)s” is an address for examples.")
    elif address.startswith("http://"):
        problem = _("“%(address)s” begins with http; with https it is safe.")
        severity = "warning"
    return (severity, problem % {"address": isolate(address)}) if problem else None


def _host(address: str) -> str:
    """Return the name of the site or the mail server, empty where the address has none."""
    if address.startswith("mailto:"):
        return address.partition("?")[0].rpartition("@")[2].lower()
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def addresses_in(text: object) -> Iterator[str]:
    """Yield the addresses that a text leads to."""
    if isinstance(text, RichText):
        for block in text.blocks:
            yield from _of_block(block)


def broken_addresses(text: str) -> list[str]:
    """Return what was meant as an address and is none."""
    found = []
    for match in _BROKEN.finditer(text):
        if match["target"] is not None:
            found.append(match["target"] or match[0])
        else:
            found.append(match["scheme"] or match["local"] or match["mail"])
    return list(dict.fromkeys(found))


def _is_no_host(host: str) -> bool:
    if re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){3}", host):
        return False
    return not _HOST.fullmatch(host) or (host.startswith("www.") and host.count(".") == 1)


def _keys(passage: CheckedText) -> dict[str, str]:
    """Return the addresses of a text by what is the same in each language of a site."""
    code = passage.language
    found = {}
    for address in addresses_in(passage.text):
        key = re.sub(
            rf"(?<=[/=._-]){code}(?=[/?&.#_-]|$)|(?<=//){code}(?=\.)", "", address.rstrip("/")
        )
        key = re.sub(r"^https?://(?:www\.)?", "", key)
        # A site with pages in several languages may name each page in its language.
        found[key.replace("//", "/")] = address
    return found


def _of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _of_inline(block.children)
    elif isinstance(block, Bullets):
        for item in block.items:
            for inner in item.blocks:
                yield from _of_block(inner)
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from _of_inline(cell)


def _of_inline(nodes: tuple[Inline, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Link):
            yield node.href
        elif isinstance(node, Run):
            yield from (one.href for one in find_addresses(node.text))
        elif children := getattr(node, "children", None):
            yield from _of_inline(children)


def typed_addresses(document: Document) -> Iterator[tuple[str, Target, str]]:
    """Yield addresses with fields of their own: place, what to edit, and the address."""
    if document.event.recording:
        yield _("Recording"), Target("session", field="recording"), document.event.recording
    for organisation in document.series.conveners:
        if organisation.website:
            yield _("Conveners"), Target("series", field="conveners"), organisation.website
    for row in document.rows:
        for response in row.responses:
            for address in find_addresses(response.source):
                yield (
                    city_place(row.city.name),
                    Target("response", response.id, "source"),
                    address.href,
                )
