"""The services that a new site starts with."""

import io

from django.core.management import call_command

from llex.core import languages
from priorities.models import Service

NAMED_IN_THE_NOTE = {"healthcare", "housing", "social-services", "waste-management", "education"}
ASKED_FOR = {"water-and-sanitation", "mobility", "food-and-markets", "culture", "digital-access"}


def run():
    out = io.StringIO()
    call_command("load_services", stdout=out)
    return out.getvalue()


def test_catalogue_is_loaded_in_all_languages(db):
    assert "12 in the catalogue, 12 of them new" in run()

    slugs = set(Service.objects.values_list("slug", flat=True))
    assert slugs >= NAMED_IN_THE_NOTE | ASKED_FOR
    for service in Service.objects.all():
        for code in languages.CODES:
            assert getattr(service, f"name_{code}"), service.slug
            assert getattr(service, f"description_{code}"), service.slug


def test_loading_again_changes_nothing_that_was_edited(db):
    run()
    Service.objects.filter(slug="housing").update(name_en="Homes")

    assert "0 of them new" in run()

    assert Service.objects.get(slug="housing").name_en == "Homes"
