"""How far away a session is, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from sessions_app.cockpit import session_facts

LASTS = timedelta(minutes=90)


@pytest.mark.parametrize(
    ("moment", "starts", "zone", "words"),
    [
        # 22:33 in Madrid on Sunday, and Sunday afternoon a week later.
        ((11, 29, 21, 33), (12, 6, 14), "Europe/Madrid", "in 7 days"),
        # Already the next day in Tokyo.
        ((11, 29, 21, 33), (12, 6, 14), "Asia/Tokyo", "in 6 days"),
        ((12, 5, 13), (12, 6, 14), "Europe/Madrid", "in 1 day"),
        ((12, 5, 15), (12, 6, 14), "Europe/Madrid", "in 23 hours"),
        ((12, 6, 13, 30), (12, 6, 14), "Europe/Madrid", "in less than an hour"),
        ((12, 6, 14), (12, 6, 14), "Europe/Madrid", "now"),
        ((12, 6, 17, 30), (12, 6, 14), "Europe/Madrid", "ended 2 hours ago"),
        ((12, 8, 8), (12, 6, 14), "Europe/Madrid", "ended 2 days ago"),
    ],
    ids=["week", "other-zone", "day", "hours", "soon", "now", "after", "days-after"],
)
def test_distance_counts_days_on_the_calendar(monkeypatch, moment, starts, zone, words):
    monkeypatch.setattr(session_facts, "now", lambda: datetime(2026, *moment, tzinfo=UTC))
    begin = datetime(2026, *starts, tzinfo=UTC)

    assert session_facts.distance(begin, begin + LASTS, zone) == words
