"""A note in a second language goes into the session whose translation it is."""

import re

import pytest
from django.urls import reverse

from llex.core.models import TranslationMark
from sessions_app.briefing.session_texts import session_texts
from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from sessions_app.models import LearningSession, NoteUpload, SpreadsheetImport
from tests import factories
from tests.sessions_app.importing.conftest import NOTES
from tests.sessions_app.importing.run import imported
from tests.sessions_app.importing.test_note_page import fields, send, take_over

pytestmark = pytest.mark.usefixtures("gazetteer")
FRENCH = (NOTES / "logement-fr.md").read_text()


@pytest.fixture
def session(db):
    return imported(NOTES / "housing-en.md")


@pytest.fixture
def signed_in(client, db):
    client.force_login(factories.make_user(ORGANISERS))
    return client


def uploaded(client, session, text=FRENCH, language="fr"):
    answer = send(client, text.encode(), "note.md", language=language, session=session)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url


def plan_of(client, address):
    return client.get(address).context["plan"]


def match_of(plan, text):
    return next(match for match in plan.matches if any(text in said for said in match.text.words))


def first_language(session):
    """Return every text of a session in the language in which it was written."""
    fresh = LearningSession.objects.get(pk=session.pk)
    return {text.key: text.text("en") for text in session_texts(fresh)}


def french_marks():
    return set(TranslationMark.objects.filter(language="fr").values_list("pk", "text_digest"))


def test_every_text_finds_its_place_and_nothing_is_lost(signed_in, session):
    plan = plan_of(signed_in, uploaded(signed_in, session))

    assert [match.text.key for match in plan.open] == []
    assert not plan.lost
    assert plan.is_writable


def test_translations_are_written_beside_the_first_language(signed_in, session):
    before = first_language(session)

    answer = take_over(signed_in, uploaded(signed_in, session))

    assert answer.url == reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    assert first_language(session) == before
    session.refresh_from_db()
    assert session.title_fr == "Garder un toit pour chacune et chacun"
    assert "chez-soi" in session.introduction_fr
    assert session.languages == ["en", "fr"]
    row = session.contributions.get(city__name_en="Lisbon")
    assert row.city.name_fr == "Lisbonne"
    assert row.responses.get().text_fr.startswith("Les appartements de vacances")
    assert row.challenges.get().text_fr.startswith("Les propriétaires")
    theme = session.themes.first()
    assert theme.statement_fr == "Le logement fait partie de la santé publique"
    assert theme.heading_fr == "Le logement, une question de santé publique"
    assert [point.lead_fr for point in theme.points.all()] == [
        "Une pièce sèche soigne",
        "Le surpeuplement est un risque comme un autre",
    ]
    assert session.quotes.get().text_fr.startswith("Personne ne peut se laver")
    assert "louent leur logement" in session.consultations.get().question_fr
    chair = session.participants.get(person__name="Amina Okoro")
    assert chair.position_fr == "directrice des programmes du Réseau des ports"
    assert "translations were written" in signed_in.get(answer.url).content.decode()
    assert not NoteUpload.objects.exists()


def test_marks_say_in_review_and_from_which_source(signed_in, session):
    take_over(signed_in, uploaded(signed_in, session))

    marks = TranslationMark.objects.filter(language="fr")
    assert marks.count() > 30
    assert {mark.state for mark in marks} == {TranslationMark.State.IN_REVIEW}
    assert {mark.source_language for mark in marks} == {"en"}
    title = TranslationMark.objects.about([session]).get(field="title", language="fr")
    assert title.source_text == session.title_en


def test_same_note_again_changes_nothing(signed_in, session):
    take_over(signed_in, uploaded(signed_in, session))

    page = signed_in.get(uploaded(signed_in, session))

    assert not page.context["plan"].is_writable
    assert set(page.context["plan"].counts) <= {"same", "named", "out"}
    assert "the session has it all" in page.content.decode()


