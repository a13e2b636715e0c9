"""XLIFF 2.0, the format of translation programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from llex.core.translations.states import TextState
from sessions_app.translation_desk.exchange.units import (
    LARGEST_FILE,
    ExchangeUnit,
    ReadUnit,
    UnreadableExchange,
    is_done,
    read_identity,
)

MEDIA_TYPE: Final = "application/xliff+xml"
_NAMESPACE: Final = Xliff2File.namespace
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def write(units: Iterable[ExchangeUnit], source: str, target: str) -> bytes:
    """Return the texts as one XLIFF file from language *source* into *target*."""
    store: Any = Xliff2File()
    root = store.document.getroot()
    root.set("srcLang", source)
    root.set("trgLang", target)
    for one in units:
        unit = store.addsourceunit(one.source)
        unit.setid(one.identity)
        if one.target.strip():
            unit.target = one.target
        unit.xmlelement.set("state", _state(one))
        # The toolkit sets it on the segment, where the standard does not have it.
        unit.xmlelement.attrib.pop(_SPACE, None)
        _describe(unit.getunitelement(), one)
    return bytes(store)


def read(data: bytes) -> list[ReadUnit]:
    """Return the texts of a file. Raise UnreadableExchange, also for a file that may do harm."""
    _check(data)
    store = Xliff2File()
    try:
        store.parse(data)
    except ValueError as problem:
        raise UnreadableExchange(_wrong_version()) from problem
    except Exception as problem:
        raise UnreadableExchange(_("The XLIFF file cannot be read; export it again.")) from problem
    target = store.document.getroot().get("trgLang", "")
    elements = {id(unit.getunitelement()): unit.getunitelement() for unit in store.units}
    found = [_read_unit(element) for element in elements.values()]
    if wrong := [unit for unit in found if not _is_in(unit.language, target)]:
        text = _("The file says that it is in “%(language)s”, but its texts are in “%(other)s”.")
        raise UnreadableExchange(text % {"language": target, "other": wrong[0].language})
    return found


def _check(data: bytes) -> None:
    """Refuse what is too large, is no XML, declares entities, or is another version."""
    if len(data) > LARGEST_FILE:
        raise UnreadableExchange(_("The file is larger than 5 MB."))
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        tree = etree.fromstring(data, parser).getroottree()
    except (etree.XMLSyntaxError, ValueError) as problem:
        place = getattr(problem, "lineno", None)
        text = _("The file is no XML, or it is broken.")
        if place:
            text = _("The file is no XML, or it is broken at line %(line)s.") % {"line": place}
        raise UnreadableExchange(text) from problem
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise UnreadableExchange(_("The file declares a document type; that is not taken."))
    root = tree.getroot()
    if root.tag != f"{{{_NAMESPACE}}}xliff" or not root.get("version", "").startswith("2."):
        raise UnreadableExchange(_wrong_version())


def _wrong_version() -> str:
    return _("This is not an XLIFF 2 file. In your program choose XLIFF 2.0 when you save.")


def _read_unit(element: Any) -> ReadUnit:
    """Return a unit, joined again where a program has split it into segments."""
    parts = [
        child
        for child in element
        if child.tag in (f"{{{_NAMESPACE}}}segment", f"{{{_NAMESPACE}}}ignorable")
    ]
    source = "".join(_text(part, "source") for part in parts)
    # What is between two segments is in the target, too, or the same as in the source.
    target = "".join(
        _text(part, "target") or (_text(part, "source") if part.tag.endswith("ignorable") else "")
        for part in parts
    )
    try:
        return read_identity(element.get("id", ""), source, target)
    except UnreadableExchange as problem:
        text = _("The unit %(id)s is none of this desk; programs must leave the ids as they are.")
        raise UnreadableExchange(text % {"id": problem}) from problem


def _is_in(language: str, declared: str) -> bool:
    """Return whether a file that declares fr-CA or FR, say, may hold texts in fr."""
    return declared.lower().replace("_", "-").partition("-")[0] == language.partition("-")[0]


def _text(part: Any, name: str) -> str:
    found = part.find(f"{{{_NAMESPACE}}}{name}")
    return "" if found is None else "".join(found.itertext())


def _state(unit: ExchangeUnit) -> str:
    if not is_done(unit.state):
        return "initial"
    return "final" if unit.state == TextState.APPROVED else "translated"


def _describe(element: Any, unit: ExchangeUnit) -> None:
    """Say in the unit where its text is in the note, and how long it may be."""
    element.set("name", unit.place)
    element.set(_SPACE, "preserve")
    lines = [unit.place]
    if unit.limit:
        lines.append(_("At most %(count)s characters.") % {"count": unit.limit})
    notes = etree.Element(f"{{{_NAMESPACE}}}notes")
    for line in lines:
        etree.SubElement(notes, f"{{{_NAMESPACE}}}note").text = line
    element.insert(0, notes)
