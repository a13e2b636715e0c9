"""The translation desk: who sees it, what is written there, and what it never overwrites."""

import re

import pytest
from django.urls import reverse

from llex.core.models import Mail, TranslationMark, User
from llex.core.translations.states import TextState
from sessions_app.models import GlossaryTerm, LearningSession, TranslationAssignment
from sessions_app.translation_desk.access import desk_access
from sessions_app.translation_desk.assignments import assign_translator, end_assignment
from sessions_app.translation_desk.glossary import mark_terms
from sessions_app.translation_desk.memory import find_matches
from sessions_app.translation_desk.table import load_desk, state_counts
from tests.factories import (
    make_full_session,
    make_session,
    make_theme,
    make_user,
)


@pytest.fixture
def session(db):
    return make_session(introduction_ar="")


@pytest.fixture
def organiser(db):
    return make_user("Organisers", email="organiser@example.org")


@pytest.fixture
def translator(session, organiser):
    assign_translator(session, ["fr"], email="t@example.org", name="Tara", by=organiser)
    return User.objects.get(email="t@example.org")


def table(session, query=""):
    return reverse("admin:sessions_app_learningsession_translations", args=[session.pk]) + query


def apply(session, query=""):
    name = "admin:sessions_app_learningsession_translations_apply"
    return reverse(name, args=[session.pk]) + query


def page(session, field, language, query=""):
    key = f"learningsession-{session.pk}-{field}"
    name = "admin:sessions_app_learningsession_translation"
    return reverse(name, args=[session.pk, key, language]) + query


def translators(session):
    return reverse("admin:sessions_app_learningsession_translators", args=[session.pk])


def state_of(session, user, field, language):
    desk = load_desk(desk_access(user, LearningSession.objects.get(pk=session.pk)))
    return desk.find(f"learningsession-{session.pk}-{field}").cell(language).state


def version_of(client, address):
    return client.get(address).context["form"].version


def save(client, address, text, do="save", **more):
    sent = {"do": do, "text": text, "_version": version_of(client, address)} | more
    return client.post(address, sent)


# --- Who may ----------------------------------------------------------------------------------


def addresses(session):
    return [
        ("get", table(session)),
        ("get", page(session, "introduction", "fr")),
        ("post", page(session, "introduction", "fr")),
        ("post", apply(session)),
        ("get", translators(session)),
        ("post", translators(session)),
    ]


def test_anonymous_visitors_are_led_to_the_log_in(client, session):
    for method, address in addresses(session):
        response = getattr(client, method)(address)
        assert response.status_code in (302, 401)
        if response.status_code == 302:
            assert "login" in response.url


@pytest.mark.parametrize(
    ("role", "allowed"), [("Organisers", True), ("Rapporteurs", True), ("Translators", False)]
)
def test_desk_of_a_session_by_role(client, session, role, allowed):
    client.force_login(make_user(role))

    assert client.get(table(session)).status_code == (200 if allowed else 404)
    found = client.get(page(session, "introduction", "fr"))
    assert found.status_code == (200 if allowed else 404)


def test_staff_of_no_group_finds_nothing(client, session):
    client.force_login(make_user(is_staff=True))

    for method, address in addresses(session):
        assert getattr(client, method)(address).status_code == 404


def test_translator_sees_the_languages_of_the_assignment_alone(client, session, translator):
    client.force_login(translator)

    other = make_session(title_en="Another session")
    html = client.get(table(session)).content.decode()
    assert f"learningsession-{session.pk}" in html
    assert "Another session" not in html
    assert reverse("admin:sessions_app_translationassignment_changelist") not in html
    (group,) = client.get(table(session)).context["sidebar_navigation"]
    assert [item["link"] for item in group["items"]] == [table(session)]
    assert other.pk != session.pk
    assert client.get(page(session, "introduction", "fr")).status_code == 200
    assert client.get(page(session, "introduction", "es")).status_code == 404
    assert {
        cell.language for row in client.get(table(session)).context["leaf"] for cell in row.cells
    } == {"fr"}


def test_translator_who_asks_for_another_session_gets_404(client, session, translator):
    other = make_session()
    client.force_login(translator)

    for method, address in addresses(other):
        assert getattr(client, method)(address).status_code == 404


