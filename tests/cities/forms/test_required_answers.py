"""Each question that an officer must answer asks for it in its own words."""

import pytest
from django import forms

from cities.forms import approval, contribution_parts, follow_up, officers, open_call
from llex.core.accounts import adapter

MODULES = (contribution_parts, follow_up, officers, open_call, approval, adapter)
FORMS = [
    form
    for module in MODULES
    for form in vars(module).values()
    if isinstance(form, type)
    and issubclass(form, forms.Form)
    and form.__module__ == module.__name__
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_missing_answer_is_asked_for_in_the_words_of_its_question(form):
    default = str(forms.Field.default_error_messages["required"])
    asked = {
        name: str(field.error_messages["required"])
        for name, field in form.base_fields.items()
        if field.required
    }

    assert [name for name, text in asked.items() if text == default] == []
    assert len(set(asked.values())) == len(asked)


def test_forms_of_officers_are_found():
    assert len(FORMS) > 10
