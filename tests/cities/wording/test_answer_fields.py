"""One list of fields drives everything: a field that is declared is known everywhere."""

from dataclasses import fields, make_dataclass, replace

import pytest
from django.http import QueryDict
from django.utils import translation

from cities.contributions.draft_rows import from_rows, from_submission
from cities.contributions.drafts import ENTRY_DRAFTS, Differences, Draft
from cities.contributions.fields import name_of_field
from cities.forms.contribution_parts import AnswerForm, with_declared_fields
from cities.models import Challenge, PolicyResponse
from cities.public import facts
from cities.review import plain_text
from cities.review.comparison import review
from cities.review.printed_texts import printed_texts
from cities.spreadsheets.answers import ResponseResource
from cities.wording import answer_fields, approval
from cities.wording.answer_fields import (
    ANSWER_FIELDS,
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
    digested,
    printed,
    translated,
)
from cities.wording.published_row import PublishedChallenge, PublishedResponse
from cities.wording.snapshots import snapshot
from llex.core import languages
from llex.core.text import Phrase, parse
from tests.factories import make_contribution

COST = AnswerField("cost", Kind.LINE, "Cost", "cost", limit=200, is_translated=True, fact="Cost")
SHAPES = {
    "responses": (PolicyResponse, PublishedResponse, RESPONSE_FIELDS),
    "challenges": (Challenge, PublishedChallenge, CHALLENGE_FIELDS),
}


@pytest.fixture
def cost(monkeypatch):
    """Declares a field *cost*, with the column and the attributes that the recipe asks for."""
    declared = (*RESPONSE_FIELDS, COST)
    monkeypatch.setitem(ANSWER_FIELDS, "responses", declared)
    monkeypatch.setattr(facts, "RESPONSE_FIELDS", declared)
    draft = make_dataclass(
        "CostDraft", [("cost", str, "")], bases=(ENTRY_DRAFTS["responses"],), frozen=True
    )
    monkeypatch.setitem(ENTRY_DRAFTS, "responses", draft)
    for code in languages.CODES:
        value = "3 million" if code == "en" else ""
        monkeypatch.setattr(PolicyResponse, f"cost_{code}", value, raising=False)
    monkeypatch.setattr(PolicyResponse, "original_cost", "", raising=False)
    return declared


@pytest.mark.parametrize("kind", ["responses", "challenges"])
def test_shapes_have_the_declared_fields(kind):
    model, published, declared = SHAPES[kind]
    names = {field.name for field in declared}

    technical = {"id", "key", "copied_from"}
    assert {part.name for part in fields(ENTRY_DRAFTS[kind])} - technical == names
    assert {field.name for field in printed(declared)} <= {one.name for one in fields(published)}
    for field in declared:
        assert model._meta.get_field(field.name)
    for field in translated(declared):
        assert model._meta.get_field(f"original_{field.name}")
        assert model._meta.get_field(f"{field.name}_ar")
    assert ANSWER_FIELDS[kind] == declared


def test_declared_field_is_typed_kept_and_compared(cost):
    typed = QueryDict("responses-0-text=Wells&responses-0-cost=3+million")

    draft = Draft.from_form(typed)

    assert draft.responses[0].cost == "3 million"
    assert draft.to_form()["responses-0-cost"] == ["3 million"]
    assert Draft.from_data(draft.to_data()) == draft
    other = replace(draft, responses=(replace(draft.responses[0], cost="4"),))
    assert Differences.between(draft, other).fields == {"responses-0-cost": ["4"]}
    assert "cost" in name_of_field("responses-0-cost")


def test_declared_field_is_asked_in_the_form_and_limited(cost):
    form_class = with_declared_fields(type("CostForm", (AnswerForm,), {"declared": cost}))
    data = {"text": "Wells", "cost": "3" * 201}

    form = form_class(data, services=[])

    assert next(iter(form.fields)) == "text"
    assert set(form.errors) == {"cost"}
    assert [[bound.name for bound in row] for row in form.further][-1] == ["cost"]


def test_declared_field_is_in_rows_submissions_and_review(db, cost):
    contribution = make_contribution(original_language="en")

    content = snapshot(contribution)

    assert content["responses"][0]["cost"] == {"en": "3 million"}
    assert from_rows(contribution).responses[0].cost == "3 million"
    assert from_submission(content).responses[0].cost == "3 million"
    assert any("3 million" in line for line in plain_text.contribution_lines(contribution))
    assert approval.missing_translations(contribution)["fr"] > 0
    with translation.override("en"):
        passages = [p for one in printed_texts(contribution) for p in one.passages]
        assert any("cost" in passage.name for passage in passages)
        assert "cost" in [text.field for text in review(contribution).answers[0].texts]


def test_submission_from_before_a_field_was_declared_is_read(db, cost):
    contribution = make_contribution(original_language="en")
    content = snapshot(contribution)
    del content["responses"][0]["cost"]

    assert from_submission(content).responses[0].cost == ""


def test_declared_field_is_a_fact_of_the_note_and_columns_of_the_sheet(cost):
    published = make_dataclass(
        "CostResponse", [("cost", object, None)], bases=(PublishedResponse,), frozen=True
    )
    for value, line in ((Phrase("en", "3 million"), "3 million"), (parse("3 *million*", "en"), "")):
        made = facts.NoteFacts("en", ()).of_response(published(1, parse("a", "en"), cost=value))
        assert [(one.role, one.label, one.line()) for one in made] == [("field", "Cost", line)]
    columns = ResponseResource().answer_columns(cost)
    assert [one.column_name for one in columns][-4:] == [f"cost_{c}" for c in languages.CODES]


def test_an_empty_field_that_was_declared_later_changes_no_digest(db, monkeypatch):
    contribution = make_contribution(original_language="en")
    digests = approval.language_digests(contribution), approval.wording_digest(contribution)
    later = (*RESPONSE_FIELDS, COST)
    plain = AnswerField("price", Kind.ADDRESS, "Price", "price")
    for name in ("cost_en", "cost_fr", "cost_es", "cost_ar", "original_cost", "price"):
        monkeypatch.setattr(PolicyResponse, name, "", raising=False)
    monkeypatch.setitem(ANSWER_FIELDS, "responses", (*later, plain))
    monkeypatch.setattr(approval, "RESPONSE_FIELDS", (*later, plain))

    now = approval.language_digests(contribution), approval.wording_digest(contribution)

    assert now == digests
    assert digested({"cost": {"en": "3"}}) == {"cost": {"en": "3"}}
    assert answer_fields.form_order(RESPONSE_FIELDS)[0].name == "text"
