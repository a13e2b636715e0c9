"""A person is found by an address or a row, with everything that is proved to be theirs."""

import pytest
from allauth.account.models import EmailAddress

from llex.core.personal_data.collecting import collect, export
from llex.core.personal_data.erasing import erase
from llex.core.personal_data.subjects import find_subject
from tests.factories import make_officer, make_participant, make_person, make_session, make_user


def test_account_person_and_former_names_are_one_subject(db):
    user = make_user(email="ana@city.example", name="Ana Ruiz")
    person = make_person(name="Ana Ruiz", email="ana@city.example", other_spellings=["آنا رويث"])
    person.name = "Ana Ruiz Soler"
    person.save()

    subject = find_subject("ANA@city.example ")

    assert subject.keys["llex.user"] == {user.pk}
    assert subject.keys["sessions_app.person"] == {person.pk}
    assert subject.names == {"Ana Ruiz", "Ana Ruiz Soler", "آنا رويث"}
    assert subject.shared == set()


def test_only_a_proved_second_address_leads_to_the_account(db):
    user = make_user(email="ana@city.example")
    EmailAddress.objects.create(user=user, email="ana@home.example", verified=True)
    EmailAddress.objects.create(user=user, email="mayor@city.example", verified=False)

    assert find_subject("ana@home.example").keys["llex.user"] == {user.pk}
    assert find_subject("mayor@city.example").keys.get("llex.user", set()) == set()


def test_unknown_address_holds_nothing(db):
    make_person(email="ana@city.example")

    assert not find_subject("eva@city.example").is_known
    assert find_subject("ana@city.example").is_known


def test_what_is_held_is_shown_and_exported_with_labels(db):
    participant = make_participant(person=make_person(name="Ana Ruiz", email="ana@city.example"))

    held = collect(find_subject("ana@city.example"))
    data = export(find_subject("ana@city.example"))

    assert {holding.item.model for holding in held} == {
        "sessions_app.person", "sessions_app.participant",
    }  # fmt: skip
    assert ("E-mail address", "ana@city.example") in held[0].rows[0].values
    rows = {one["kind"]: one["rows"] for one in data["data"]}
    assert rows["sessions_app.person"][0]["email"] == "ana@city.example"
    assert rows["sessions_app.participant"][0]["session"] == str(participant.session)


def test_a_name_that_another_person_has_stays_in_texts_and_is_reported(db):
    session = make_session(introduction_en="Ana Ruiz opened.")
    make_person(name="Ana Ruiz", email="ana@city.example")
    make_person(name="Ruiz, Ana", email="other@city.example")

    subject = find_subject("ana@city.example")
    kept = erase(subject)
    session.refresh_from_db()

    assert kept.left == ["Ana Ruiz"]
    assert session.introduction_en == "Ana Ruiz opened."


def test_a_shared_name_is_replaced_where_that_is_asked_for(db):
    session = make_session(introduction_en="Ana Ruiz opened.")
    make_person(name="Ana Ruiz", email="ana@city.example")
    other = make_person(name="Ana Ruiz", email="other@city.example")

    erase(find_subject("ana@city.example"), also_shared=True)
    session.refresh_from_db()

    assert session.introduction_en == "[name removed] opened."
    assert other.pk


def test_a_failure_erases_nothing(db, monkeypatch):
    officer = make_officer(user=make_user(email="ana@city.example", name="Ana Ruiz"))
    monkeypatch.setattr("llex.core.personal_data.sweeping._redactors", {"x.y": _fail})

    with pytest.raises(OSError, match="disk"):
        erase(find_subject("ana@city.example"))

    officer.refresh_from_db()
    assert officer.user.name == "Ana Ruiz"


def _fail(subject, traces, dry_run):
    raise OSError("The disk is full.")
