import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cities.contributions import autosave
from cities.contributions.autosave import DraftConflict
from cities.contributions.draft_rows import from_rows, from_submission
from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.contributions.submission import submit_draft
from cities.contributions.submission_on_behalf import IncompleteDraft, submit_on_behalf
from cities.forms.contribution import problems_in
from cities.models import Contribution, PolicyResponse, WordingChanged
from cities.models.approvals import NothingToApprove
from cities.wording.snapshots import wording_digest
from llex.core.states import WrongState
from llex.core.text.normalization import clean_line, clean_text
from tests.factories import (
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
    "reopen": ({"declined"}, "draft"),
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
    @settings(max_examples=40)
    @given(st.lists(st.sampled_from([*VERBS, "write"]), max_size=12))
    @example(["write", "start", "submit", "accept", "approve_wording", "approve_wording"])
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
            except NothingToApprove:
                assert not Contribution.objects.get().languages_to_approve
            except WrongState:
                assert before not in allowed
                assert contribution.state == before
            else:
                assert before in allowed
                assert contribution.state == target
            sent = list(contribution.submissions.values_list("number", "content"))
            assert sent[: len(kept)] == kept
            kept = sent


# What people type: all characters that are seen, in any language, with entries that come and go.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=40)
SAID = TEXTS.map(lambda text: text.strip()).filter(bool)
LANGUAGES = st.sampled_from(["en", "fr", "es", "ar", "pt", "sw"])
RESPONSES = st.builds(ResponseDraft, title=TEXTS.map(str.strip), text=SAID)
CHALLENGES = st.builds(ChallengeDraft, text=SAID)
DRAFTS = st.builds(
    Draft,
    representative_name=SAID,
    representative_position=SAID,
    language=LANGUAGES,
    responses=st.lists(RESPONSES, min_size=1, max_size=3).map(tuple),
    challenges=st.lists(CHALLENGES, max_size=2).map(tuple),
    quote=TEXTS.map(str.strip),
)
# A save or a hand-in with what is typed, from the version that the page has seen or an older one.
WRITES = st.tuples(st.sampled_from(["save", "hand in"]), DRAFTS, st.booleans())
# Organisers edit the wording, and hand in for the city what it has typed or what they have written.
OF_ORGANISERS = ["edit", "submit for"]
STEPS = st.one_of(
    st.sampled_from([*(verb for verb in VERBS if verb != "submit"), *OF_ORGANISERS]), WRITES
)


IN_PORTUGUESE = Draft(
    representative_name="Ana",
    representative_position="Vereadora",
    language="pt",
    responses=(ResponseDraft(text="Abrimos as escolas."),),
)


def texts_of(draft):
    """Return all texts, whatever rows they came from, as their columns normalize them."""
    return {
        (draft.language, clean_text(entry.text).strip())
        for entry in (*draft.responses, *draft.challenges)
    } | {("name", clean_line(draft.representative_name))}


class AnySequenceOfVerbsAndDrafts(TestCase):
    @settings(max_examples=60)
    @given(st.lists(STEPS, max_size=10))
    @example([("hand in", IN_PORTUGUESE, True), "accept", "send_wording"])
    @example([("hand in", IN_PORTUGUESE, True), "accept", "edit", *2 * ["approve_wording"]])
    def test_loses_no_text_and_never_changes_what_was_sent(self, steps):
        contribution = make_contribution(
            state="invited", responses=0, challenges=0, original_language="es"
        )
        kept, held = [], None
        for step in steps:
            before = Contribution.objects.get()
            if step == "edit":
                self._edit(before)
            elif step == "submit for":
                self._submit_for(before)
                contribution.refresh_from_db()
            elif isinstance(step, str):
                allowed, target = VERBS[step]
                try:
                    call(contribution, step)
                except NothingToApprove:
                    # All is approved, or what the city wrote is in none of the note's languages.
                    assert not before.languages_to_approve
                except WrongState:
                    assert before.state not in allowed
                else:
                    assert contribution.state == target
            else:
                held = self._write(contribution, before, step) or held
            # Nothing that was sent has changed, and what was saved last is still somewhere.
            now = Contribution.objects.get()
            sent = list(now.submissions.values_list("number", "content"))
            assert sent[: len(kept)] == kept
            kept = sent
            assert (now.state in {"submitted", "accepted"}) <= bool(sent)
            if held is not None:
                assert texts_of(held) in self._places(now) or self._is_in_a_remark(held, now)

    def _edit(self, contribution):
        fields = [f.name for f in PolicyResponse._meta.fields if f.name.startswith("text_")]
        edited = dict.fromkeys([*fields, "original_text"], "Edited by organisers")
        contribution.responses.update(**edited)

    def _submit_for(self, before):
        try:
            submit_on_behalf(before, by=make_user(), problems_in=problems_in)
        except IncompleteDraft:
            # Only the city can finish its text, which stays where it was.
            assert Contribution.objects.get().draft == before.draft
        except WrongState:
            assert before.state not in {"draft", "changes_requested"}
        else:
            assert Contribution.objects.get().state == "submitted"

    def _is_in_a_remark(self, held, contribution):
        """Tell whether every text that organisers handed in over is kept in a remark."""
        remarks = [note.text for note in contribution.review_notes.filter(to_city=False)]
        others = set().union(*self._places(contribution))
        return all(
            one in others or any(one[1] in remark for remark in remarks) for one in texts_of(held)
        )

    def _write(self, contribution, before, step):
        """Save or hand in. Return what is held now, or None where it was refused."""
        verb, draft, is_fresh = step
        version = before.draft_version if is_fresh else before.draft_version - 1
        act = submit_draft if verb == "hand in" else autosave.save_draft
        # Entries that are there already keep the rows that they came from, as the form does.
        rows = list(before.responses.values_list("pk", flat=True))
        entries = [
            ResponseDraft(row, entry.title, entry.text)
            for row, entry in zip([*rows, None, None, None], draft.responses, strict=False)
        ]
        draft = Draft(
            draft.representative_name, draft.representative_position, draft.language,
            tuple(entries), draft.challenges, draft.quote,
        )  # fmt: skip
        try:
            act(contribution, draft, version=version, page="", by=None)
        except WrongState:
            assert before.state not in {"invited", "draft", "changes_requested"}
        except DraftConflict:
            assert not is_fresh
            assert Contribution.objects.get().draft == before.draft
        else:
            assert before.state in {"invited", "draft", "changes_requested"}
            assert Contribution.objects.get().state == (
                "submitted" if verb == "hand in" else max(before.state, "draft", key=self._rank)
            )
            return draft
        return None

    def _rank(self, state):
        return ["invited", "draft", "changes_requested"].index(state)

    def _places(self, contribution):
        last = contribution.submissions.order_by("-number").first()
        places = [texts_of(autosave.current_draft(contribution)), texts_of(from_rows(contribution))]
        return places + ([texts_of(from_submission(last.content))] if last else [])


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
