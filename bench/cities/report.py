"""The figures of several rounds beside their budgets."""

import gzip
import json
from pathlib import Path
from typing import Any

RATIO = 2.0
QUERIES = 6
FIRST_VISIT = 30 * 1024
_STYLES = ("core/base.css", "core/forms.css", "cities/public.css")


def report(rounds: list[dict[str, str]]) -> bool:
    """Print a line for each kind of page. Return whether all budgets are kept.

    Of several rounds the best counts: what is slower is the rest of the machine.
    """
    few, many = (
        [json.loads(measured[size])["pages"] for measured in rounds] for size in ("few", "many")
    )
    first = json.loads(rounds[0]["many"])
    for name, plan in first["plans"].items():
        print(f"--- {name}\n{plan}")
    print(f"{first['cities']:,} cities, {first['contributions']:,} contributions; beside 1,000")
    print(
        f"{'processor, ms':<24}{'p50':>8}{'p95':>8}{'p95 few':>9}{'ratio':>7}"
        f"{'clock p95':>16}{'with a new map':>18}"
    )
    kept = True
    for what in first["pages"]:
        kept &= _line(what, [one[what] for one in few], [one[what] for one in many])
    return _first_visit(first["pages"]["map and list"]["bytes"]) and kept


def _line(what: str, few: list[dict[str, Any]], many: list[dict[str, Any]]) -> bool:
    p50, p95 = (min(one["processor"][cut] for one in many) for cut in ("p50", "p95"))
    small = min(one["processor"]["p95"] for one in few)
    clock, clock_few = (min(one["clock"]["p95"] for one in size) for size in (many, few))
    drawn, drawn_few = (min(one["drawn"]["p95"] for one in size) for size in (many, few))
    queries = {one["queries"] for one in (*few, *many)}
    ratio = p95 / small
    kept = ratio <= RATIO and max(queries) <= QUERIES
    print(
        f"{what:<24}{p50:>8.1f}{p95:>8.1f}{small:>9.1f}{ratio:>7.2f}{clock:>7.1f}"
        f" ({clock / clock_few:.2f} x){drawn:>9.1f} ({drawn / drawn_few:.2f} x)  "
        f"{'/'.join(map(str, sorted(queries)))} queries, "
        f"{many[0]['bytes'] / 1024:.1f} KB  {'ok' if kept else 'EXCEEDED'}"
    )
    return kept


def _first_visit(page: int) -> bool:
    """Add up what a first visit to the list loads, compressed; the land is kept for ever."""
    folder = Path(__file__).resolve().parents[2] / "static" / "css"
    styles = sum(len(gzip.compress((folder / name).read_bytes(), 9)) for name in _STYLES)
    kept = page + styles <= FIRST_VISIT
    print(
        f"first visit: page {page / 1024:.1f} KB + styles {styles / 1024:.1f} KB, at most "
        f"{FIRST_VISIT / 1024:.0f} KB  {'ok' if kept else 'EXCEEDED'}"
    )
    return kept
