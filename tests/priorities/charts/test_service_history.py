"""How one service was rated from session to session, as it is drawn."""

import csv
import io
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from llex.core.charts.files import as_svg
from llex.core.text import Phrase
from priorities.charts.service_history import history_csv, history_picture, service_history
from priorities.results.scales import mean, reach
from priorities.results.trends import Result, TrendColumn, TrendRow


def make_result(day, distribution, rank=2):
    scale = len(distribution)
    column = TrendColumn(
        slug=f"may-{day}",
        code=f"c{day}",
        edition=1,
        title=Phrase("en", f"Session of {day} May"),
        starts_at=datetime(2021, 5, day, 14, tzinfo=UTC),
        question=Phrase("en", "How important are these?"),
        caveat=None,
        low=Phrase("en", "can wait"),
        high=Phrase("en", "vital"),
        scale=scale,
        ballots=sum(distribution) + 1,
        rated=12,
    )
    average = mean(distribution)
    return Result(
        column, rank, average, reach(average, scale), sum(distribution), 1, tuple(distribution)
    )


def make_history(*results):
    return service_history(TrendRow(SimpleNamespace(slug="housing"), None, list(results)))


FIRST = make_result(3, [0, 0, 4, 4, 0])
OTHER = make_result(10, [0, 0, 0, 0, 0, 0, 5, 5, 0, 0])
LAST = make_result(17, [0, 0, 0, 4, 4], rank=1)


def test_newest_is_first_and_its_change_is_since_the_last_on_its_scale():
    history = make_history(FIRST, OTHER, LAST)

    assert [row.result.column.slug for row in history.rows] == ["may-17", "may-3"]
    assert [row.change for row in history.rows] == [1.0, None]
    assert history.has_changes
    assert history.latest == LAST


def test_axis_has_the_scale_of_most_sessions_and_others_are_told_in_words():
    history = make_history(FIRST, OTHER, LAST)

    assert (history.scale, len(history.rows)) == (5, 2)
    assert history.scale_text == "Scale from 1 (can wait) to 5 (vital)"
    assert [row.in_words for row in history.others] == [
        "Mean 7.50 out of 10; the middle half of the ballots: 7 to 8; rank 2 of 12; 11 ballots"
    ]


def test_of_scales_used_equally_often_the_axis_has_the_later_one():
    assert make_history(FIRST, OTHER).scale == 10
    assert make_history(OTHER, FIRST).scale == 5


def test_session_without_answers_is_not_drawn():
    nothing = make_result(20, [0, 0, 0, 0, 0], rank=None)

    assert make_history(nothing) is None
    assert make_history() is None
    assert make_history(FIRST, nothing).latest == FIRST


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_picture_has_a_band_and_a_mark_for_each_session_of_its_scale(language):
    history = make_history(FIRST, OTHER, LAST)
    with override(language):
        picture = history_picture("Housing", history, "https://example.org/")
        drawing = as_svg(picture).decode()

    labels = {one.text for one in picture.texts}
    assert "Housing" in drawing
    assert "https://example.org/" in labels
    marks = [box for box in picture.boxes if box.height == 24]
    assert len(marks) == 2
    assert marks[0].x > marks[1].x


def test_figures_are_those_of_all_sessions():
    content = history_csv(make_history(FIRST, OTHER, LAST)).decode("utf-8-sig")
    first, second, third = csv.DictReader(io.StringIO(content))

    assert [row["Date"] for row in (first, second, third)] == [
        "2021-05-17",
        "2021-05-10",
        "2021-05-03",
    ]
    assert first["Session"] == "Session of 17 May"
    assert (first["Mean"], first["Change"], first["Rank"]) == ("4.5", "1.0", "1")
    assert (first["Middle half from"], first["Middle half to"]) == ("4", "5")
    assert (first["Ballots"], first["Answers"], first["Don’t know"]) == ("9", "8", "1")
    assert (second["Score 10"], third["Score 3"], second["Highest score"]) == ("0", "4", "10")
