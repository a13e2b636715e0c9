import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cities.models import Contribution, WordingChanged
from cities.submission import wording_digest
from llex.states import WrongState
from tests.makers import (
    make_challenge,
    make_contribution,
    make_invitation,
    make_response,
    make_user,
)

State = Contribution.State
VERBS = {
    "start": ({"invited"}, "draft"),
    "submit": ({"draft", "changes_requested"}, "submitted"),
    "accept": ({"submitted"}, "accepted"),
    "request_changes": ({"submitted", "accepted"}, "changes_requested"),
    "decline": ({"invited", "draft"}, "declined"),
    "withdraw": ({"invited", "draft", "submitted", "changes_requested", "accepted"}, "withdrawn"),
    "send_wording": ({"accepted"}, "accepted"),
    "approve_wording": ({"accepted"}, "accepted"),
    "comment_wording": ({"accepted"}, "accepted"),
}


def call(contribution, verb):
    says = verb in ("request_changes", "comment_wording")
    arguments = ["Please say since when."] if says else []
    return getattr(contribution, verb)(*arguments)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_only_from_its_states(db, state, verb):
    contribution = make_contribution(state=state)
    allowed, target = VERBS[verb]

    if state in allowed:
        call(contribution, verb)
        assert Contribution.objects.get().state == target
    else:
        with pytest.raises(WrongState):
            call(contribution, verb)
        assert Contribution.objects.get().state == state


def test_submit_is_refused_when_somebody_else_was_faster(db):
    contribution = make_contribution(state="draft")
    stale = Contribution.objects.get()
    contribution.submit()

    with pytest.raises(WrongState):
        stale.submit()

    assert contribution.submissions.count() == 1


def test_request_changes_leaves_a_note_for_the_city(db):
    contribution = make_contribution(state="submitted")

    note = contribution.request_changes("Since when?")

    assert [(n.text, n.to_city) for n in contribution.review_notes.all()] == [("Since when?", True)]
    assert note.contribution == contribution


def test_request_changes_leaves_no_note_when_refused(db):
    contribution = make_contribution(state="draft")

    with pytest.raises(WrongState):
        contribution.request_changes("Since when?")

    assert contribution.review_notes.count() == 0


def test_wording_is_no_longer_approved_when_the_text_changes(db):
    contribution = make_contribution(state="accepted")
    contribution.approve_wording()
    assert contribution.is_wording_approved

    contribution.responses.update(text_en="Something else")

    assert not Contribution.objects.get().is_wording_approved


def test_submission_keeps_what_was_sent_when_the_text_changes(db):
    contribution = make_contribution(state="submitted")
    sent = contribution.submissions.get().content["responses"][0]["text"]["en"]

    contribution.responses.update(text_en="Something else")

    assert contribution.submissions.get().content["responses"][0]["text"]["en"] == sent


def test_submission_is_never_changed(db):
    submission = make_contribution(state="submitted").submissions.get()
    submission.content = {}

    with pytest.raises(ValueError, match="never changed"):
        submission.save()


def test_printed_agrees_with_its_twin(db):
    for state in State:
        make_contribution(state=state)

    printed = set(Contribution.objects.printed())

    assert printed == {c for c in Contribution.objects.all() if c.is_printed}
    assert len(printed) == 1


def test_city_contributes_once_to_a_session(db):
    contribution = make_contribution()
    again = Contribution(session=contribution.session, city=contribution.city)

    with pytest.raises(Exception, match="has a contribution in this session already"):
        again.full_clean()


class AnySequenceOfVerbs(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from([*VERBS, "write"]), max_size=12))
    def test_keeps_states_legal_and_submissions_unchanged(self, verbs):
        contribution = make_contribution(state="invited")
        kept = []
        for verb in verbs:
            before = contribution.state
            if verb == "write":
                make_response(contribution=contribution)
                make_challenge(contribution=contribution)
                continue
            allowed, target = VERBS[verb]
            try:
                call(contribution, verb)
            except WrongState:
                assert before not in allowed
                assert contribution.state == before
            else:
                assert before in allowed
                assert contribution.state == target
            sent = list(contribution.submissions.values_list("number", "content"))
            assert sent[: len(kept)] == kept
            kept = sent


def test_request_changes_keeps_the_wording_as_organisers_left_it(db):
    contribution = make_contribution(state="submitted")
    contribution.responses.update(text_en="Edited by organisers")

    contribution.request_changes("Since when?")
    contribution.responses.update(text_en="Sent again")

    kept = Contribution.objects.get().wording_before["responses"][0]["text"]["en"]
    assert kept == "Edited by organisers"


def test_approval_is_bound_to_the_wording_that_was_shown(db):
    contribution = make_contribution(state="accepted")
    shown = wording_digest(contribution)
    contribution.responses.update(text_en="Changed meanwhile")

    with pytest.raises(WordingChanged):
        contribution.approve_wording(shown=shown)

    assert Contribution.objects.get().wording_standing == "not_sent"


def test_wording_stands_as_far_as_it_has_come(db):
    contribution = make_contribution(state="accepted")
    contribution.send_wording()
    assert contribution.wording_standing == "sent"
    contribution.approve_wording()
    assert contribution.wording_standing == "approved"

    contribution.responses.update(text_en="Edited afterwards")

    assert Contribution.objects.get().wording_standing == "changed"


def test_city_answers_for_what_was_sent_or_asked_of_it_and_not_for_imports(db):
    imported = make_contribution()
    invited = make_contribution()
    make_invitation(contribution=invited)
    sent = make_contribution(state="draft")
    sent.submit(by=make_user())

    assert set(Contribution.objects.answerable_for()) == {invited, sent}
    assert imported.is_printed
