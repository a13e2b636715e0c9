"""Measure the check of notes: `python -m bench.preflight [--all]`.

Each error is put into a clean note alone; it is found where the check says something that it does
not say of the clean note, in that language or in none. `--all` prints what was found by which
code, and every false alarm.
"""

import io
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from typing import Any

_FOLDER = tempfile.mkdtemp(prefix="llex-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "MAIL_WITHOUT_SERVER": "true", "LOG_LEVEL": "ERROR"}
os.environ |= {"DATABASE_URL": f"sqlite:///{_FOLDER}/bench.sqlite3", "VAR_DIR": _FOLDER}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from bench.preflight.errors import SeededError, Writer, elsewhere, read_errors  # noqa: E402
from bench.preflight.generate import CLEAN, LANGUAGES, make_long_note, make_note  # noqa: E402
from sessions_app.briefing.preflight.checks import preflight_session  # noqa: E402
from tests.factories import make_contribution, make_response, make_session  # noqa: E402

FOUND = 0.95
FALSE_ALARMS = 0.5
SECONDS = 1.0
CITIES = 60


def findings_of(variant: int, error: SeededError | None = None) -> tuple[list[Any], bool]:
    """Return the findings of a note, and whether the error could be put into it."""
    writer = Writer(error)
    with transaction.atomic():
        _make_session_before(variant)
        session = make_note(variant, words=writer)
        found = preflight_session(session)
        transaction.set_rollback(True)
    return found, writer.is_placed


def _make_session_before(variant: int) -> None:
    texts = {f"introduction_{code}": elsewhere(variant, code, "introduction") for code in LANGUAGES}
    session = make_session(**texts)
    contribution = make_contribution(session=session, responses=0)
    words = {f"text_{code}": elsewhere(variant, code, "response") for code in LANGUAGES}
    make_response(contribution=contribution, **words)


def _keys(findings: list[Any]) -> set[tuple[str, str, str, str]]:
    return {(one.code, one.language, one.place, one.message) for one in findings}


def measure_errors(clean: dict[int, list[Any]], *, tells_all: bool) -> bool:
    """Print how many errors of each kind are found, and return whether enough are."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    codes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for error in read_errors():
        findings, is_placed = findings_of(error.variant, error)
        if not is_placed:
            print(f"NOT PLACED  {error}")
            continue
        tried[error.kind] += 1
        new = [
            key
            for key in _keys(findings) - _keys(clean[error.variant])
            # What is wrong in the main language shows in the others, against it.
            if error.language in ("*", LANGUAGES[0]) or key[1] in ("", error.language)
        ]
        if new:
            found[error.kind] += 1
            codes[error.kind].update({key[0] for key in new})
        elif tells_all:
            print(f"missed      {error}")
    for kind, number in tried.items():
        by = ", ".join(f"{code} {count}" for code, count in codes[kind].most_common())
        print(f"{kind:<14} {found[kind]:>3} of {number:<3} {by if tells_all else ''}")
    share = found.total() / tried.total()
    print(f"{'all':<14} {found.total():>3} of {tried.total()} ({share:.1%})")
    return share >= FOUND


def measure_alarms(clean: dict[int, list[Any]], *, tells_all: bool) -> bool:
    """Print what is alarmed about in clean notes, and return whether that is little."""
    alarms = Counter(one.code for found in clean.values() for one in found)
    if tells_all:
        for variant, found in clean.items():
            for one in found:
                print(f"alarm {variant:>2}  {one.code}  {one}")
    number = alarms.total() / len(clean)
    print(f"false alarms: {number:.2f} in each of {len(clean)} clean notes {dict(alarms)}")
    return number <= FALSE_ALARMS


def measure_time() -> bool:
    """Print how long the check of a note of 60 cities takes."""
    with transaction.atomic():
        session = make_long_note(CITIES)
        # What is read once, such as patterns and names, has been read; no text of the note has.
        preflight_session(make_note(1))
        took = [_processor_time(session) for _again in range(2)]
        transaction.set_rollback(True)
    print(f"a note of {CITIES} cities: {took[0]:.2f} s, checked again: {took[1]:.2f} s")
    return max(took) <= SECONDS


def _processor_time(session: Any) -> float:
    began = time.process_time()
    preflight_session(session)
    return time.process_time() - began


def main() -> int:
    """Print all figures, and return 1 where one is not as it must be."""
    tells_all = "--all" in sys.argv
    call_command("migrate", verbosity=0)
    call_command("load_places", stdout=io.StringIO(), stderr=io.StringIO())
    clean = {variant: findings_of(variant)[0] for variant in range(CLEAN)}
    good = [
        measure_errors(clean, tells_all=tells_all),
        measure_alarms(clean, tells_all=tells_all),
        measure_time(),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