def test_translator_may_neither_approve_nor_assign(client, session, translator):
    client.force_login(translator)
    address = page(session, "introduction", "fr")

    assert save(client, address, "Autre", do="approve").status_code == 403
    assert client.post(apply(session), {"do": "approve"}).status_code == 400
    assert client.get(translators(session)).status_code == 403
    assert "Approve" not in client.get(table(session)).content.decode()
    for page_of_staff in ("admin:sessions_app_learningsession_changelist", "admin:index"):
        assert client.get(reverse(page_of_staff)).status_code == 302


def test_organiser_who_translates_finds_the_session_on_the_first_page(client, session, organiser):
    assign_translator(session, ["fr"], email=organiser.email, by=organiser)
    client.force_login(organiser)

    assert table(session) in client.get(reverse("admin:index")).content.decode()


def test_translator_logs_in_by_a_code_and_comes_to_the_texts(
    client, session, translator, mailoutbox, django_capture_on_commit_callbacks
):
    led = client.get(table(session))
    assert (led.status_code, "login" in led.url) == (302, True)
    wanted = {"next": table(session)}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("account_request_login_code"), {"email": translator.email} | wanted, follow=True
        )
    code = mailoutbox[-1].subject.rpartition(" ")[2]

    answer = client.post(reverse("account_confirm_login_code"), {"code": code} | wanted)

    assert answer.url == table(session)
    assert client.get(table(session)).status_code == 200


def test_rapporteur_reads_but_does_not_write_what_other_sessions_share(client, session):
    client.force_login(make_user("Rapporteurs"))
    name = "admin:sessions_app_learningsession_translation"
    address = reverse(name, args=[session.pk, f"series-{session.series.pk}-title", "fr"])

    assert client.get(address).status_code == 200
    assert save(client, address, "Autre").status_code == 403
    session.series.refresh_from_db()
    assert session.series.title_fr != "Autre"


@pytest.mark.parametrize(
    "key", ["learningsession-0-title", "learningsession-x-title", "nothing", "series-1-slug"]
)
def test_text_that_is_not_of_the_session_is_404(client, session, organiser, key):
    client.force_login(organiser)
    name = "admin:sessions_app_learningsession_translation"

    assert client.get(reverse(name, args=[session.pk, key, "fr"])).status_code == 404


def test_source_itself_is_not_edited_on_the_desk(client, session, organiser):
    client.force_login(organiser)

    assert client.get(page(session, "introduction", "en")).status_code == 404
    assert client.get(page(session, "introduction", "xx")).status_code == 404


@pytest.mark.parametrize(("where", "method"), [(apply, "get"), (table, "post")])
def test_wrong_method_is_refused(client, session, organiser, where, method):
    client.force_login(organiser)

    assert getattr(client, method)(where(session)).status_code == 405


def test_unknown_button_is_a_bad_request(client, session, organiser):
    client.force_login(organiser)

    assert client.post(page(session, "title", "fr"), {"do": "burn"}).status_code == 400
    assert client.post(apply(session), {"do": "burn"}).status_code == 400


# --- Writing ----------------------------------------------------------------------------------


def test_translation_is_saved_and_in_review(client, session, translator):
    client.force_login(translator)

    response = save(client, page(session, "introduction", "fr"), "Pourquoi nous voilà")

    assert response.status_code == 302
    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi nous voilà"
    mark = TranslationMark.objects.about([session]).get(field="introduction", language="fr")
    assert (mark.state, mark.changed_by) == ("in_review", translator)


def test_organiser_saves_and_approves(client, session, organiser):
    client.force_login(organiser)
    assert state_of(session, organiser, "introduction", "ar") == TextState.MISSING

    save(client, page(session, "introduction", "ar"), "لماذا اجتمعنا", do="approve")

    assert state_of(session, organiser, "introduction", "ar") == TextState.APPROVED


def test_nothing_is_approved_without_a_text(client, session, organiser):
    client.force_login(organiser)

    response = save(client, page(session, "introduction", "ar"), " ", do="approve")

    assert response.status_code == 422
    assert state_of(session, organiser, "introduction", "ar") == TextState.MISSING