def test_changed_translation_is_shown_with_what_it_was(signed_in, session):
    take_over(signed_in, uploaded(signed_in, session))
    text = FRENCH.replace("dans la journée", "en un jour")

    address = uploaded(signed_in, session, text)
    page = signed_in.get(address)

    assert page.context["plan"].counts["changed"] == 1
    assert "<del>Une ligne téléphonique trouve une chambre dans la journée.</del>" in (
        page.content.decode()
    )
    take_over(signed_in, address)
    row = session.contributions.get(city__name_en="San José")
    assert row.responses.get().text_fr.endswith("en un jour.")


def test_approved_translation_stays_unless_it_is_chosen(signed_in, session):
    take_over(signed_in, uploaded(signed_in, session))
    row = session.contributions.get(city__name_en="San José").responses.get()
    TranslationMark.objects.mark(
        row, "text", "fr", source_language="en", state=TranslationMark.State.APPROVED
    )
    address = uploaded(signed_in, session, FRENCH.replace("dans la journée", "en un jour"))

    page = signed_in.get(address)
    match = match_of(page.context["plan"], "en un jour")
    assert match.state == "out"
    assert "approved" in match.why

    key = f"place-{match.text.key}"
    signed_in.post(address, {**fields(page), key: f"response-{row.pk}"})
    take_over(signed_in, address)
    row.refresh_from_db()
    assert row.text_fr.endswith("en un jour.")
    mark = TranslationMark.objects.about([row]).get(field="text", language="fr")
    assert mark.state == TranslationMark.State.IN_REVIEW


def test_city_that_is_not_in_the_session_is_decided_and_remarked(signed_in, session):
    text = FRENCH.replace("| Surabaya | Indonésie", "| Lima | Pérou")
    text = text.replace("| Le Cap | Afrique du Sud", "| Quito | Équateur")
    address = uploaded(signed_in, session, text)
    page = signed_in.get(address)
    plan = page.context["plan"]
    lima, quito = match_of(plan, "Lima"), match_of(plan, "Quito")
    assert {match.text.key for match in plan.open} == {lima.text.key, quito.text.key}
    assert match_of(plan, "kampungs").state == "waits"
    assert "Write the translations" not in page.content.decode()

    surabaya = session.contributions.get(city__name_en="Surabaya")
    chosen = {f"place-{lima.text.key}": f"city-{surabaya.pk}", f"place-{quito.text.key}": "out"}
    signed_in.post(address, {**fields(page), **chosen})
    assert not plan_of(signed_in, address).open
    take_over(signed_in, address)

    assert surabaya.responses.get().text_fr.startswith("Les cuisines")
    done = SpreadsheetImport.objects.get()
    assert any("Quito" in remark for remark in done.remarks)
    assert any("parcelles" in remark for remark in done.remarks)
    imports = reverse("admin:sessions_app_learningsession_imports", args=[session.pk])
    assert "parcelles" in signed_in.get(imports).content.decode()


def test_single_city_that_is_left_is_taken_with_a_remark(signed_in, session):
    text = FRENCH.replace("| Surabaya | Indonésie", "| Sourabaya-sur-Mer | Indonésie")

    match = match_of(plan_of(signed_in, uploaded(signed_in, session, text)), "Sourabaya")

    assert match.target.label == "Surabaya"
    assert "please check" in match.why


def test_response_too_many_is_left_out_with_all_that_is_open(signed_in, session):
    text = FRENCH.replace(
        "jusqu'en juillet.", "jusqu'en juillet.<br>Une troisième réponse inconnue."
    )
    address = uploaded(signed_in, session, text)
    page = signed_in.get(address)
    assert match_of(page.context["plan"], "troisième").state == "open"

    signed_in.post(address, {**fields(page), "do": "leave_rest"})

    plan = plan_of(signed_in, address)
    assert match_of(plan, "troisième").state == "out"
    assert plan.is_writable


def test_two_texts_for_one_place_are_to_be_decided(signed_in, session):
    address = uploaded(signed_in, session)
    page = signed_in.get(address)
    second = match_of(page.context["plan"], "suspendues jusqu'en juillet")
    first = match_of(page.context["plan"], "citernes")

    chosen = {f"place-{second.text.key}": first.chosen, f"place-{first.text.key}": first.chosen}
    signed_in.post(address, {**fields(page), **chosen})

    plan = plan_of(signed_in, address)
    assert {match.text.key for match in plan.open} == {first.text.key, second.text.key}


