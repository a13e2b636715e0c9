"""Rows of a site go back to the migrations before keys, addresses and approvals, and on again."""

from django.core.management import call_command

from cities.models import CityNameProjection, CitySpelling, Contribution, Invitation
from cities.models import OpenCallApplication as Application
from priorities.models import Consultation, Word
from sessions_app.models import Person, Series
from tests.factories import (
    make_consultation,
    make_contribution,
    make_edition,
    make_invitation,
    make_person,
    make_word_consultation,
)
from tests.factories_cities import make_call
from tests.project.migrating import migrate_to

BEFORE = {
    "sessions_app": "0006_family_names",
    "cities": "0003_contributions_by_link",
    "priorities": "0004_names_and_addresses",
}


def kept():
    """Return what must be the same after the way back and on."""
    return {
        "spellings": set(CitySpelling.objects.values_list("city", "key", "mirrored", "is_name")),
        "names": set(CityNameProjection.objects.values_list("name", "name_key", "country_key")),
        "applications": set(Application.objects.values_list("email", "folded", "state")),
        "people": set(Person.objects.values_list("name", "email")),
        "series": set(Series.objects.values_list("slug", "contact")),
        "words": set(Word.objects.values_list("text", "key", "merged_into__text", "is_hidden")),
        "reasons": set(Consultation.objects.values_list("code", "reopen_reason_en")),
        "contributions": set(Contribution.objects.values_list("pk", "state", "search_key")),
    }


def test_rows_survive_the_way_back_and_on(migrate_on):
    contribution = make_contribution(state="accepted")
    contribution.approve_wording()
    make_edition(session=contribution.session)
    sent = make_invitation(contribution=contribution)
    make_call(city_name="Łódź", email="ana@valencia.example")
    make_person(name="Émile Zola", email="emile@example.org")
    poll = make_word_consultation(code="words")
    rent = Word.objects.create(consultation=poll, text="Rent")
    Word.objects.create(consultation=poll, text="Rents", merged_into=rent)
    Word.objects.create(consultation=poll, text="nonsense", is_hidden=True)
    reopened = make_consultation(code="again", state="open")
    reopened.close()
    reopened.reopen("A ballot came late.")
    call_command("rebuild_projection", verbosity=0)
    before = kept()
    assert all(before.values())

    migrate_to(BEFORE)
    migrate_on()

    assert kept() == before
    # The one digest of what was approved is kept without its language, and counts on.
    row = Contribution.objects.get(pk=contribution.pk)
    assert (row.state, row.is_wording_approved) == ("accepted", True)
    again = Invitation.objects.get(pk=sent.pk)
    assert again.sent_at == sent.sent_at
    assert again.written_at == sent.sent_at
