"""Forms merged with what others saved: every kind of field, as the browser sends it."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from llex.core.admin.form_data import stored_values
from llex.core.admin.merging import (
    Outcome,
    Part,
    Posted,
    form_fingerprints,
    load_version,
    merge_fields,
)
from llex.core.http.line_ends import normalize_data
from priorities.models import Service
from tests.factories import make_service


class EveryKind(forms.Form):
    line = forms.CharField(required=False)
    text = forms.CharField(required=False, widget=forms.Textarea)
    number = forms.IntegerField(required=False)
    moment = forms.SplitDateTimeField(required=False, widget=AdminSplitDateTime)
    day = forms.DateField(required=False)
    choice = forms.ChoiceField(choices=[("a", "Anna"), ("b", "Bea")], required=False)
    many = forms.MultipleChoiceField(choices=[("a", "Anna"), ("b", "Bea")], required=False)
    tick = forms.BooleanField(required=False)
    file = forms.FileField(required=False)
    services = forms.ModelMultipleChoiceField(Service.objects.all(), required=False)


FIRST = datetime(2026, 3, 25, 15, tzinfo=UTC)
THEN = datetime(2026, 3, 26, 16, 30, tzinfo=UTC)
# A field, what is stored first, what another saved, and what is typed into it here.
VALUES = [
    ("line", "one", "two", {"line": ["three"]}),
    ("text", "one\ntwo", "one\nthree", {"text": ["four\r\nfive"]}),
    ("number", 3, 4, {"number": ["5"]}),
    ("moment", FIRST, THEN, {"moment_0": ["2026-03-27"], "moment_1": ["09:00:00"]}),
    ("day", FIRST.date(), THEN.date(), {"day": ["2026-03-27"]}),
    ("choice", "a", "b", {"choice": []}),
    ("many", ["a"], ["a", "b"], {"many": ["b"]}),
]


def sent(form):
    """Return what a browser sends of a form that nobody touched; it ends lines with CR LF."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        for control, values in stored_values(form, name, name).items():
            data.setlist(control, [value.replace("\n", "\r\n") for value in values])
    return data


def merged(before, now, typed, files=None, base=None):
    shown, stored = EveryKind(initial=before), EveryKind(initial=now)
    data = sent(shown)
    for name, values in typed.items():
        data.setlist(name, values)
    posted = Posted(normalize_data(data), MultiValueDict(files or {}))
    outcome = Outcome()
    merge_fields(stored, posted, base or form_fingerprints(shown), outcome, Part("object"))
    return posted, outcome


@pytest.mark.parametrize(("name", "first", "theirs", "typed"), VALUES)
def test_what_only_the_other_changed_is_taken(name, first, theirs, typed):
    posted, outcome = merged({name: first}, {name: theirs}, {})

    assert outcome.conflicts == []
    assert len(outcome.taken) == 1
    stored = stored_values(EveryKind(initial={name: theirs}), name, name)
    assert {control: posted.data.getlist(control) for control in stored} == stored


@pytest.mark.parametrize(("name", "first", "theirs", "typed"), VALUES)
def test_what_only_this_one_changed_is_kept(name, first, theirs, typed):
    posted, outcome = merged({name: first}, {name: first}, typed)

    assert (outcome.conflicts, outcome.taken) == ([], [])
    assert {control: posted.data.getlist(control) for control in typed} == {
        control: [value.replace("\r\n", "\n") for value in values]
        for control, values in typed.items()
    }


@pytest.mark.parametrize(("name", "first", "theirs", "typed"), VALUES)
def test_what_both_changed_is_asked(name, first, theirs, typed):
    _posted, outcome = merged({name: first}, {name: theirs}, typed)

    (conflict,) = outcome.conflicts
    assert conflict.name == name
    assert conflict.mine != conflict.theirs


@pytest.mark.parametrize(("name", "first", "theirs", "typed"), VALUES)
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_choice_decides(name, first, theirs, typed, choice):
    _posted, asked = merged({name: first}, {name: theirs}, typed)

    posted, outcome = merged(
        {name: first}, {name: theirs}, typed | {asked.conflicts[0].control: [choice]}
    )

    assert outcome.conflicts == []
    stored = stored_values(EveryKind(initial={name: theirs}), name, name)
    is_theirs = {control: posted.data.getlist(control) for control in stored} == stored
    assert is_theirs == (choice == "theirs")


@pytest.mark.parametrize("tick", [True, False])
def test_box_that_the_other_ticked_or_unticked_is_as_they_left_it(tick):
    posted, _outcome = merged({"tick": not tick}, {"tick": tick}, {})

    assert bool(posted.data.get("tick")) == tick


def test_choice_among_rows_is_shown_by_their_names(db):
    first, second, third = make_service(), make_service(), make_service()

    _posted, outcome = merged(
        {"services": [first]},
        {"services": [first, second]},
        {"services": [str(first.pk), str(third.pk)]},
    )

    (conflict,) = outcome.conflicts
    assert set(conflict.mine.split(", ")) == {str(first), str(third)}
    assert set(conflict.theirs.split(", ")) == {str(first), str(second)}


def test_file_that_the_other_replaced_stays_where_none_is_chosen_here():
    _posted, outcome = merged({"file": "a.png"}, {"file": "b.png"}, {})

    assert outcome.conflicts == []


def test_two_files_are_asked_about():
    chosen = {"file": [SimpleUploadedFile("mine.png", b"1")]}

    posted, outcome = merged({"file": "a.png"}, {"file": "b.png"}, {}, chosen)
    assert (outcome.conflicts[0].mine, outcome.conflicts[0].theirs) == ("mine.png (1)", "b.png")
    assert "file" in posted.files

    choice = {outcome.conflicts[0].control: ["theirs"]}
    posted, outcome = merged({"file": "a.png"}, {"file": "b.png"}, choice, chosen)
    assert outcome.conflicts == []
    assert "file" not in posted.files


def test_field_that_was_not_sent_takes_what_is_stored():
    stored, outcome = EveryKind(initial={"line": "two"}), Outcome()
    posted = Posted(QueryDict(""), MultiValueDict())

    base = form_fingerprints(EveryKind(initial={"line": "one"}))
    merge_fields(stored, posted, base, outcome, Part("object"))

    assert posted.data.get("line") == "two"


@pytest.mark.parametrize("text", ["", "no", "[]", "3", '"x"', "{"])
def test_what_is_no_version_is_an_empty_one(text):
    assert load_version(text) == {}