def test_save_leads_to_the_next_text_of_the_filter(client, session, organiser):
    client.force_login(organiser)
    query = "?language=fr&state=in_review"

    response = save(client, page(session, "title", "fr", query), "Autre titre", do="save_next")

    assert response.url == page(session, "introduction", "fr", "?language=fr&state=in_review")


def test_title_that_is_too_long_is_refused_beside_the_field(client, session, organiser):
    client.force_login(organiser)

    response = save(client, page(session, "title", "fr"), "x" * 301)

    assert response.status_code == 422
    assert "x" * 301 in response.content.decode()
    assert "text" in response.context["form"].errors


def test_two_translators_at_once_are_asked(client, session, organiser):
    client.force_login(organiser)
    address = page(session, "introduction", "fr")
    version = version_of(client, address)
    save(client, address, "Le texte de l’autre")

    refused = client.post(address, {"do": "save", "text": "Mon texte", "_version": version})

    assert refused.status_code == 422
    html = refused.content.decode()
    assert "Keep theirs" in html
    assert "Mon texte" in html
    session.refresh_from_db()
    assert session.introduction_fr == "Le texte de l’autre"
    control = re.search(r'name="(_keep:[^"]+)"', html)[1]
    again = refused.context["form"].version
    sent = {"do": "save", "text": "Mon texte", "_version": again, control: "mine"}
    assert client.post(address, sent).status_code == 302
    session.refresh_from_db()
    assert session.introduction_fr == "Mon texte"


def test_translation_of_a_source_that_changed_meanwhile_is_shown_again(client, session, organiser):
    client.force_login(organiser)
    address = page(session, "introduction", "fr")
    version = version_of(client, address)
    session.introduction_en = "Another reason"
    session.save()

    refused = client.post(address, {"do": "save", "text": "Ma traduction", "_version": version})

    assert refused.status_code == 422
    assert "The source was changed" in refused.content.decode()
    assert "Ma traduction" in refused.content.decode()
    session.refresh_from_db()
    assert session.introduction_fr != "Ma traduction"


def test_autosave_answers_with_the_version_that_the_next_one_needs(client, session, translator):
    client.force_login(translator)
    address = page(session, "introduction", "fr")

    first = save(client, address, "Un", do="autosave").json()
    sent = {"do": "autosave", "text": "Un deux", "_version": first["version"]}
    second = client.post(address, sent)

    assert first["state"] == "in_review"
    assert second.status_code == 200
    session.refresh_from_db()
    assert session.introduction_fr == "Un deux"


def test_autosave_that_would_overwrite_someone_is_refused(client, session, translator):
    client.force_login(translator)
    address = page(session, "introduction", "fr")
    version = version_of(client, address)
    save(client, address, "Le texte de l’autre")

    sent = {"do": "autosave", "text": "Le mien", "_version": version}
    response = client.post(address, sent)

    assert response.status_code == 409
    assert response.json()["errors"]
    session.refresh_from_db()
    assert session.introduction_fr == "Le texte de l’autre"


# --- Outdated translations --------------------------------------------------------------------


@pytest.fixture
def outdated(session):
    TranslationMark.objects.confirm([(session, "introduction", "fr")], state="approved")
    session.introduction_en = "Why we really met (en)"
    session.save()
    return session


def test_difference_of_the_source_is_shown(client, outdated, organiser):
    client.force_login(organiser)

    html = client.get(page(outdated, "introduction", "fr")).content.decode()

    assert "really" in re.search(r"<ins>.*?</ins>", html, re.DOTALL)[0]
    assert "The translation still holds" in html


def test_translation_that_still_holds(client, outdated, organiser):
    client.force_login(organiser)
    address = page(outdated, "introduction", "fr")
    shown = client.get(address).context["shown_version"]

    client.post(address, {"do": "holds", "shown": shown})

    assert state_of(outdated, organiser, "introduction", "fr") == TextState.APPROVED


def test_what_a_translator_confirms_is_in_review(client, outdated, translator):
    client.force_login(translator)
    address = page(outdated, "introduction", "fr")
    shown = client.get(address).context["shown_version"]

    client.post(address, {"do": "holds", "shown": shown})

    assert state_of(outdated, translator, "introduction", "fr") == TextState.IN_REVIEW


