"""References as BibTeX, RIS and CSL-JSON, the files that reference managers read."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from llex.core.citations.records import Citation

# What LaTeX reads as a command, and how it is written to be printed. Letters stay as they are.
_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "\u00a0": "~",
}
_SPECIAL: Final = re.compile("|".join(map(re.escape, _LATEX)))
_SPACES: Final = re.compile(r"\s+")
# No-break spaces stay.
_BREAKS: Final = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_KEY: Final = re.compile(r"[^A-Za-z0-9_:-]+")
_MONTHS: Final = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)


@dataclass(frozen=True, slots=True)
class CitationFormat:
    """A format of references. *name* is the extension of its files."""

    name: str
    label: str
    media_type: str
    write: Callable[[Citation], str]


def bibtex(citation: Citation) -> str:
    """Return an entry of a BibTeX file in UTF-8. Each author is one organisation."""
    fields = {
        "author": " and ".join(f"{{{_latex(author)}}}" for author in citation.authors),
        "title": f"{{{_latex(citation.title)}}}",
        "type": _latex(citation.genre),
        "institution": _latex(citation.publisher),
        "series": _latex(citation.container),
        "edition": str(citation.edition_number),
        "year": str(citation.published.year),
        "note": _latex(f"{citation.day}. {citation.edition}"),
        # Commands for addresses print these signs as they are.
        "url": re.sub(r"[\\{}]", "", citation.address),
        "language": citation.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    lines.append(f"  month = {_MONTHS[citation.published.month - 1]},")
    return "\n".join([f"@techreport{{{_KEY.sub('-', citation.key)},", *lines, "}", ""])


def ris(citation: Citation) -> str:
    """Return a record of a RIS file in UTF-8."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(citation))


def _ris_lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT"
    yield "ID", _KEY.sub("-", citation.key)
    for author in citation.authors:
        # A comma would part a family name from a given name.
        yield "AU", _line(author.replace(",", " "))
    yield "TI", _line(citation.title)
    yield "M3", _line(citation.genre)
    yield "T2", _line(citation.container)
    if citation.publisher:
        yield "PB", _line(citation.publisher)
    yield "PY", str(citation.published.year)
    yield "DA", f"{citation.published:%Y/%m/%d}/"
    yield "ET", str(citation.edition_number)
    yield "LA", citation.language
    yield "N1", _line(f"{citation.day}. {citation.edition}")
    yield "UR", citation.address
    yield "ER", ""


def csl_json(citation: Citation) -> str:
    """Return a list of one item in the JSON of the Citation Style Language."""
    issued = citation.published
    item = {
        "id": citation.key,
        "type": "report",
        "language": citation.language,
        "author": [{"literal": _line(author)} for author in citation.authors],
        "title": _line(citation.title),
        "genre": _line(citation.genre),
        "collection-title": _line(citation.container),
        "publisher": _line(citation.publisher),
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "edition": str(citation.edition_number),
        "note": _line(f"{citation.day}. {citation.edition}"),
        "URL": citation.address,
    }
    filled = {name: value for name, value in item.items() if value}
    return json.dumps([filled], ensure_ascii=False, indent=2) + "\n"


_FORMATS: Final = (
    CitationFormat("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    CitationFormat("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris),
    CitationFormat("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
)
CITATION_FORMATS: Final = {form.name: form for form in _FORMATS}


def _line(text: str) -> str:
    """Return a text in one line."""
    return _SPACES.sub(" ", text).strip()


def _latex(text: str) -> str:
    line = _BREAKS.sub(" ", text).strip()
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], line)
