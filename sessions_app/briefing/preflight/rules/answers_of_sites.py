"""Addresses whose sites were asked, and did not answer as readers need it."""

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from llex.core.languages.bidi import isolate
from sessions_app.briefing.preflight.answer_checks import KeptAnswer, is_asked, kept_answers
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.rules.web_addresses import (
    address_problem,
    addresses_in,
    typed_addresses,
)


def check_answers(note: CheckedNote) -> Iterator[Finding]:
    """Find addresses that led nowhere when their sites were asked, or could not be checked.

    It reads what is kept, and asks no site.
    """
    known = kept_answers(addresses_to_ask(note))
    for passage in note.passages if known else ():
        for address in dict.fromkeys(addresses_in(passage.text)):
            if problem := problem_of(address, known.get(address)):
                code, message = problem
                values = (known[address].answer,)
                yield passage.finding(code, message, excerpt=address, values=values)
    for place, target, address in typed_addresses(note.main) if known else ():
        if problem := problem_of(address, known.get(address)):
            code, message = problem
            values = (known[address].answer,)
            yield Finding(
                "warning", code, "", place, message, target, address, address, values=values
            )


def addresses_to_ask(note: CheckedNote) -> list[str]:
    """Return the addresses of a note that a site may answer at, each once.

    Those that cannot be right are left out.
    """
    written = (address for passage in note.passages for address in addresses_in(passage.text))
    typed = (address for _place, _target, address in typed_addresses(note.main))
    found = dict.fromkeys((*written, *typed))
    return [one for one in found if is_asked(one) and not _is_wrong(one)]


def _is_wrong(address: str) -> bool:
    problem = address_problem(address)
    return problem is not None and problem[0] == "error"


def problem_of(address: str, kept: KeptAnswer | None) -> tuple[str, str] | None:
    """Return the code and the message of what is wrong with an answer, or None."""
    if kept is None or kept.answer is None or kept.answer.outcome == "answers":
        return None
    values = {
        "address": isolate(address),
        "status": kept.answer.status,
        "day": formats.date_format(kept.at, _("j F Y")),
    }
    match kept.answer.outcome:
        case "gone":
            text = _("Nothing is at “%(address)s”: the site answered %(status)s on %(day)s.")
        case "no_host":
            text = _("“%(address)s”: there was no site of this name on %(day)s.")
        case "unsafe":
            text = _("“%(address)s”: browsers warned of this site on %(day)s.")
        case "refused" if kept.answer.status:
            text = _("“%(address)s” could not be checked: the site answered %(status)s on %(day)s.")
            return "link_unchecked", text % values
        case "not_asked":
            text = _("“%(address)s” could not be checked: it is not in the public network.")
            return "link_unchecked", text % values
        case _:
            text = _("“%(address)s” could not be checked: the site did not answer on %(day)s.")
            return "link_unchecked", text % values
    return "dead_link", text % values
