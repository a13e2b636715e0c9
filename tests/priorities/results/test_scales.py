"""Every bar of a mean begins at the lowest score, wherever it is drawn."""

import re

import pytest

from priorities.live.stream.aggregate import content_of
from priorities.questions.question_texts import question_texts
from priorities.questions.registry import kind_of
from priorities.results import scales
from priorities.results.trends import history
from sessions_app.briefing import result_texts
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render.markdown import render as to_markdown
from sessions_app.briefing.render.typst_results import typst_results
from tests.factories import make_consultation, make_full_session, make_service
from tests.factories_document import make_stamp

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.mark.parametrize(
    ("mean", "scale", "reach"),
    [
        (1.0, 5, 0),
        (5.0, 5, 1),
        (3.0, 5, 0.5),
        (2.0, 2, 1),
        (1.0, 10, 0),
        (5.5, 10, 0.5),
        (None, 5, 0),
    ],
)
def test_bar_goes_from_the_lowest_score_to_the_highest(mean, scale, reach):
    assert scales.reach(mean, scale) == reach


@pytest.mark.parametrize(("scale", "places"), [(2, []), (3, [0.5]), (5, [0.25, 0.5, 0.75])])
def test_ticks_are_at_the_scores_between_the_ends(scale, places):
    assert scales.ticks(scale) == places


def test_path_of_ticks():
    assert scales.tick_path(4, 4) == "M33.33 0v4M66.67 0v4"


@pytest.fixture
def poll(db):
    session = make_full_session()
    session.consultations.all().delete()
    services = [make_service(slug="best"), make_service(slug="middle"), make_service(slug="worst")]
    ballots = [[5, 4, 1], [5, 3, 1], [5, 3, 1]]  # means 5, 3.33 and 1
    return make_consultation(
        session=session, services=services, ballots=ballots, state="closed", code="bars"
    )


LENGTHS = ["100.0", "58.2", "0.0"]
TICKS = "M25 0v{0}M50 0v{0}M75 0v{0}"


def test_bars_are_as_long_on_the_phone_the_wall_and_in_the_note(client, poll):
    poll.reveal()
    publish(poll.session)
    note = f"/en/sessions/{poll.session.slug}/briefing/"
    pages = {
        "/v/bars/?lang=en": ('class="fill" width="([\\d.]+)"', 4),
        "/v/bars/screen/?lang=en": ('data-share width="([\\d.]+)"', 10),
        note: ('class="bar" width="([\\d.]+)" height="5"', 10),
        "/en/priorities/": ('class="bar" width="([\\d.]+)" height="10"', 10),
    }
    for path, (bar, height) in pages.items():
        page = client.get(path).content.decode()

        assert re.findall(bar, page) == LENGTHS, path
        assert page.count(TICKS.format(height)) >= 3, path


def test_mean_has_one_precision_everywhere(client, poll):
    poll.reveal()
    publish(poll.session)
    for path in (
        "/v/bars/?lang=en",
        "/v/bars/screen/?lang=en",
        f"/en/sessions/{poll.session.slug}/briefing/",
        "/en/priorities/",
        "/en/priorities/middle/",
    ):
        page = re.sub(r"<[^>]*>", " ", client.get(path).content.decode())

        assert "3.33" in page, path
        assert not re.search(r"\b3\.3\b", page), path


def test_formats_of_the_note_draw_the_same_bars(poll):
    document = compose_all(poll.session)["en"]
    (result,) = document.consultations

    laid_out = typst_results(result, lambda phrase: None)
    assert [round(item["share"], 3) for item in laid_out["rows"]] == [1.0, 0.583, 0.0]
    assert list(laid_out["axis"]) == ["1", "2", "3", "4", "5"]
    markdown = to_markdown(document, make_stamp()).decode()
    assert "██████████ " in markdown
    assert "| █████▉ " in markdown
    assert result_texts.outcome(result).endswith("5.00 out of 5.")


def test_bars_of_screen_and_topics_agree(poll):
    publish(poll.session)
    items = list(poll.items.select_related("service"))
    poll.reveal()
    results = content_of(poll)["results"]
    rows = kind_of(poll).screen(poll, items, question_texts(poll, items), ["en"], results)

    shares = {line.service.slug: line.latest.share for line in history("en").lines}
    assert {row.service: row.share for row in rows} == {
        slug: round(100 * share, 1) for slug, share in shares.items()
    }
