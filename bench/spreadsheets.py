"""Measure the import of a table of cities, and of a session's Excel file: 30 rows and 300.

The figures compare the two, as machines differ: ten times the rows may cost little more than ten
times the time. Run it with ``python -m bench.spreadsheets``; it fails where a bound is exceeded.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "LOG_LEVEL": "ERROR", "MAIL_WITHOUT_SERVER": "true"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

FEW, MANY = 30, 300
ROUNDS = 2
# A row of many may cost so much more than a row of few.
GROWTH = 1.5
# Of a city, five entries, their keys for searching, and the log of changes.
QUERIES_TO_WRITE, QUERIES_TO_UNDO = 30, 90
# Of a representative who becomes a participant: person, keys for searching, participation, log.
QUERIES_TO_JOIN, QUERIES_TO_LEAVE = 5, 10
# Of a response in a workbook: its marks, its services and the challenges that it answers.
QUERIES_OF_A_RESPONSE = 15
# Name, whether the cities are new, and whether their representatives become participants.
_KINDS = (
    ("known cities", False, False),
    ("new cities", True, False),
    ("new cities and participants", True, True),
)


def main() -> int:
    """Measure on a database of our own, and return 1 when a bound is exceeded."""
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        results = measure()
    for result in results:
        print(result)
    return 0 if all(result.kept for result in results) else 1


def measure() -> list[Any]:
    """Return the results for known cities, for new ones, and for new ones whose people join."""
    from bench.measures import Result

    results = []
    for kind, is_new, joins in _KINDS:
        few, many = (figures(count, is_new=is_new, joins=joins) for count in (FEW, MANY))
        for step, (seconds, queries) in many.items():
            growth = (seconds / MANY) / (few[step][0] / FEW)
            name = f"{step}, {MANY} {kind}"
            results.append(Result(f"{name}: a row, of {FEW}", growth, "times", GROWTH))
            results.append(
                Result(f"{name}: for comparison", 1000 * seconds, "ms", 0, at_least=True)
            )
            bound = {
                "write": QUERIES_TO_WRITE + joins * QUERIES_TO_JOIN,
                "undo": QUERIES_TO_UNDO + joins * QUERIES_TO_LEAVE,
            }.get(step, 10)
            results.append(Result(f"{name}: each row", queries / MANY, "queries", bound))
    few, many = (workbook_figures(count) for count in (FEW, MANY))
    for step, (seconds, queries) in many.items():
        growth = (seconds / MANY) / (few[step][0] / FEW)
        name = f"{step}, workbook of {MANY} responses"
        results.append(Result(f"{name}: a row, of {FEW}", growth, "times", GROWTH))
        results.append(Result(f"{name}: for comparison", 1000 * seconds, "ms", 0, at_least=True))
        each = queries / MANY
        results.append(Result(f"{name}: each row", each, "queries", QUERIES_OF_A_RESPONSE))
    return results


def workbook_figures(count: int) -> dict[str, tuple[float, int]]:
    """Return the least time in seconds, and the queries, of previewing and writing a workbook."""
    from django.db import transaction

    best: dict[str, tuple[float, int]] = {}
    for _round in range(ROUNDS):
        with transaction.atomic():
            for step, figure in workbook_steps(count):
                best[step] = min(best.get(step, figure), figure)
            transaction.set_rollback(True)
    return best


def workbook_steps(count: int) -> Any:
    """Yield the figures of previewing and of writing *count* new responses, in four languages."""
    from llex.core.spreadsheets.importing import import_sheets
    from sessions_app.spreadsheets.imports import record
    from sessions_app.spreadsheets.workbook import steps as steps_of
    from tests import factories

    user = factories.make_user(is_superuser=True, is_staff=True)
    session = factories.make_session()
    data = workbook(session, count)
    fingerprint = ""

    def run() -> None:
        nonlocal fingerprint
        fingerprint = import_sheets(
            steps_of("book.xlsx", data, session, user),
            user,
            expected=fingerprint,
            on_written=lambda outcome, journal: record(
                session, journal, kind="workbook", name="", counts={}, by=user
            ),
        ).fingerprint

    yield "preview", timed(run)
    yield "write", timed(run)


def workbook(session: Any, count: int) -> bytes:
    """Return a sheet of *count* new responses, ten of each city."""
    import openpyxl

    from llex.core import languages
    from tests.factories import make_city, make_contribution

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "responses"
    sheet.append(["id", "city", *(f"text_{code}" for code in languages.CODES)])
    for number in range(count):
        name = f"Setubal {number // 10:04}"
        if number % 10 == 0:
            city = make_city(name_en=name, country="PT", slug=f"setubal-{number}")
            make_contribution(session=session, city=city, responses=0)
        texts = (f"{code}: response {number} of {name}" for code in languages.CODES)
        sheet.append([None, name, *texts])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def figures(count: int, *, is_new: bool, joins: bool) -> dict[str, tuple[float, int]]:
    """Return the least time in seconds, and the queries, of each step of an import."""
    from django.db import transaction

    best: dict[str, tuple[float, int]] = {}
    for _round in range(ROUNDS):
        with transaction.atomic():
            for step, figure in steps(count, is_new=is_new, joins=joins):
                best[step] = min(best.get(step, figure), figure)
            transaction.set_rollback(True)
    return best


def steps(count: int, *, is_new: bool, joins: bool) -> Any:
    """Yield the figures of preview, writing, preflight and undoing of *count* rows.

    *joins* says that the representatives become participants, as the preview suggests.
    """
    from llex.core.spreadsheets import formats
    from llex.core.spreadsheets.journal import recording
    from sessions_app.briefing.preflight.checks import preflight_session
    from sessions_app.spreadsheets.city_table.people import NAME_ONLY
    from sessions_app.spreadsheets.city_table.preview import Answers, prepare
    from sessions_app.spreadsheets.city_table.writing import write
    from sessions_app.spreadsheets.imports import record, undo_import
    from tests import factories

    user = factories.make_user(is_superuser=True, is_staff=True)
    session = factories.make_session()
    data = table(count, is_new=is_new)
    grids = formats.read_file(data)
    yield "preview", timed(lambda: prepare(grids, Answers(), session, user))
    found = prepare(grids, Answers(), session, user)
    if not joins:
        names = {choice.name: NAME_ONLY for choice in found.person_choices}
        found = prepare(grids, Answers(people=names), session, user)
    done = []

    def written() -> None:
        with recording() as journal:
            write(session, found.changes, "en")
        done.append(record(session, journal, kind="city_table", name="", counts={}, by=user))

    yield "write", timed(written)
    yield "preflight", timed(lambda: preflight_session(session))
    yield "undo", timed(lambda: undo_import(done[0].pk, session, user))


def table(count: int, *, is_new: bool) -> bytes:
    """Return a workbook of *count* cities, each with three responses and two challenges."""
    import openpyxl

    from tests.factories import make_city
    from tests.factories_cities import make_place

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["City", "Country", "Representative", "Position", "Responses", "Challenges"])
    for number in range(count):
        name = f"Porto {number:04}"
        if is_new:
            make_place(name, "PT", 50_000 + number, latitude=number % 80, longitude=number / 3)
        else:
            make_city(name_en=name, country="PT", slug=f"porto-{number}")
        responses = "\n".join(f"Response {part} of {name}" for part in range(3))
        challenges = "\n".join(f"Challenge {part} of {name}" for part in range(2))
        sheet.append([name, "Portugal", f"Ana {number}", "Mayor", responses, challenges])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def timed(call: Callable[[], object]) -> tuple[float, int]:
    """Return the processor time of *call* in seconds, and the number of its queries."""
    from django.db import connection

    queries = 0

    def count(execute: Any, *args: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*args)

    began = time.process_time()
    with connection.execute_wrapper(count):
        call()
    return time.process_time() - began, queries


if __name__ == "__main__":
    sys.exit(main())
