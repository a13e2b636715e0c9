"""Drafts as data: form, JSON and rows give back what was typed."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cities.contributions.draft_rows import from_rows, write_rows
from cities.contributions.drafts import ChallengeDraft, Differences, Draft, ResponseDraft
from cities.models import Contribution
from llex.core.models import TranslationMark
from llex.core.translations.marks import is_outdated
from tests.factories import make_contribution, make_person, make_service

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=60)
SLUGS = st.lists(st.sampled_from(["housing", "health", "water"]), unique=True).map(tuple)
IDS = st.none() | st.integers(1, 10**9)
RESPONSES = st.builds(ResponseDraft, IDS, TEXTS, TEXTS, SLUGS, TEXTS, TEXTS)
CHALLENGES = st.builds(ChallengeDraft, IDS, TEXTS, SLUGS)
DRAFTS = st.builds(
    Draft, TEXTS, TEXTS, TEXTS, st.lists(RESPONSES, max_size=3).map(tuple),
    st.lists(CHALLENGES, max_size=3).map(tuple), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS,
)  # fmt: skip


def posted(values):
    data = QueryDict(mutable=True)
    for name, found in values.items():
        data.setlist(name, found)
    return data


@given(DRAFTS)
def test_form_and_json_give_back_what_was_typed(draft):
    assert Draft.from_form(posted(draft.to_form())) == draft
    assert Draft.from_data(draft.to_data()) == draft


@given(DRAFTS)
def test_draft_does_not_differ_from_itself(draft):
    assert Differences.between(draft, draft).fields == {}


@given(st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=3)))
def test_any_form_is_read_without_a_refusal(values):
    assert isinstance(Draft.from_form(posted(values)), Draft)


def test_entries_are_read_in_the_order_of_their_numbers():
    data = posted({f"responses-{n}-text": [str(n)] for n in (10, 2, 0)})

    assert [entry.text for entry in Draft.from_form(data).responses] == ["0", "2", "10"]


def test_old_draft_with_fewer_keys_is_still_read():
    assert Draft.from_data({"quote": "Hola"}) == Draft(quote="Hola")


def test_rows_give_back_what_was_written(db):
    service = make_service()
    contribution = make_contribution(state="draft", responses=0, challenges=0)
    draft = Draft(
        "Ana", "Alcaldesa", "pt",
        (ResponseDraft(None, "Abrigo", "Abrimos.", (service.slug,), "2020-03-25", "https://a.org"),),
        (ChallengeDraft(None, "Faltam camas.", (service.slug,)),), "Uma frase", "Ana", "Alcaldesa",
    )  # fmt: skip

    write_rows(contribution, draft)

    found = Contribution.objects.get()
    read = from_rows(found)
    assert [entry.text for entry in read.responses] == ["Abrimos."]
    assert [entry.title for entry in read.responses] == ["Abrigo"]
    assert found.responses.get().original_text == "Abrimos."
    assert Differences.between(draft, read).fields == {}


def test_empty_entries_and_services_that_are_gone_write_nothing(db):
    contribution = make_contribution(state="draft", responses=1, challenges=1)
    kept = contribution.responses.get()
    draft = Draft(
        "Ana",
        "Alcaldesa",
        "en",
        (ResponseDraft(), ResponseDraft(kept.pk, text="Yes", services=("gone",))),
    )

    write_rows(contribution, draft)

    assert [(row.pk, row.text_en) for row in contribution.responses.all()] == [(kept.pk, "Yes")]
    assert contribution.challenges.count() == 0


def test_two_entries_that_claim_one_row_are_both_kept(db):
    contribution = make_contribution(state="draft", challenges=0)
    row = contribution.responses.get()
    entries = (ResponseDraft(row.pk, text="One"), ResponseDraft(row.pk, text="Two"))

    write_rows(contribution, Draft("Ana", "Alcaldesa", "en", entries))

    assert [found.text_en for found in contribution.responses.all()] == ["One", "Two"]


def test_text_that_becomes_the_source_is_no_translation_any_more(db):
    contribution = make_contribution(state="draft", challenges=0, original_language="fr")
    row = contribution.responses.get()
    for language in ("es", "en"):
        TranslationMark.objects.mark(
            row, "text", language, source_language="fr", state=TranslationMark.State.APPROVED
        )

    write_rows(contribution, Draft("Ana", "A", "es", (ResponseDraft(row.pk, text="Nuevo"),)))

    row.refresh_from_db()
    assert (row.text_es, row.text_fr or "") == ("Nuevo", "")
    marks = TranslationMark.objects.about([row])
    assert {mark.language: is_outdated(mark, row) for mark in marks} == {"en": True, "ar": True}


def test_listed_person_yields_to_somebody_else(db):
    contribution = make_contribution(
        state="draft", representative=make_person(name="Ada Mayor"), representative_name="Ada Mayor"
    )
    entries = (ResponseDraft(text="Yes"),)

    write_rows(contribution, Draft("Ada Mayor", "Mayor", "en", entries))
    assert Contribution.objects.get().representative is not None

    write_rows(contribution, Draft("Bo Deputy", "Deputy", "en", entries))
    assert Contribution.objects.get().representative is None
