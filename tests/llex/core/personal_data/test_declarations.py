"""Every model with a field for people says whose its rows are and what erasing does."""

import pytest
from django.apps import apps

from llex.core.privacy import declarations
from llex.core.privacy.declarations import Erasing, PersonalData, declare, declared, undeclared
from llex.core.privacy.retention import rules_of


def test_every_model_with_a_field_for_people_is_declared():
    assert undeclared() == []


def test_a_model_without_its_declaration_is_found(monkeypatch):
    kept = {label: items for label, items in declarations._declared.items() if label != "llex.mail"}
    monkeypatch.setattr(declarations, "_declared", kept)
    monkeypatch.setattr(declarations, "_impersonal", {})

    assert {"llex.mail"} == {label for label in undeclared() if label.startswith("llex.")}


@pytest.mark.parametrize("item", declared(), ids=lambda item: f"{item.model}-{item.erasing}")
def test_declaration_names_fields_and_rules_that_exist(item):
    model = apps.get_model(item.model)

    for name in item.shown:
        assert hasattr(model, name) or model._meta.get_field(name)
    for name in (*item.names, *item.blanks, *item.cleared, *item.proved):
        assert model._meta.get_field(name)
    for label, lookup in item.owners:
        assert apps.get_model(label)
        assert model._base_manager.filter(**{f"{lookup}__in": [0]}).query
    for lookup in item.addresses:
        assert model._base_manager.filter(**{f"{lookup}__in": ["a@b.org"]}).query
    rules_of(item.retention)


@pytest.mark.parametrize("item", declared(), ids=lambda item: f"{item.model}-{item.erasing}")
def test_what_stays_says_why(item):
    assert bool(item.remark) == (item.erasing is not Erasing.DELETE)


def test_unknown_purpose_is_refused():
    with pytest.raises(ValueError, match="not declared"):
        declare(PersonalData("llex.user", "curiosity"))
