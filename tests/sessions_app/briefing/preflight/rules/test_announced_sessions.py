"""The day that a note announces for the next session."""

from datetime import UTC, date, datetime

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.announced_sessions import announcement_in
from tests.factories import make_full_session, make_session

DAY = date(2023, 12, 12)


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        ("en", "The next session is on Tuesday 19 December 2023.", "Tuesday 19 December 2023"),
        ("en", "The next session is on 12 December.", ""),
        ("en", "Session 9 follows on 13 December.", "13 December"),
        ("en", "Session 8 was held on 13 November.", ""),
        ("en", "The next session is on 12 or 13 December; write to us by 1 December.", ""),
        ("en", "The exhibition opens on 19 December 2023.", ""),
        ("fr", "La prochaine session aura lieu le 19 décembre 2023.", "19 décembre 2023"),
        ("fr", "La session 9 aura lieu le 12 décembre 2023.", ""),
        ("es", "La próxima sesión será el 19 de diciembre de 2023.", "19 de diciembre de 2023"),
        ("ar", "تُعقد الجلسة المقبلة في 19 كانون الأول/ديسمبر 2023.", "19 كانون الأول/ديسمبر 2023"),
        ("ar", "تُعقد الجلسة المقبلة في 12 كانون الأول/ديسمبر 2023.", ""),
    ],
)
def test_day_of_the_next_session_is_held_against_the_plan(language, sentence, found):
    announced = announcement_in(sentence, language)

    is_other = announced is not None and announced.is_other_day(DAY, 9)
    assert (announced.named.text.rstrip(".") if is_other else "") == found


@pytest.mark.parametrize(
    ("planned", "found"), [(datetime(2030, 5, 7, 14, tzinfo=UTC), ["en"]), (None, [])]
)
def test_note_that_announces_another_day_is_found_where_the_session_is_planned(db, planned, found):
    session = make_full_session(
        starts_at=datetime(2030, 4, 2, 14, tzinfo=UTC),
        closing_text_en="The next session is on 8 May 2030.",
    )
    if planned:
        make_session(series=session.series, starts_at=planned)

    codes = [(one.code, one.language) for one in preflight_session(session)]

    assert [language for code, language in codes if code == "next_session_differs"] == found
