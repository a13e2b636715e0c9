"""Migrations: named, and with a way back."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from sessions_app.models import Participant
from tests.factories import make_full_session

OWN = ("llex", "priorities", "cities", "sessions_app")
# What databases from before these had, in the order in which apps need each other.
SQUASHED = {
    "sessions_app": "0001_squashed_0024_redacted_editions",
    "cities": "0002_squashed_0016_photographs",
}


def migrations():
    return [
        found for (app, _name), found in MigrationLoader(None).disk_migrations.items() if app in OWN
    ]


def test_migrations_have_names_and_a_way_back():
    found = migrations()
    assert {one.app_label for one in found} == set(OWN)
    for one in found:
        assert re.fullmatch(r"\d{4}_(?!auto_)[a-z0-9_]{4,}", one.name), one
        assert all(operation.reversible for operation in one.operations), one


def test_databases_with_the_replaced_migrations_go_on():
    replaced = {node for one in migrations() for node in one.replaces}
    last = {("llex", "0012_personal_data"), ("priorities", "0010_page_addresses")}
    assert replaced >= last | {
        ("cities", "0016_photographs"),
        ("sessions_app", "0024_redacted_editions"),
    }


@pytest.mark.django_db(transaction=True)
def test_rows_survive_the_way_back_and_on():
    session = make_full_session()
    before = set(Participant.objects.values_list("pk", "person__name", "role"))
    try:
        for app, name in SQUASHED.items():
            call_command("migrate", app, name, verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
        ContentType.objects.clear_cache()

    assert set(Participant.objects.values_list("pk", "person__name", "role")) == before
    assert session.contributions.count() == 2
