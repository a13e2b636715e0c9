"""Two editions of a note side by side, paragraph by paragraph."""

import time
from dataclasses import replace

import pytest

from llex.core.text import parse
from sessions_app.briefing.edition_comparison import compare_editions
from tests.factories_document import make_document

FIRST = "Cities met on Monday.\n\nThey spoke of water.\n\nThe next session is in May."


def introduced(text, language="en", **changes):
    return replace(make_document(language), introduction=parse(text, language), **changes)


def marked(groups):
    marks = {"added": "+", "removed": "-", "same": ""}
    return [
        (group.place, ["".join(f"{marks[one.kind]}{one.text}" for one in passage.changes)])
        for group in groups
        if group.is_changed
        for passage in group.passages
    ]


def changed(before, after):
    return marked(compare_editions(before, after))


def test_same_edition_is_one_run_of_unchanged_passages():
    groups = compare_editions(make_document(), make_document())

    assert [group.is_changed for group in groups] == [False]
    assert len(groups[0].passages) > 20


def test_paragraph_is_compared_with_its_own_though_another_came_before_it():
    second = "An opening word.\n\n" + FIRST.replace("water", "housing")

    assert changed(introduced(FIRST), introduced(second)) == [
        ("Introduction", ["+An opening word."]),
        ("Introduction", ["They spoke of -water+housing."]),
    ]


def test_removed_paragraph_is_shown_whole_where_it_was():
    second = FIRST.replace("They spoke of water.\n\n", "")

    assert changed(introduced(FIRST), introduced(second)) == [
        ("Introduction", ["-They spoke of water."])
    ]


def test_words_are_marked_in_arabic():
    before, after = "اجتمعت المدن يوم الاثنين.", "اجتمعت المدن يوم الثلاثاء."

    assert changed(introduced(before, "ar"), introduced(after, "ar")) == [
        ("مقدمة", ["اجتمعت المدن يوم -الاثنين+الثلاثاء."])
    ]


def test_figures_and_people_are_compared_too():
    before = make_document()
    event = replace(before.event, attendance=(before.event.attendance or 0) + 1)
    person = replace(before.attendees[0], name="Another Name")
    after = replace(before, event=event, attendees=(person, *before.attendees[1:]))

    found = changed(before, after)
    assert [place for place, _text in found] == ["Session", "Participants"]
    assert "+Another Name" in found[1][1][0]


def test_quotation_set_before_another_leaves_the_other_unchanged():
    before = make_document()
    first = before.quotations[0]
    added = replace(first, speaker="Zoe Zed", text=parse("We are ready.", "en"))
    after = replace(before, quotations=(added, *before.quotations))

    found = changed(before, after)
    assert {place for place, _text in found} == {"Quotation of Zoe Zed"}
    assert found[0][1] == ["+We are ready."]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"Paragraph {number} about water" for number in range(400)),
        " ".join(f"word{number}" for number in range(20_000)),
    ],
)
def test_long_texts_are_compared_in_bounded_time(text):
    before, after = introduced(text), introduced(" ".join(reversed(text.split(" "))))

    begun = time.monotonic()
    groups = compare_editions(before, after, seconds=0.5)

    assert any(group.is_changed for group in groups)
    assert time.monotonic() - begun < 10


def test_both_editions_can_be_read_from_what_is_compared():
    before, after = introduced(FIRST), introduced(FIRST.replace("met", "met again"))

    groups = compare_editions(before, after)
    for kind, document in (("added", before), ("removed", after)):
        shown = " ".join(
            change.text
            for group in groups
            for passage in group.passages
            for change in passage.changes
            if change.kind != kind
        )
        for block in str(document.event.title), "The next session is in May.":
            assert block in shown