def test_text_that_was_written_in_this_language_stays(signed_in, session):
    row = session.contributions.get(city__name_en="Nairobi")
    row.original_language = "fr"
    row.save()
    response = row.responses.first()
    response.text_fr = "Ce que la ville a écrit."
    response.save()

    plan = plan_of(signed_in, uploaded(signed_in, session))

    assert match_of(plan, "citernes").state == "out"
    assert "written in this language" in match_of(plan, "citernes").why


def test_correction_of_what_was_recognised_is_matched_anew(signed_in, session):
    text = FRENCH.replace("## Prochaines étapes", "Prochaines étapes pour toutes les villes ici")
    address = uploaded(signed_in, session, text)
    page = signed_in.get(address)
    lines = page.context["lines"]
    block = next(line.block.where for line in lines if "Prochaines" in str(line.block))

    signed_in.post(address, {**fields(page), f"block-{block}": "heading:closing"})

    match = match_of(plan_of(signed_in, address), "prochaine session")
    assert match.target.key == "text-closing"


def test_nothing_is_written_that_was_not_shown(signed_in, session):
    address = uploaded(signed_in, session)
    sent = fields(signed_in.get(address))
    session.title_fr = "Un autre titre"
    session.save()

    answer = signed_in.post(address, {**sent, "do": "take_over"}, follow=True)

    assert "has changed since you looked" in answer.content.decode()
    session.refresh_from_db()
    assert session.title_fr == "Un autre titre"
    assert not session.introduction_fr


def test_failure_writes_nothing(signed_in, session, monkeypatch):
    address = uploaded(signed_in, session)
    sent = fields(signed_in.get(address))
    marks = french_marks()
    monkeypatch.setattr(
        "sessions_app.importing.translating.writing._add_language",
        lambda *args: (_ for _ in ()).throw(RuntimeError),
    )

    with pytest.raises(RuntimeError):
        signed_in.post(address, {**sent, "do": "take_over"})

    session.refresh_from_db()
    assert not session.title_fr
    assert french_marks() == marks
    assert NoteUpload.objects.exists()


def test_translation_is_undone_as_a_whole(signed_in, session):
    before, marks = first_language(session), french_marks()
    take_over(signed_in, uploaded(signed_in, session))
    page = reverse("admin:sessions_app_learningsession_imports", args=[session.pk])

    answer = signed_in.post(page, {"undo": SpreadsheetImport.objects.get().pk}, follow=True)

    assert "Everything is as it was before" in answer.content.decode()
    session.refresh_from_db()
    assert not session.title_fr
    assert session.languages == ["en"]
    assert not session.contributions.first().responses.first().text_fr
    assert french_marks() == marks
    assert first_language(session) == before


def test_rapporteur_translates_what_rapporteurs_may_write(client, session):
    client.force_login(factories.make_user(RAPPORTEURS))
    address = uploaded(client, session)

    page = client.get(address)
    assert match_of(page.context["plan"], "louent leur logement").why == "You may not change it."
    take_over(client, address)

    session.refresh_from_db()
    assert session.title_fr
    assert not session.consultations.get().question_fr
    assert not session.participants.get(person__name="Amina Okoro").position_fr


def test_translators_and_others_are_refused(client, signed_in, session):
    address = uploaded(signed_in, session)
    for user in (factories.make_user(TRANSLATORS), factories.make_user()):
        client.force_login(user)
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, {"do": "take_over"}).status_code in (302, 403)
    session.refresh_from_db()
    assert not session.title_fr


def test_queries_do_not_grow_with_the_rows(signed_in, session, django_assert_max_num_queries):
    address = uploaded(signed_in, session)
    signed_in.get(address)

    with django_assert_max_num_queries(70):
        signed_in.get(address)


def test_page_is_in_order_for_readers_of_screens(signed_in, session):
    page = signed_in.get(uploaded(signed_in, session)).content.decode()

    names = re.findall(r'<select name="place-[\w-]+" id="([\w-]+)"', page)
    assert len(names) == len(set(names)) > 30
