"""Inviting from a session's page, by hand and from a spreadsheet, and the board."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import now

from cities.models import City, Contribution, Invitation, Officer
from llex.core.models import User
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)
from tests.factories_cities import make_place


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS, name="Olga Organiser"))
    return client


@pytest.fixture
def session(db):
    due = now() + timedelta(days=10)
    return make_session(starts_at=due + timedelta(days=2), contributions_due_at=due)


def page(session, name):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def letters(call):
    before = len(mail.outbox)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = call()
    return answer, mail.outbox[before:]


# --- By hand ---


def test_cities_are_chosen_then_people_and_the_letter_is_shown(as_organiser, session):
    # Forms come by the names of cities: City 10000 is in front of City 9999.
    accra = make_city(**in_all("name", "Accra"))
    officer = make_officer(user=make_user(name="Awa", language="fr"), city=accra)
    without = make_city()
    fields = {"cities": [officer.city.pk, without.pk], "show": "1"}

    answer, sent = letters(lambda: as_organiser.post(page(session, "invite_cities"), fields))

    html = answer.content.decode()
    assert [form.city for form in answer.context["forms"]] == [officer.city, without]
    assert officer.user.email in html
    assert "No one writes for this city yet." in html
    assert answer.context["letter"].language == "fr"
    assert sent == []
    assert not Contribution.objects.exists()


def test_ticked_and_new_officers_are_invited(as_organiser, session):
    officer, without = make_officer(), make_city()
    fields = {
        "cities": [officer.city.pk, without.pk],
        f"city-{officer.city.pk}-officers": [officer.pk],
        f"city-{without.pk}-email": "Nadia@Example.org",
        f"city-{without.pk}-name": "Nadia",
        f"city-{without.pk}-language": "ar",
        "send": "1",
    }

    answer, sent = letters(lambda: as_organiser.post(page(session, "invite_cities"), fields))

    assert answer.url == page(session, "board")
    assert said(answer) == ["2 invitations are on their way."]
    assert {letter.to[0] for letter in sent} == {officer.user.email, "nadia@example.org"}
    assert {(one.city, one.state) for one in session.contributions.all()} == {
        (officer.city, "invited"), (without, "invited"),
    }  # fmt: skip
    assert User.objects.get(email="nadia@example.org").language == "ar"


def test_one_mistake_sends_nothing_and_loses_nothing(as_organiser, session):
    officer, without = make_officer(city=make_city(**in_all("name", "Accra"))), make_city()
    fields = {
        "cities": [officer.city.pk, without.pk],
        f"city-{officer.city.pk}-officers": [officer.pk],
        f"city-{without.pk}-email": "nowhere",
        f"city-{without.pk}-name": "Nadia",
        "send": "1",
    }

    answer, sent = letters(lambda: as_organiser.post(page(session, "invite_cities"), fields))

    assert answer.status_code == 200
    assert answer.context["forms"][1].errors["email"]
    assert 'value="Nadia"' in answer.content.decode()
    assert (sent, Contribution.objects.count(), Invitation.objects.count()) == ([], 0, 0)


def test_city_with_nobody_ticked_is_pointed_out(as_organiser, session):
    city = make_city()

    answer = as_organiser.post(page(session, "invite_cities"), {"cities": [city.pk], "send": "1"})

    assert "Tick an officer" in answer.content.decode()


def test_city_that_declined_is_pointed_out(as_organiser, session):
    officer = make_officer()
    make_contribution(state="declined", session=session, city=officer.city)
    fields = {
        "cities": [officer.city.pk], f"city-{officer.city.pk}-officers": [officer.pk], "send": "1",
    }  # fmt: skip

    answer = as_organiser.post(page(session, "invite_cities"), fields)

    assert "leave it out" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_officer_of_another_city_cannot_be_ticked(as_organiser, session):
    mine, other = make_officer(), make_officer()
    fields = {
        "cities": [mine.city.pk], f"city-{mine.city.pk}-officers": [other.pk], "send": "1",
    }  # fmt: skip

    assert as_organiser.post(page(session, "invite_cities"), fields).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({"announced_at": None}, "Announce the session first"),
        ({"contributions_due_at": now() - timedelta(days=1)}, "takes no more contributions"),
    ],
)
@pytest.mark.parametrize("name", ["invite_cities", "invite_import"])
def test_inviting_to_a_session_that_is_not_open_says_why(as_organiser, dates, why, name):
    answer = as_organiser.get(page(make_session(**dates), name))

    assert answer.status_code == 302
    assert why in said(answer)[0]


@pytest.mark.parametrize("name", ["invite_cities", "invite_import", "board"])
def test_pages_are_refused_to_rapporteurs_and_visitors_and_for_missing_sessions(
    as_organiser, client, session, name
):
    missing = reverse(f"admin:sessions_app_learningsession_{name}", args=[999])
    assert as_organiser.get(missing).status_code == 404
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.get(page(session, name)).status_code == 403
    assert client.post(page(session, name), {"send": "1"}).status_code == 403
    client.logout()
    assert client.get(page(session, name)).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_people_takes_a_constant_number_of_queries(
    as_organiser, session, django_assert_max_num_queries, rows
):
    cities = [make_officer().city.pk for _row in range(rows)]

    with django_assert_max_num_queries(22):
        as_organiser.post(page(session, "invite_cities"), {"cities": cities, "show": "1"})


# --- From a spreadsheet ---

HEAD = "city,country,name,email,language,position\n"


def upload(client, session, *rows, head=HEAD):
    file = SimpleUploadedFile("officers.csv", (head + "\n".join(rows)).encode())
    return client.post(page(session, "invite_import"), {"file": file})


def confirm(client, session, answer):
    return client.post(page(session, "invite_import"), {"confirmed": answer.context["token"]})


def problems(answer):
    return {(one.cell, one.text) for one in answer.context["outcome"].problems}


def test_sheet_is_previewed_and_then_sent_in_one_go(as_organiser, session):
    lima = make_city(name_en="Lima", slug="lima", country="PE")
    known = make_officer(city=make_city(name_en="Rabat", slug="rabat", country="MA"))
    rows = [
        "Lima,PE,Rosa Flores,rosa@example.org,es,Asesora",
        f"rabat,,,{known.user.email},,",
    ]

    answer, sent = letters(lambda: upload(as_organiser, session, *rows))

    assert problems(answer) == set()
    assert [row.kind for row in answer.context["outcome"].sheets[0].rows] == ["new", "new"]
    assert "Send these invitations" in answer.content.decode()
    assert (sent, Invitation.objects.count(), Contribution.objects.count()) == ([], 0, 0)

    answer, sent = letters(lambda: confirm(as_organiser, session, answer))

    assert answer.url == page(session, "board")
    assert said(answer) == ["2 invitations are on their way."]
    assert {letter.to[0] for letter in sent} == {"rosa@example.org", known.user.email}
    rosa = Officer.objects.get(user__email="rosa@example.org")
    assert (rosa.city, rosa.user.name, rosa.user.language, rosa.position) == (
        lima, "Rosa Flores", "es", "Asesora",
    )  # fmt: skip
    assert all(invitation.sent_at for invitation in Invitation.objects.all())


def test_everything_wrong_is_named_by_its_cell_and_nothing_is_written(as_organiser, session):
    make_city(name_en="Lima", slug="lima", country="PE")
    make_city(name_en="Santiago", slug="santiago-1", country="CL")
    make_city(name_en="Santiago", slug="santiago-2", country="CU")
    make_contribution(
        session=session, state="declined", city=make_city(name_en="Ended", slug="ended")
    )
    make_user(email="closed@example.org", is_active=False)
    rows = [
        "Limma,PE,A,a@example.org,en,",
        "Lima,PE,A,nowhere,en,",
        "Lima,PE,A,b@example.org,klingon,",
        "Santiago,,A,c@example.org,es,",
        "Lima,CO,A,d@example.org,es,",
        "Lima,XX,A,e@example.org,es,",
        "Ended,,A,f@example.org,es,",
        ",PE,A,g@example.org,es,",
        "Lima,PE,A,,es,",
        "Lima,PE,A,closed@example.org,es,",
        "Lima,PE,A,twice@example.org,es,",
        "lima,,A,Twice@example.org,es,",
    ]

    answer, sent = letters(lambda: upload(as_organiser, session, *rows))

    found = problems(answer)
    assert {cell for cell, _text in found} == {
        "A2", "D3", "E4", "A5", "A6", "B7", "A8", "A9", "D10", "D11", "D13",
    }  # fmt: skip
    texts = dict(found)
    assert "Do you mean Lima" in texts["A2"]
    assert "may mean several" in texts["A5"]
    assert "not in this country" in texts["A6"]
    assert "same as row 12" in texts["D13"]
    assert answer.context["token"] == ""
    assert (sent, Invitation.objects.count()) == ([], 0)
    assert not User.objects.filter(email="twice@example.org").exists()


def test_city_that_only_the_gazetteer_knows_is_taken_up_with_the_invitation(as_organiser, session):
    place = make_place("Xi’an", "CN", 8_000_000, spellings=["西安"])
    make_place("Xi’an", "CN", 8_000)
    make_place("Chang’an", "CN", 8_000_000, spellings=["xian"])
    rows = ["Xian,CN,A,a@example.org,en,", "西安,CN,B,b@example.org,en,"]

    answer = upload(as_organiser, session, *rows)

    assert problems(answer) == set()
    assert "Xi’an · China (new, from the gazetteer)" in answer.content.decode()
    assert not City.objects.exists()

    confirm(as_organiser, session, answer)

    city = City.objects.get()
    assert city.geoname_id == place.geoname_id
    assert [one.officer.city for one in Invitation.objects.all()] == [city, city]


@pytest.mark.parametrize(
    ("head", "country"),
    [
        ("City,Country,Officer,E-mail,Language\n", "Peru"),
        ("Ville,Pays,Correspondant,Adresse électronique,Langue\n", "Pérou"),
    ],
)
def test_sheet_may_be_headed_as_people_call_it(as_organiser, session, head, country):
    make_city(name_en="Lima", country="PE")

    answer = upload(as_organiser, session, f"Lima,{country},Ana,ana@example.org,es", head=head)

    assert problems(answer) == set()
    cells = {cell.column: cell.new for cell in answer.context["outcome"].sheets[0].rows[0].cells}
    assert (cells["country"], cells["name"], cells["email"]) == ("PE", "Ana", "ana@example.org")

    answer = upload(
        as_organiser, session, "Lima,A,B,a@example.org", head="city,officer,name,email\n"
    )
    assert len(problems(answer)) == 1


def test_city_is_only_suggested_from_the_gazetteer_where_there_is_doubt(as_organiser, session):
    make_place("Xi’an", "CN", 8_000_000)
    make_place("Springfield", "US", 150_000)
    make_place("Springfield", "US", 120_000)
    make_place("Limma", "PE", 1_000)
    make_city(name_en="Lima", country="PE")
    rows = [
        "Xian,,A,a@example.org,en,",
        "Springfield,US,A,b@example.org,en,",
        "Limma,PE,A,c@example.org,en,",
    ]

    texts = dict(problems(upload(as_organiser, session, *rows)))

    assert "The gazetteer has Xi’an (CN)." in texts["A2"]
    assert "The gazetteer has Springfield (US), Springfield (US)." in texts["A3"]
    assert "Do you mean Lima" in texts["A4"]
    assert City.objects.count() == 1


def test_who_is_invited_already_is_named_and_left_as_is(as_organiser, session):
    contribution = make_contribution(state="invited", session=session)
    invitation = make_invitation(contribution=contribution)
    row = f"{contribution.city.slug},,,{invitation.officer.user.email},,"

    answer = upload(as_organiser, session, row)

    assert problems(answer) == set()
    assert "was invited on" in answer.content.decode()
    assert answer.context["token"] == ""


def test_sheet_without_its_columns_is_refused(as_organiser, session):
    answer = upload(as_organiser, session, "Lima", head="town\n")

    assert len(problems(answer)) == 2


def test_preview_of_one_session_is_not_confirmed_for_another(as_organiser, session):
    make_city(name_en="Lima", slug="lima", country="PE")
    answer = upload(as_organiser, session, "Lima,,A,a@example.org,en,")
    other = make_session(contributions_due_at=now() + timedelta(days=3))

    confirm(as_organiser, other, answer)

    assert not Invitation.objects.exists()


# --- The board ---


def test_board_shows_cities_by_region_with_who_is_missing(as_organiser, session):
    lima = make_invitation(
        contribution=make_contribution(
            state="invited", session=session, city=make_city(name_en="Lima", country="PE")
        )
    )
    make_contribution(session=session, city=make_city(name_en="Lagos", country="NG"))
    make_contribution()

    board = as_organiser.get(page(session, "board")).context["board"]

    shown = [
        (region.name, [str(row.contribution.city) for row in region.rows], region.count)
        for region in board.by_region
    ]
    assert shown == [("Africa", ["Lagos"], 1), ("South America", ["Lima"], 1)]
    assert (board.missing, board.total) == (1, 2)
    (row,) = [row for row in board.rows if row.is_missing]
    assert row.invitations == [lima]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"region": "SA"}, {"Lima"}),
        ({"state": "missing"}, {"Lima"}),
        ({"state": "accepted"}, {"Lagos"}),
        ({"language": "es"}, {"Lima"}),
        ({"language": "es", "region": "AF"}, set()),
        ({"region": "none"}, set()),
        ({"city": "lím"}, {"Lima"}),
        ({"city": "ima"}, set()),
    ],
)
def test_board_is_narrowed_down(as_organiser, session, chosen, left):
    lima = make_city(name_en="Lima", country="PE")
    make_invitation(
        contribution=make_contribution(state="invited", session=session, city=lima),
        officer=make_officer(city=lima, user=make_user(language="es")),
    )
    make_contribution(session=session, city=make_city(name_en="Lagos", country="NG"))

    board = as_organiser.get(page(session, "board"), chosen).context["board"]

    assert {str(row.contribution.city) for row in board.rows} == left


@pytest.mark.parametrize("rows", [1, 12])
def test_board_takes_a_constant_number_of_queries(
    as_organiser, session, django_assert_max_num_queries, rows
):
    for _row in range(rows):
        make_invitation(contribution=make_contribution(state="draft", session=session))
    as_organiser.get(page(session, "board"))

    with django_assert_max_num_queries(15):
        as_organiser.get(page(session, "board"))


def test_board_comes_in_pages_and_writes_to_those_on_all_of_them(
    as_organiser, session, monkeypatch
):
    monkeypatch.setattr("cities.review.status_board.ON_A_PAGE", 2)
    made = [
        make_invitation(
            sent_at=now() - timedelta(days=2),
            contribution=make_contribution(
                state="invited", session=session, city=make_city(name_en=name, country=country)
            ),
        )
        for name, country in (("Lima", "PE"), ("Quito", "EC"), ("Lagos", "NG"), ("Lyon", "FR"))
    ]

    second = as_organiser.get(page(session, "board"), {"state": "missing", "page": "2"})
    address = page(session, "board") + "?state=missing&page=2"
    answer, sent = letters(lambda: as_organiser.post(address, {"action": "remind_all"}))

    board = second.context["board"]
    assert [str(row.contribution.city) for row in board.rows] == ["Lima", "Quito"]
    assert "Remind all who have not answered: 4 e-mails" in second.content.decode()
    assert 'href="?state=missing&amp;page=1"' in second.content.decode()
    assert answer.url == address
    assert len(sent) == len(made)


def test_board_reminds_sends_again_and_revokes_what_is_ticked(as_organiser, session):
    invitation = make_invitation(contribution=make_contribution(state="invited", session=session))
    spared = make_invitation(contribution=make_contribution(state="invited", session=session))
    address = page(session, "board")

    for action, count in (("remind", 1), ("remind", 0), ("resend", 1), ("revoke", 0)):
        fields = {"action": action, "invitation": [invitation.pk]}
        answer, sent = letters(lambda fields=fields: as_organiser.post(address, fields))
        assert (answer.status_code, len(sent)) == (302, count)

    invitation.refresh_from_db()
    spared.refresh_from_db()
    assert invitation.revoked_at is not None
    assert (spared.reminders, spared.revoked_at) == (0, None)


def test_board_reminds_all_shown_who_have_not_answered(as_organiser, session):
    lima = make_invitation(
        sent_at=now() - timedelta(days=2),
        contribution=make_contribution(
            state="invited", session=session, city=make_city(country="PE")
        ),
    )
    make_invitation(
        sent_at=now() - timedelta(days=2),
        contribution=make_contribution(
            state="invited", session=session, city=make_city(country="NG")
        ),
    )
    make_invitation(contribution=make_contribution(session=session, city=make_city(country="PE")))
    # Invited a moment ago.
    make_invitation(
        contribution=make_contribution(
            state="invited", session=session, city=make_city(country="PE")
        )
    )
    address = page(session, "board") + "?region=SA"

    _answer, sent = letters(lambda: as_organiser.post(address, {"action": "remind_all"}))

    assert [letter.to for letter in sent] == [[lima.officer.user.email]]


def test_message_names_a_few_of_many(as_organiser, session):
    for _number in range(14):
        contribution = make_contribution(state="invited", session=session)
        make_invitation(contribution=contribution, sent_at=now() - timedelta(days=2))

    as_organiser.post(page(session, "board"), {"action": "remind_all"})
    names = said(as_organiser.post(page(session, "board"), {"action": "remind", "invitation": [
        one.pk for one in Invitation.objects.all()
    ]}))  # fmt: skip

    reminded, skipped = names
    assert reminded.endswith(" and 2 others.")
    assert reminded.count("; ") == 11
    assert "Remind all" not in as_organiser.get(page(session, "board")).content.decode()
    assert skipped.startswith("14 were skipped.")
    assert skipped.count("a few hours ago") == 12


def test_board_leaves_invitations_of_other_sessions_alone(as_organiser, session):
    other = make_invitation()

    fields = {"action": "revoke", "invitation": [other.pk, "x"]}
    as_organiser.post(page(session, "board"), fields)

    other.refresh_from_db()
    assert other.revoked_at is None


@pytest.mark.parametrize("fields", [{}, {"action": "remind"}, {"action": "explode"}])
def test_board_says_when_nothing_was_chosen(as_organiser, session, fields):
    answer = as_organiser.post(page(session, "board"), fields)

    assert said(answer) == ["No one was selected. Nothing was changed."]


def test_board_is_looked_at_without_the_right_to_write(client, session):
    from django.contrib.auth.models import Permission

    reader = make_user(is_staff=True)
    names = ["view_invitation", "view_learningsession", "view_contribution"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=names))
    invitation = make_invitation(contribution=make_contribution(state="invited", session=session))
    client.force_login(reader)

    html = client.get(page(session, "board")).content.decode()
    answer = client.post(
        page(session, "board"), {"action": "revoke", "invitation": [invitation.pk]}
    )

    assert 'name="action"' not in html
    assert answer.status_code == 403
    invitation.refresh_from_db()
    assert invitation.revoked_at is None


# --- An invitation's own page ---


@pytest.mark.parametrize("verb", ["remind", "resend", "revoke"])
def test_verbs_on_the_page_of_an_invitation(as_organiser, client, verb):
    invitation = make_invitation()
    address = reverse(f"admin:cities_invitation_{verb}", args=[invitation.pk])
    assert as_organiser.get(address).status_code == 200

    _answer, sent = letters(lambda: as_organiser.post(address, {"_form_submitted": "True"}))

    assert len(sent) == (verb != "revoke")
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.post(address, {"_form_submitted": "True"}).status_code == 403


def test_page_of_a_contribution_lists_its_invitations(as_organiser):
    invitation = make_invitation()
    address = reverse("admin:cities_contribution_change", args=[invitation.contribution_id])

    html = as_organiser.get(address).content.decode()

    assert "not opened yet" in html
    assert reverse("admin:cities_invitation_change", args=[invitation.pk]) in html


# --- Each e-mail is shown before it is sent ---


def test_each_email_is_shown_in_its_language_before_it_is_sent(as_organiser, session):
    awa = make_officer(user=make_user(name="Awa", language="fr"))
    without = make_city()
    known = make_user(name="Nadia", language="ar")
    fields = {
        "cities": [awa.city.pk, without.pk],
        f"city-{awa.city.pk}-officers": [awa.pk],
        f"city-{awa.city.pk}-email": "sue@example.org",
        f"city-{awa.city.pk}-language": "es",
        f"city-{awa.city.pk}-source": "public",
        f"city-{without.pk}-email": known.email,
        f"city-{without.pk}-language": "en",
    }

    answer, sent = letters(
        lambda: as_organiser.post(page(session, "invite_cities"), fields | {"preview": "1"})
    )

    shown = answer.context["letters"]
    assert {(one.to, one.language) for one in shown} == {
        (awa.user.email, "fr"), ("sue@example.org", "es"), (known.email, "ar"),
    }  # fmt: skip
    assert sent == []
    assert 'name="send"' in answer.content.decode()
    fields |= {"seen": answer.context["seen"], "send": "1"}
    answer, sent = letters(lambda: as_organiser.post(page(session, "invite_cities"), fields))
    assert answer.status_code == 302
    subjects = {one.to: one.subject for one in shown}
    assert {one.to[0]: one.subject for one in sent} == subjects
    assert Officer.objects.get(user__email="sue@example.org").address_source == "public"


def test_emails_that_changed_since_they_were_shown_are_shown_again(as_organiser, session):
    officer = make_officer()
    fields = {"cities": [officer.city.pk], f"city-{officer.city.pk}-officers": [officer.pk]}
    address = page(session, "invite_cities")
    seen = as_organiser.post(address, fields | {"preview": "1"}).context["seen"]
    type(session).objects.update(title_en="Another title")

    answer, sent = letters(lambda: as_organiser.post(address, fields | {"send": "1", "seen": seen}))

    assert sent == []
    assert "please look again" in said(answer)[0]
    assert "Another title" in answer.context["letters"][0].subject


def test_sheet_shows_each_email_in_its_language(as_organiser, session):
    make_city(name_en="Lima", slug="lima", country="PE")
    rows = ["Lima,PE,Rosa Flores,rosa@example.org,es,", "Lima,PE,Luc,luc@example.org,fr,"]

    answer, sent = letters(lambda: upload(as_organiser, session, *rows))

    shown = answer.context["letters"]
    assert [(one.to, one.language) for one in shown] == [
        ("rosa@example.org", "es"), ("luc@example.org", "fr"),
    ]  # fmt: skip
    assert sent == []
    html = answer.content.decode()
    assert "2 e-mails, as they would be sent" in html
    assert "here stands the personal link" not in html
    assert "/invitations/" not in "".join(one.text for one in shown)
