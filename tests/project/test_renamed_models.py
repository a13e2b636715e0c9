"""Models that were renamed: rows, permissions and addresses of a site from before go on."""

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from cities.models import CityProjection, EmailVerification, OpenCallApplication
from llex.core.models import User
from priorities.models import ConsultationProjection, RatingProjection
from sessions_app.groups import ORGANISERS
from tests.factories import make_consultation, make_service, make_user
from tests.factories_cities import make_call
from tests.project.migrating import migrate_to

BEFORE = {"cities": "0011_place_time_zone", "priorities": "0008_choice_of_services"}
RENAMED = {
    "cities": {
        "callrequest": "opencallapplication",
        "addressproof": "emailverification",
        "projection": "projectionstate",
        "publishedcity": "cityprojection",
        "publishedname": "citynameprojection",
        "publishedservice": "cityserviceprojection",
        "publishedcontribution": "contributionprojection",
    },
    "priorities": {
        "publishedconsultation": "consultationprojection",
        "publishedrating": "ratingprojection",
        "publishedchoice": "choiceprojection",
    },
}
OLD = {name for names in RENAMED.values() for name in names}
NEW = {name for names in RENAMED.values() for name in names.values()}


def names_in_use():
    types = ContentType.objects.filter(app_label__in=BEFORE).values_list("model", flat=True)
    permissions = Permission.objects.filter(content_type__app_label__in=BEFORE)
    return {*types} | {row.codename.split("_")[1] for row in permissions}


def held_by(group):
    return {row.codename for row in group.permissions.select_related("content_type")}


@pytest.fixture
def published(transactional_db):
    consultation, service = make_consultation(), make_service()
    result = ConsultationProjection.objects.create(
        consultation=consultation,
        session_slug="opening",
        starts_at="2020-03-25T12:00Z",
        time_zone="UTC",
        edition=1,
        published_at="2020-03-25T18:00Z",
        kind=consultation.kind,
        ballots=3,
    )
    return RatingProjection.objects.create(
        published=result, service=service, mean=4.5, answers=3, dont_know=0
    )


def test_rows_permissions_and_log_survive_the_new_names_and_the_way_back(migrate_on, published):
    application = make_call()
    verification, code = EmailVerification.objects.ask("ana@valencia.example", "192.0.2.1")
    CityProjection.objects.create(slug="valencia", kind="city", country="ES")
    readers = Group.objects.create(name="Readers")
    given = Permission.objects.filter(
        codename__in=("change_opencallapplication", "view_cityprojection", "view_ratingprojection")
    )
    readers.permissions.set(given)
    reader = make_user()
    reader.groups.add(readers)
    reader.user_permissions.add(Permission.objects.get(codename="view_emailverification"))
    logged = LogEntry.objects.get_for_object(application).count()
    organisers = held_by(Group.objects.get(name=ORGANISERS))

    old = migrate_to(BEFORE)

    assert old.get_model("cities", "CallRequest").objects.get().pk == application.pk
    assert old.get_model("cities", "PublishedCity").objects.get().slug == "valencia"
    assert old.get_model("priorities", "PublishedRating").objects.get().pk == published.pk
    proof = old.get_model("cities", "AddressProof").objects.get()
    assert (proof.pk, proof.code) == (verification.pk, verification.code_digest)
    assert held_by(readers) == {"change_callrequest", "view_publishedcity", "view_publishedrating"}
    assert names_in_use() >= OLD
    assert not names_in_use() & NEW

    migrate_on()

    assert OpenCallApplication.objects.get() == application
    assert EmailVerification.objects.get().try_code(code) == "verified"
    assert RatingProjection.objects.get().published.ballots == 3
    assert names_in_use() >= NEW
    assert not names_in_use() & OLD
    reader = User.objects.get(pk=reader.pk)
    assert reader.has_perms(
        [
            "cities.change_opencallapplication",
            "cities.view_cityprojection",
            "cities.view_emailverification",
            "priorities.view_ratingprojection",
        ]
    )
    assert held_by(Group.objects.get(name=ORGANISERS)) == organisers
    assert LogEntry.objects.get_for_object(application).count() == logged > 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cities/callrequest/7/change/", "cities/opencallapplication/7/change/"),
        ("cities/callrequest/?state=waiting", "cities/opencallapplication/?state=waiting"),
        ("cities/publishedcity/", "cities/cityprojection/"),
        ("priorities/publishedrating/?q=%25", "priorities/ratingprojection/?q=%25"),
    ],
)
def test_addresses_in_mails_and_bookmarks_lead_to_the_present_ones(client, old, new):
    answer = client.get(f"/fr/admin/{old}")

    assert (answer.status_code, answer["Location"]) == (301, f"/fr/admin/{new}")
