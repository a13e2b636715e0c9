from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from llex.core.forms.problems import Problem, problems_of


class TripForm(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput)
    begins = forms.DateField(required=False)
    ends = forms.DateField(required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned["begins"] and cleaned["ends"] and cleaned["ends"] < cleaned["begins"]:
            raise forms.ValidationError("It ends before it begins.")
        return cleaned


def title(**variables):
    return Template("{% load form_errors %}{% error_prefix %}Trip").render(Context(variables))


def test_problems_lead_to_their_fields_in_the_order_of_the_page():
    form = TripForm({"begins": date(2020, 3, 2), "ends": date(2020, 3, 1)})

    assert list(problems_of(form)) == [
        Problem("", "", "It ends before it begins."),
        Problem("id_name", "Name", "This field is required."),
        Problem("id_kind", "Kind", "This field is required."),
        Problem("", "", "This field is required."),
    ]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "Trip"),
        ({"form": TripForm()}, "Trip"),
        ({"form": TripForm({"name": "x", "kind": "a", "key": "1"})}, "Trip"),
        ({"form": TripForm({})}, "Error: Trip"),
        ({"others": [TripForm(), TripForm({})]}, "Error: Trip"),
        ({"formset": forms.formset_factory(TripForm)({"form-TOTAL_FORMS": "x"})}, "Error: Trip"),
        ({"problems": [Problem("", "", "wrong")]}, "Error: Trip"),
    ],
)
def test_title_begins_with_error_where_a_form_is_wrong(variables, expected):
    assert title(**variables) == expected


def test_summary_names_what_is_wrong_and_loads_its_script():
    page = Template("{% load form_errors %}{% error_summary form|problems %}")
    html = page.render(Context({"form": TripForm({})}))

    assert '<a href="#id_name">Name: This field is required.</a>' in html
    assert "error-summary.js" in html
    assert page.render(Context({"form": TripForm()})).strip() == ""