def test_nothing_unseen_is_confirmed(client, outdated, organiser):
    client.force_login(organiser)
    address = page(outdated, "introduction", "fr")
    shown = client.get(address).context["shown_version"]
    outdated.introduction_en = "Another reason altogether"
    outdated.save()

    client.post(address, {"do": "holds", "shown": shown})

    assert state_of(outdated, organiser, "introduction", "fr") == TextState.OUTDATED


# --- The table --------------------------------------------------------------------------------


def ticks(client, address):
    return [row.ticked for row in client.get(address).context["leaf"]]


def test_ticked_texts_are_approved_in_the_language_of_the_filter(client, session, organiser):
    client.force_login(organiser)
    chosen = [t for t in ticks(client, table(session)) if "introduction" in t]

    client.post(apply(session, "?language=fr"), {"do": "approve", "text": chosen})

    assert state_of(session, organiser, "introduction", "fr") == TextState.APPROVED
    assert state_of(session, organiser, "introduction", "es") == TextState.IN_REVIEW
    assert state_of(session, organiser, "title", "fr") == TextState.IN_REVIEW


def test_all_that_is_shown_is_approved_unless_it_changed(client, session, organiser):
    client.force_login(organiser)
    everything = client.get(table(session)).context["all_version"]
    session.title_fr = "Autre titre"
    session.save()

    client.post(apply(session), {"do": "approve", "everything": everything})
    assert state_counts(session)["fr"][TextState.APPROVED] == 0
    everything = client.get(table(session)).context["all_version"]
    client.post(apply(session), {"do": "approve", "everything": everything})

    counts = state_counts(session)
    assert counts["fr"] == {TextState.APPROVED: counts["en"]["source"]}
    assert counts["ar"][TextState.MISSING] == 1


def test_text_that_changed_since_it_was_shown_is_not_approved(client, session, organiser):
    client.force_login(organiser)
    chosen = ticks(client, table(session))
    session.introduction_es = "Otro"
    session.save()

    response = client.post(apply(session), {"do": "approve", "text": chosen}, follow=True)

    assert state_of(session, organiser, "introduction", "es") == TextState.IN_REVIEW
    assert state_of(session, organiser, "title", "es") == TextState.APPROVED
    assert "was changed since you opened the page" in response.content.decode()


def test_outdated_translations_are_not_approved_by_the_way(client, outdated, organiser):
    client.force_login(organiser)
    chosen = ticks(client, table(outdated))

    client.post(apply(outdated), {"do": "approve", "text": chosen})
    assert state_of(outdated, organiser, "introduction", "fr") == TextState.OUTDATED
    client.post(apply(outdated), {"do": "holds", "text": ticks(client, table(outdated))})

    assert state_of(outdated, organiser, "introduction", "fr") == TextState.APPROVED


def test_nothing_ticked_is_said(client, session, organiser):
    client.force_login(organiser)

    response = client.post(apply(session), {"do": "approve"}, follow=True)

    assert "nothing to do" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("?part=session&state=missing", {"introduction"}),
        ("?part=vision", {"statement", "heading", "lead", "text"}),
        ("?words=WHY+we", {"introduction"}),
        ("?state=approved", set()),
        ("?language=xx&state=yy&part=zz", None),
    ],
)
def test_filters(client, session, organiser, query, fields):
    make_theme(session=session)
    client.force_login(organiser)

    shown = {row.text.field for row in client.get(table(session, query)).context["leaf"]}

    assert shown == fields if fields is not None else len(shown) > 4


