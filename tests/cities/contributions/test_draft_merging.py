"""Two colleagues in one draft: what only one changed is kept, the same field is asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.contributions.draft_merging import Known, merge
from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft

BASE = Draft(
    representative_name="Ana",
    language="es",
    responses=(
        ResponseDraft(text="Uno", services=("water",), key="a"),
        ResponseDraft(text="Dos", key="b"),
    ),
    challenges=(ChallengeDraft(text="Camas", key="c"),),
)
KNOWN = Known.of(BASE)
DRAFTS = st.builds(
    Draft,
    representative_name=st.sampled_from(["Ana", "Bea", ""]),
    responses=st.lists(
        st.builds(
            ResponseDraft,
            text=st.sampled_from(["Uno", "Dos", "Tres"]),
            key=st.sampled_from(["a", "b", "d", ""]),
        ),
        max_size=3,
    ).map(tuple),
)


def with_response(draft, key, **values):
    entries = [
        ResponseDraft(
            id=one.id,
            title=one.title,
            text=values.get("text", one.text),
            services=values.get("services", one.services),
            key=one.key,
        )
        if one.key == key
        else one
        for one in draft.responses
    ]
    return Draft(draft.representative_name, "", "es", tuple(entries), draft.challenges)


def test_what_only_one_changed_is_kept():
    mine = with_response(BASE, "a", text="Uno, mío")
    theirs = with_response(BASE, "b", text="Dos, suyo")

    merged = merge(KNOWN, mine, theirs)

    assert merged.conflicts == ()
    assert [one.text for one in merged.draft.responses] == ["Uno, mío", "Dos, suyo"]


def test_fields_of_one_entry_are_merged_apart():
    mine = with_response(BASE, "a", text="Uno, mío")
    theirs = with_response(BASE, "a", services=("water", "health"))

    (first, _second) = merge(KNOWN, mine, theirs).draft.responses

    assert (first.text, set(first.services)) == ("Uno, mío", {"water", "health"})


@pytest.mark.parametrize(("choice", "text"), [("mine", "Mío"), ("theirs", "Suyo")])
def test_same_field_is_asked_about_and_the_choice_decides(choice, text):
    mine, theirs = (with_response(BASE, "a", text=said) for said in ("Mío", "Suyo"))

    asked = merge(KNOWN, mine, theirs)
    (conflict,) = asked.conflicts
    assert (conflict.name, conflict.mine, conflict.theirs) == (
        "responses-0-text", ("Mío",), ("Suyo",),
    )  # fmt: skip

    again = merge(asked.known(KNOWN), asked.draft, theirs, choices={conflict.control: choice})
    assert again.conflicts == ()
    assert again.draft.responses[0].text == text
    whole = merge(KNOWN, mine, theirs, everything=choice)
    assert whole.draft == again.draft


def test_unanswered_question_is_asked_again():
    mine, theirs = (with_response(BASE, "a", text=said) for said in ("Mío", "Suyo"))
    asked = merge(KNOWN, mine, theirs)

    again = merge(asked.known(KNOWN), asked.draft, theirs)

    assert [one.control for one in again.conflicts] == [one.control for one in asked.conflicts]


def test_choice_is_about_the_text_that_was_shown():
    mine, theirs = (with_response(BASE, "a", text=said) for said in ("Mío", "Suyo"))
    asked = merge(KNOWN, mine, theirs)
    newer = with_response(BASE, "a", text="Suyo, otra vez")

    choices = {asked.conflicts[0].control: "mine"}

    assert merge(asked.known(KNOWN), asked.draft, newer, choices=choices).conflicts


def without(draft, key):
    entries = tuple(one for one in draft.responses if one.key != key)
    return Draft(draft.representative_name, "", "es", entries, draft.challenges)


def adding(draft, entry):
    return Draft(draft.representative_name, "", "es", (*draft.responses, entry), draft.challenges)


@pytest.mark.parametrize(
    ("mine", "theirs", "texts"),
    [
        (without(BASE, "a"), BASE, ["Dos"]),
        (BASE, without(BASE, "a"), ["Dos"]),
        (without(BASE, "a"), with_response(BASE, "a", text="Suyo"), ["Suyo", "Dos"]),
        (with_response(BASE, "a", text="Mío"), without(BASE, "a"), ["Dos", "Mío"]),
        (
            adding(BASE, ResponseDraft(text="Mía", key="m")),
            adding(BASE, ResponseDraft(text="Suya", key="t")),
            ["Uno", "Dos", "Suya", "Mía"],
        ),
        (without(BASE, "a"), without(BASE, "a"), ["Dos"]),
    ],
)
def test_entries_that_were_added_or_removed(mine, theirs, texts):
    merged = merge(KNOWN, mine, theirs)

    assert merged.conflicts == ()
    assert [one.text for one in merged.draft.responses] == texts


def test_order_is_of_who_moved_them():
    moved = Draft("Ana", "", "es", tuple(reversed(BASE.responses)), BASE.challenges)

    for mine, theirs in ((moved, BASE), (BASE, moved)):
        assert [one.text for one in merge(KNOWN, mine, theirs).draft.responses] == ["Dos", "Uno"]


@given(DRAFTS, DRAFTS)
def test_merging_with_what_was_shown_changes_nothing(base, other):
    base, other = base.with_keys(), other.with_keys()

    assert merge(Known.of(base), base, other).draft.to_form() == other.to_form()
    assert merge(Known.of(base), base, other).conflicts == ()
    mine = merge(Known.of(base), other, base)
    assert mine.conflicts == ()
    assert {one.key: one.text for one in mine.draft.responses} == {
        one.key: one.text for one in other.responses
    }


@pytest.mark.parametrize(
    "text", ["", "no", "[]", "{}", '{"prints": 3, "order": {}}', '{"prints": {}, "order": []}']
)
def test_what_is_not_known_is_nothing(text):
    assert Known.load(text) == Known()


def test_known_is_read_back():
    assert Known.load(KNOWN.dump()) == KNOWN
