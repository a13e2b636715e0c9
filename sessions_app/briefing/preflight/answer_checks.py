"""Answers of the sites that a note leads to: asked for on request, kept for a month."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.utils.timezone import now
from django_tasks import task

from sessions_app.briefing.preflight.site_answers import Answer, answer_of

_KEPT: Final = timedelta(days=30)
# What was asked and has no answer after this long is asked again.
_WAITED: Final = timedelta(minutes=10)
_HOSTS_AT_ONCE: Final = 6
_PAUSE: Final = 1.0
_SECONDS: Final = 60.0
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The outcome of asking at an address, and when; no *answer* while it waits for the worker."""

    at: datetime
    answer: Answer | None = None


def kept_answers(addresses: Iterable[str]) -> dict[str, KeptAnswer]:
    """Return what is known of *addresses*. One look into the cache."""
    keys = {_key(address): address for address in addresses}
    return {keys[key]: kept for key, kept in _kept().get_many(keys).items()}


def ask_sites(addresses: Iterable[str]) -> list[str]:
    """Have the worker ask the sites of *addresses*; return those that it will ask.

    What waits for it already is left out.
    """
    wanted = [one for one in dict.fromkeys(addresses) if is_asked(one)][:_MOST]
    known, moment = kept_answers(wanted), now()
    waiting = {one for one, kept in known.items() if not kept.answer and moment - kept.at < _WAITED}
    asked = [one for one in wanted if one not in waiting]
    if asked:
        _kept().set_many({_key(one): KeptAnswer(moment) for one in asked}, _WAITED.total_seconds())
        transaction.on_commit(lambda: ask.enqueue(asked), robust=True)
    return asked


def is_asked(address: str) -> bool:
    """Return whether the site of an address can be asked: those of mail cannot."""
    return bool(settings.LINK_CHECKS) and address.startswith(("http://", "https://"))


@task()
def ask(addresses: list[str]) -> None:
    """Ask each site, a few at once and each host slowly, and keep the answers.

    What takes longer than a minute in all is left, to be asked for again.
    """
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for address in addresses:
        by_host[urlsplit(address).netloc.lower()].append(address)
    end = monotonic() + _SECONDS
    unnamed: list[tuple[str, Answer]] = []
    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        for done in as_completed([pool.submit(_of_host, of, end) for of in by_host.values()]):
            for address, answer in done.result():
                if answer.outcome == "no_host":
                    unnamed.append((address, answer))
                else:
                    _keep(address, answer)
    # Where no name at all is known, this server reaches no name server.
    is_offline = len(unnamed) == len(addresses) and len(by_host) > 1
    for address, answer in unnamed:
        _keep(address, Answer("silent") if is_offline else answer)


def _keep(address: str, answer: Answer) -> None:
    _kept().set(_key(address), KeptAnswer(now(), answer), _KEPT.total_seconds())


def _of_host(addresses: list[str], end: float) -> list[tuple[str, Answer]]:
    found: list[tuple[str, Answer]] = []
    for address in addresses:
        if found:
            sleep(_PAUSE)
        if monotonic() > end:
            break
        found.append((address, answer_of(address)))
    return found


def _kept() -> Any:
    """Return the cache that all processes see."""
    return caches["shared"]


def _key(address: str) -> str:
    return f"answer-of-{hashlib.sha256(address.encode()).hexdigest()}"
