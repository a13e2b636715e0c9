import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from sessions_app.groups import ORGANISERS, RAPPORTEURS, ensure_groups
from sessions_app.permissions import plans_sessions, publishes, sees_personal_data
from tests.factories import make_user

OUR_APPS = ("llex", "priorities", "cities", "sessions_app")
LOOKED_AT = {
    "ballot", "rating", "votinglink", "word", "wordanswer", "consultationprojection",
    "ratingprojection", "choiceprojection", "groupprojection",
    "selection", "submission", "followup", "place",
    "placespelling", "editiondocument",
    "editionfile", "scheduledpublication", "dismissedfinding", "noteapproval", "reviewapproval",
    "emailverification", "cityspelling", "formerslug", "formersessionslug",
    "projectionstate", "cityprojection", "contributionprojection", "citynameprojection",
    "cityserviceprojection", "entryaddress", "pagerenewal", "entryanswerprojection",
    "entryprojection",
    "entryserviceprojection", "rememberedcolumns", "spreadsheetimport", "noteupload", "erasure",
    "downloadcount", "registrationsums", "searchdocument", "searchword",
}  # fmt: skip


def granted(name):
    permissions = Group.objects.get(name=name).permissions.all()
    return {f"{row.content_type.app_label}.{row.codename}" for row in permissions}


def test_organisers_may_do_all_but_users_and_settings(db):
    expected = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Permission.objects.filter(content_type__app_label__in=OUR_APPS)
        if row.content_type.model != "user"
        and not (row.content_type.model in LOOKED_AT and not row.codename.startswith("view_"))
    }
    expected -= {"sessions_app.change_edition", "sessions_app.delete_edition"}
    expected -= {"cities.add_attachment", "cities.change_attachment", "cities.add_photograph"}
    expected -= {"cities.delete_invitation", "llex.add_mail", "llex.delete_mail"}
    expected -= {"llex.change_privacynotice", "llex.delete_privacynotice"}
    for model in ("registration", "registrationrequest", "meetingattendee"):
        expected -= {f"sessions_app.add_{model}", f"sessions_app.change_{model}"}
    expected -= {"sessions_app.add_speakerpicture"}
    expected -= {"sessions_app.add_speakerslides", "sessions_app.change_speakerslides"}
    expected -= {"llex.delete_datarequest"}
    expected -= {"llex.add_processingnote", "llex.delete_processingnote"}
    expected -= {"llex.add_informationpage", "llex.delete_informationpage"}
    expected -= {"sessions_app.add_reviewcomment", "sessions_app.delete_reviewcomment"}

    assert granted(ORGANISERS) == expected | {"auditlog.view_logentry"}
    assert len(expected) > 60


def test_rapporteurs_may_write_the_texts_of_sessions(db):
    changes = {name for name in granted(RAPPORTEURS) if ".view_" not in name}

    assert changes == {
        "cities.change_challenge",
        "cities.change_policyresponse",
        "cities.change_responseupdate",
        "llex.change_translationmark",
        "sessions_app.add_keypoint",
        "sessions_app.add_quote",
        "sessions_app.add_visiontheme",
        "sessions_app.change_keypoint",
        "sessions_app.change_learningsession",
        "sessions_app.change_quote",
        "sessions_app.change_reviewcomment",
        "sessions_app.change_visiontheme",
        "sessions_app.delete_keypoint",
        "sessions_app.delete_quote",
        "sessions_app.delete_visiontheme",
    }


def test_rapporteurs_look_at_no_personal_contact_data(db):
    looks = {name.split(".view_")[1] for name in granted(RAPPORTEURS) if ".view_" in name}

    assert looks.isdisjoint(
        {
            "user",
            "officer",
            "invitation",
            "logentry",
            "submission",
            "reviewnote",
            "reviewlink",
            "ballot",
        }
    )


def test_groups_are_made_anew_exactly_when_somebody_changed_them(db):
    before = {name: granted(name) for name in (ORGANISERS, RAPPORTEURS)}
    Group.objects.get(name=ORGANISERS).delete()
    Group.objects.get(name=RAPPORTEURS).permissions.add(*Permission.objects.all())

    ensure_groups()
    ensure_groups()

    assert {name: granted(name) for name in before} == before
    assert Group.objects.filter(name__in=before).count() == 2


def test_predicates_tell_the_groups_apart(db):
    organiser, rapporteur = make_user(group=ORGANISERS), make_user(group=RAPPORTEURS)

    for predicate in (sees_personal_data, plans_sessions, publishes):
        assert predicate(organiser)
        assert not predicate(rapporteur)


@pytest.fixture
def as_admin(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("name", [ORGANISERS, RAPPORTEURS])
def test_group_of_the_program_says_whose_it_is_and_is_not_edited(as_admin, name):
    group = Group.objects.get(name=name)
    address = reverse("admin:auth_group_change", args=[group.pk])

    page = as_admin.get(address).content.decode()
    as_admin.post(address, {"name": "Renamed", "permissions": []})

    assert "This group comes with the program" in page
    assert Group.objects.get(pk=group.pk).name == name
    assert granted(name)
    delete = reverse("admin:auth_group_delete", args=[group.pk])
    assert as_admin.post(delete, {"post": "yes"}).status_code == 403


def test_group_of_ones_own_is_edited_and_survives_an_update(as_admin):
    permission = Permission.objects.get(codename="view_edition")
    as_admin.post(
        reverse("admin:auth_group_add"), {"name": "Readers", "permissions": [permission.pk]}
    )
    ensure_groups()

    assert granted("Readers") == {"sessions_app.view_edition"}
    group = Group.objects.get(name="Readers")
    page = as_admin.get(reverse("admin:auth_group_change", args=[group.pk])).content.decode()
    assert "This group comes with the program" not in page