def test_table_takes_as_many_queries_for_three_cities_as_for_one(
    client, organiser, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(organiser)
    one, three = make_full_session(rows=1), make_full_session(rows=3)
    client.get(table(one))
    with django_assert_max_num_queries(40) as first:
        client.get(table(one))
    with django_assert_num_queries(len(first)):
        client.get(table(three))


def test_empty_session_says_so(client, organiser, db):
    empty = make_session(
        **{
            f"{field}_{code}": ""
            for field in ("title", "introduction")
            for code in ("en", "fr", "es", "ar")
        }
    )
    client.force_login(organiser)

    assert client.get(table(empty)).status_code == 200


# --- Translators ------------------------------------------------------------------------------


def test_assigning_makes_a_user_and_writes_in_their_language(client, session, organiser):
    client.force_login(organiser)
    sent = {"email": "New@Example.org", "name": "Nora", "languages": ["fr", "ar"], "speaks": "fr"}

    response = client.post(translators(session), sent)

    assert response.status_code == 302
    made = User.objects.get(email="new@example.org")
    assert (made.is_staff, made.name, made.language) == (False, "Nora", "fr")
    assert {row.language for row in made.translation_assignments.all()} == {"fr", "ar"}
    mail = Mail.objects.get(kind="translation_assigned")
    assert (mail.recipient, mail.language) == ("new@example.org", "fr")
    assert f"/fr/admin/sessions_app/learningsession/{session.pk}/translations/" in mail.text


@pytest.mark.parametrize("missing", ["email", "languages"])
def test_assignment_without_address_or_language_is_refused(client, session, organiser, missing):
    client.force_login(organiser)
    sent = {"email": "new@example.org", "languages": ["fr"], "speaks": "en"}
    del sent[missing]

    response = client.post(translators(session), sent)

    assert response.status_code == 422
    assert missing in response.context["form"].errors
    assert not TranslationAssignment.objects.exists()
    assert not Mail.objects.exists()


def test_assignment_that_ends_closes_the_desk(client, session, organiser, translator):
    client.force_login(organiser)
    key = translator.translation_assignments.get().pk
    name = "admin:sessions_app_learningsession_translators_end"

    assert client.post(reverse(name, args=[session.pk, key])).status_code == 302
    assert client.post(reverse(name, args=[session.pk, key])).status_code == 404

    translator.refresh_from_db()
    assert not translator.groups.exists()
    client.force_login(translator)
    assert client.get(table(session)).status_code == 302


def test_organiser_who_translates_stays_an_organiser(session, organiser):
    (assignment,) = assign_translator(session, ["fr"], email=organiser.email, by=organiser)
    end_assignment(assignment)

    organiser.refresh_from_db()
    assert organiser.is_staff
    assert [group.name for group in organiser.groups.all()] == ["Organisers"]


# --- Help -------------------------------------------------------------------------------------


def test_memory_has_the_same_text_first_and_similar_ones_after_it(session, organiser):
    said = "Housing is a right for all who live in a city"
    make_session(introduction_en=f"{said}.", introduction_fr="Presque")
    make_session(introduction_en="Something else entirely", introduction_fr="Autre")
    make_session(introduction_en=f" {said}", introduction_fr="Le même")
    make_session(introduction_en=said, introduction_fr="")
    session.introduction_en = said
    session.save()
    row = load_desk(desk_access(organiser, session)).find(
        f"learningsession-{session.pk}-introduction"
    )

    matches = find_matches(row.text, "en", "fr")

    assert [(match.target, match.is_exact) for match in matches] == [
        ("Le même", True), ("Presque", False),
    ]  # fmt: skip
    assert matches[0].score == 100 > matches[1].score
    assert find_matches(row.text, "pt", "fr") == []


def test_terms_of_the_glossary_are_marked_as_whole_words(db):
    GlossaryTerm.objects.create(term_en="local government", term_fr="collectivité territoriale")
    GlossaryTerm.objects.create(term_en="local", term_fr="local")
    GlossaryTerm.objects.create(term_en="city", term_fr="")

    runs, found = mark_terms("Local government is localised; velocity (a+b)", "en", "fr")

    assert "".join(run.text for run in runs) == "Local government is localised; velocity (a+b)"
    assert [run.text for run in runs if run.term] == ["Local government"]
    assert [term.translation for term in found] == ["collectivité territoriale"]


def test_title_of_a_session_is_escaped_in_the_menu_of_a_translator(client, session, translator):
    type(session).objects.filter(pk=session.pk).update(title_en="<script>alert(1)</script>")
    client.force_login(translator)

    html = client.get(table(session)).content.decode()

    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


def test_text_is_escaped_wherever_it_is_shown(client, session, organiser):
    GlossaryTerm.objects.create(term_en="<b>", term_fr="<i>")
    session.introduction_en = "<script>alert(1)</script> <b>"
    session.save()
    client.force_login(organiser)

    for address in (table(session), page(session, "introduction", "fr")):
        assert "<script>alert(1)" not in client.get(address).content.decode()
