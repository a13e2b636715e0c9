"""What nobody sees enters neither names nor texts, by whatever way they come."""

import pytest
from django.forms import modelform_factory

from cities.models import City
from llex.core.db.fields import LineFormField, ProseFormField
from llex.core.spreadsheets.columns import Choice, Code, Line, Names, Number, Text, YesNo
from priorities.models import Service
from sessions_app.models import LearningSession, Organisation, Person, Series
from tests.factories import (
    make_city,
    make_contribution,
    make_organisation,
    make_person,
    make_series,
    make_service,
    make_session,
    make_theme,
    make_user,
)

TYPED = "\ufeffJose\u0301\u200b  Luz\u202c\u00ad"
MAKERS = {
    "user": lambda: (make_user(name=TYPED), "name"),
    "person": lambda: (make_person(name=TYPED), "name"),
    "organisation": lambda: (make_organisation(name_fr=TYPED), "name_fr"),
    "city": lambda: (make_city(name_ar=TYPED), "name_ar"),
    "series": lambda: (make_series(title_es=TYPED), "title_es"),
    "session": lambda: (make_session(title_en=TYPED), "title_en"),
    "service": lambda: (make_service(name_en=TYPED), "name_en"),
    "representative": lambda: (
        make_contribution(representative_name=TYPED),
        "representative_name",
    ),
    "axis": lambda: (make_theme(session=make_session(), statement_en=TYPED), "statement_en"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_row_has_the_name_as_people_see_it(db, kind):
    row, field = MAKERS[kind]()

    assert getattr(row, field) == "José Luz"
    assert getattr(type(row).objects.get(pk=row.pk), field) == "José Luz"


def test_look_up_and_update_clean_what_they_are_given(db):
    person = make_person(name="José Luz")

    assert Person.objects.get(name=TYPED) == person
    Person.objects.update(name="Ana\u200b")
    assert Person.objects.get().name == "Ana"


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Person, "name"),
        (Organisation, "name_en"),
        (City, "name_fr"),
        (Series, "title_ar"),
        (LearningSession, "title_es"),
        (Service, "name_en"),
    ],
)
def test_form_cleans_and_finds_nothing_where_nothing_is_seen(db, model, field):
    form_field = modelform_factory(model, fields=[field])().fields[field]

    assert isinstance(form_field, LineFormField)
    assert form_field.to_python(TYPED) == "José Luz"
    assert form_field.to_python("\u200b\u202c") in ("", None)


def test_long_text_keeps_its_lines(db):
    session = make_session(introduction_en="one\r\ntwo\u200b\n\n- three")

    assert session.introduction_en == "one\ntwo\n\n- three"
    field = modelform_factory(LearningSession, fields=["introduction_en"])().fields
    assert isinstance(field["introduction_en"], ProseFormField)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        (Line(), TYPED, "José Luz"),
        (Text(), "one\u200b\r\ntwo", "one\ntwo"),
        (Names(), f"{TYPED}; Ana\u00a0Luz ", ["José Luz", "Ana Luz"]),
        (Code("[a-z0-9-]+", "wrong"), "covid‑19\u200b", "covid-19"),
        (Number(), "\u202a12\u202c", 12),
        (Number(whole=False), "−34,6", -34.6),
        (YesNo(), "SÍ\u200b", True),
        (YesNo(), "Ｎｏ", False),
        (Choice([("city", "ville"), ("region", "Région")]), "REGION", "region"),
    ],
)
def test_cell_is_read_as_people_see_it(column, cell, value):
    assert column.clean(cell) == value
