"""The review of a contribution: side by side, edited in place, sent back, accepted."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions import autosave
from cities.contributions.submission import submit_draft
from cities.forms.review import WordingForm
from cities.models import Attachment, Contribution, ReviewNote
from cities.review.comparison import review
from cities.wording.snapshots import wording_digest
from llex.core.models import TranslationMark
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import (
    make_challenge,
    make_contribution,
    make_officer,
    make_participant,
    make_person,
    make_response,
    make_session,
    make_user,
)


@pytest.fixture
def organiser(client, db):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    return user


def make_submitted(**overrides):
    values = {"state": "submitted", "original_language": "en"} | overrides
    if "session" not in values:
        values["session"] = make_session(languages=["en", "fr"])
    return make_contribution(**values)


def page(contribution):
    return reverse("admin:cities_contribution_review", args=[contribution.pk])


def press(client, contribution, do, **data):
    return client.post(page(contribution), {"do": do, **data})


def filled(contribution, **overrides):
    """Return what the form would send unchanged, and *overrides* by language and field."""
    reviewed = review(Contribution.objects.get(pk=contribution.pk))
    data = {"_version": WordingForm(reviewed).version}
    for text in reviewed.texts():
        data[f"{text.key}-{text.language}"] = text.now
        for translation in text.translations:
            data[f"{text.key}-{translation.language}"] = translation.text
    return data | overrides


def key(contribution, code, field="text"):
    return f"response-{contribution.responses.get().pk}-{field}-{code}"


def text_of(contribution, kind="response", field="text"):
    start = f"{kind}-"
    return next(
        text
        for text in review(Contribution.objects.get(pk=contribution.pk)).texts()
        if text.key.startswith(start) and text.field == field
    )


# --- What is laid out -----------------------------------------------------------------------------


def test_edited_wording_is_compared_with_what_was_sent(organiser, client):
    contribution = make_submitted()
    sent = contribution.responses.get().text_en
    contribution.responses.update(text_en=sent.replace("opened", "have opened"))

    html = client.get(page(contribution)).content.decode()

    assert sent in html
    assert "<ins>" in html
    assert "have " in "".join(c.text for c in text_of(contribution).changes if c.kind == "added")


def test_translations_tell_how_far_they_can_be_trusted(db):
    contribution = make_submitted(session=make_session(languages=["en", "fr", "es", "ar"]))
    response = contribution.responses.get()
    contribution.responses.update(text_ar="")
    for code, state in (("fr", "approved"), ("es", "machine")):
        TranslationMark.objects.mark(response, "text", code, source_language="en", state=state)

    def standings():
        return {t.language: t.state for t in text_of(contribution).translations}

    assert standings() == {"fr": "approved", "es": "machine", "ar": "missing"}
    contribution.responses.update(text_en="Another text")
    assert standings() == {"fr": "outdated", "es": "outdated", "ar": "missing"}


def test_text_in_another_language_is_the_source_of_its_translations(db):
    contribution = make_submitted(original_language="pt")
    response = contribution.responses.get()
    contribution.responses.update(original_text="Abrimos abrigos")
    response.refresh_from_db()
    TranslationMark.objects.mark(response, "text", "fr", source_language="pt", state="approved")
    text = text_of(contribution)
    assert (text.is_foreign, text.now) == (True, "Abrimos abrigos")
    assert [t.state for t in text.translations] == ["in_review", "approved"]

    contribution.responses.update(original_text="Abrimos dois abrigos")

    assert [t.state for t in text_of(contribution).translations] == ["in_review", "outdated"]


def test_edited_wording_is_not_lost_when_the_city_sends_it_again(organiser, client):
    contribution = make_submitted()
    contribution.responses.update(text_en="Edited by organisers")
    contribution.request_changes("Since when?")
    contribution.responses.update(text_en="Sent again by the city")
    contribution.submit()

    text = text_of(contribution)
    html = client.get(page(contribution)).content.decode()

    assert "".join(c.text for c in text.replaced if c.kind != "added") == "Edited by organisers"
    assert text.resent
    assert text.earlier[0][0] == 1
    assert "You had edited this before the city sent it again" in html


def test_wording_edited_while_the_city_was_writing_is_not_lost(organiser, client):
    contribution = make_submitted()
    contribution.request_changes("Since when?")
    draft = autosave.current_draft(contribution)
    contribution.responses.update(text_en="Edited by organisers meanwhile")

    submit_draft(contribution, draft, version=contribution.draft_version, page="one", by=None)

    replaced = text_of(contribution).replaced
    assert "".join(one.text for one in replaced if one.kind != "added") == (
        "Edited by organisers meanwhile"
    )
    assert "".join(one.text for one in replaced if one.kind != "removed") == (
        draft.responses[0].text
    )


def test_answer_that_was_taken_out_is_still_told_of(organiser, client):
    contribution = make_submitted()
    sent = contribution.challenges.get().text_en
    contribution.request_changes("Is it one challenge?")
    contribution.challenges.all().delete()
    contribution.submit()

    assert [one.text for one in review(contribution).removed] == [sent]
    assert sent in client.get(page(contribution)).content.decode()


def test_late_one_is_marked_by_when_it_first_arrived(organiser, client):
    session = make_session(contributions_due_at=now() - timedelta(days=1), languages=["en"])
    late = make_submitted(session=session)
    in_time = make_submitted(session=session)
    first = in_time.submissions.all()
    first.update(submitted_at=now() - timedelta(days=3))
    in_time.request_changes("Since when?")
    in_time.submit()

    assert [review(one).is_late for one in (late, in_time)] == [True, False]
    listed = client.get(reverse("admin:cities_contribution_changelist")).content.decode()
    assert listed.count("submitted, late") == 1


# --- What is done ---------------------------------------------------------------------------------


def test_wording_and_translation_are_edited_in_place(organiser, client):
    contribution = make_submitted()
    response = contribution.responses.get()

    answer = press(
        client, contribution, "save",
        **filled(contribution, **{
            key(contribution, "en"): "We opened shelters.",
            key(contribution, "fr"): "Nous avons ouvert des refuges.",
            f"{key(contribution, 'fr')}-state": "approved",
        }),
    )  # fmt: skip

    assert answer.status_code == 302
    response.refresh_from_db()
    assert (response.text_en, response.text_fr) == (
        "We opened shelters.", "Nous avons ouvert des refuges.",
    )  # fmt: skip
    marks = TranslationMark.objects.about([response]).filter(field="text")
    mark = marks.get(language="fr")
    assert (mark.state, mark.changed_by) == ("approved", organiser)
    assert [t.state for t in text_of(contribution).translations] == ["approved"]


def test_saving_what_was_not_changed_leaves_marks_as_they_are(organiser, client):
    contribution = make_submitted()
    response = contribution.responses.get()
    TranslationMark.objects.mark(response, "text", "fr", source_language="en", state="approved")
    contribution.responses.update(text_en="A newer source")

    press(client, contribution, "save", **filled(contribution))

    assert [t.state for t in text_of(contribution).translations] == ["outdated"]


def test_what_only_one_of_two_changed_is_kept_without_a_question(organiser, client):
    contribution = make_submitted()
    data = filled(contribution, **{key(contribution, "fr"): "De moi"})
    contribution.responses.update(text_en="Theirs", title_fr="Le leur")

    answer = press(client, contribution, "save", **data)

    response = contribution.responses.get()
    assert answer.status_code == 302
    assert (response.text_en, response.title_fr, response.text_fr) == (
        "Theirs",
        "Le leur",
        "De moi",
    )


def test_text_typed_into_an_answer_that_is_gone_is_shown(organiser, client):
    contribution = make_submitted()
    data = filled(contribution, **{key(contribution, "en"): "Mine, typed with care"})
    contribution.responses.all().delete()

    answer = press(client, contribution, "save", **data)

    assert answer.status_code == 422
    assert [(one.mine, one.theirs) for one in answer.context["conflicts"]] == [
        ("Mine, typed with care", "removed")
    ]


def test_nothing_is_saved_over_what_somebody_else_has_changed(organiser, client):
    contribution = make_submitted()
    data = filled(contribution, **{key(contribution, "en"): "Mine, typed with care"})
    contribution.responses.update(text_en="Theirs")

    answer = press(client, contribution, "save", **data)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "you and someone else changed the same" in html
    assert "Mine, typed with care" in html
    assert "Theirs" in html
    assert contribution.responses.get().text_en == "Theirs"


@pytest.mark.parametrize(
    ("choice", "expected"), [("mine", "Mine, typed with care"), ("theirs", "Theirs")]
)
def test_same_text_is_chosen_by_whoever_was_told_of_the_other(organiser, client, choice, expected):
    contribution = make_submitted()
    data = filled(contribution, **{key(contribution, "en"): "Mine, typed with care"})
    contribution.responses.update(text_en="Theirs")
    told = press(client, contribution, "save", **data).context

    data["_version"] = told["wording_form"].version
    data[told["conflicts"][0].control] = choice
    press(client, contribution, "save", **data)

    assert contribution.responses.get().text_en == expected


def test_wording_may_not_be_emptied(organiser, client):
    contribution = make_submitted()

    answer = press(
        client, contribution, "save", **filled(contribution, **{key(contribution, "en"): " "})
    )

    assert answer.status_code == 422
    assert "The text may not be empty." in answer.content.decode()


def test_city_is_asked_for_changes_about_a_field(
    organiser, client, mailoutbox, django_capture_on_commit_callbacks
):
    contribution = make_submitted()
    make_officer(city=contribution.city)

    with django_capture_on_commit_callbacks(execute=True):
        press(client, contribution, "ask", note="Since when?", field="responses-0-since")

    note = ReviewNote.objects.get()
    assert (note.field, note.to_city, note.author) == ("responses-0-since", True, organiser)
    assert Contribution.objects.get().state == "changes_requested"
    assert "Policy response 1: since" in mailoutbox[0].body


@pytest.mark.parametrize(
    "data", [{"note": " "}, {"note": "Since when?", "field": "responses-7-text"}]
)
def test_city_is_not_asked_without_a_note_or_about_a_field_that_is_none(organiser, client, data):
    contribution = make_submitted()

    answer = press(client, contribution, "ask", **data)

    assert answer.status_code == 422
    assert not ReviewNote.objects.exists()
    assert Contribution.objects.get().state == "submitted"


def test_remark_among_organisers_reaches_no_city(
    organiser, client, mailoutbox, django_capture_on_commit_callbacks
):
    contribution = make_submitted()
    make_officer(city=contribution.city)

    with django_capture_on_commit_callbacks(execute=True):
        press(client, contribution, "remark", remark="Compare with last year.")

    assert [(n.text, n.to_city) for n in ReviewNote.objects.all()] == [
        ("Compare with last year.", False)
    ]
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("do", "starts", "ends"),
    [("accept", "submitted", "accepted"), ("send_wording", "accepted", "accepted")],
)
def test_button_moves_the_contribution(organiser, client, do, starts, ends):
    contribution = make_submitted(state=starts)

    press(client, contribution, do)

    assert Contribution.objects.get().state == ends


def test_button_does_nothing_to_a_text_that_was_not_seen(organiser, client):
    contribution = make_submitted()
    seen = wording_digest(contribution)
    contribution.responses.update(text_en="Sent again meanwhile")

    answer = press(client, contribution, "accept", version=seen)

    html = client.get(answer["Location"]).content.decode()
    assert "so nothing was done" in html
    assert Contribution.objects.get().state == "submitted"
    press(client, contribution, "accept", version=wording_digest(contribution))
    assert Contribution.objects.get().state == "accepted"


def test_documents_are_there_to_review(organiser, client):
    contribution = make_submitted()
    document = Attachment.objects.create(
        contribution=contribution, name="Decreto.pdf", kind="pdf", media_type="application/pdf",
        size=1500, checksum="x", file="attachments/x",
    )  # fmt: skip

    html = client.get(page(contribution)).content.decode()

    assert reverse("cities:document", args=[contribution.pk, document.key]) in html
    assert "Decreto.pdf" in html


def test_what_is_not_known_leaves_no_empty_place(organiser, client):
    contribution = make_submitted()
    contribution.responses.update(since="2026-03-25")
    ReviewNote.objects.create(contribution=contribution, text="Since when?", to_city=True)

    html = client.get(page(contribution)).content.decode()

    assert re.search(r"[·>]\s*·\s*(·|since)", html) is None
    assert "since 25 March 2026" in html


@pytest.mark.parametrize("do", ["begin", "save", "ask", "remark", "accept"])
def test_review_is_refused_to_rapporteurs_and_strangers(client, db, do):
    contribution = make_submitted()
    assert client.get(page(contribution)).status_code == 302

    client.force_login(make_user(group=RAPPORTEURS))

    assert client.get(page(contribution)).status_code == 403
    assert press(client, contribution, do, note="x", remark="x").status_code == 403
    assert Contribution.objects.get().state == "submitted"


def test_review_answers_404_without_its_object_and_400_to_the_unknown(organiser, client):
    contribution = make_submitted()

    assert client.get(reverse("admin:cities_contribution_review", args=[987654])).status_code == 404
    assert press(client, contribution, "delete_everything").status_code == 400


def test_page_takes_as_many_queries_for_many_answers_as_for_one(
    organiser, client, django_assert_num_queries, django_assert_max_num_queries
):
    contribution = make_submitted()
    client.get(page(contribution))
    with django_assert_max_num_queries(40) as first:
        client.get(page(contribution))
    for _number in range(3):
        make_response(contribution=contribution)
        make_challenge(contribution=contribution)
    with django_assert_num_queries(len(first)):
        client.get(page(contribution))


def test_quotation_is_taken_over_once_and_not_yet_cleared(organiser, client):
    contribution = make_submitted(quote="We stand together.", quote_speaker="Ada Mayor")
    address = reverse("admin:sessions_app_quote_take_over", args=[contribution.pk])

    assert client.get(address).status_code == 405
    for _time in range(2):
        answer = client.post(address)

    quote = contribution.session.quotes.get()
    assert answer.url == reverse("admin:sessions_app_quote_change", args=[quote.pk])
    assert (quote.text_en, quote.is_cleared) == ("We stand together.", False)
    assert (quote.speaker.person.name, quote.speaker.consents_to_listing) == ("Ada Mayor", False)


def test_representative_becomes_a_participant_once_and_can_be_translated(organiser, client):
    contribution = make_submitted(
        representative_name="Lucía Paz",
        representative_position="Alcaldesa",
        original_language="es",
        consented_at=now(),
    )
    address = reverse("admin:sessions_app_participant_take_over", args=[contribution.pk])
    assert address in client.get(page(contribution)).content.decode()
    assert client.get(address).status_code == 405

    for _time in range(2):
        answer = client.post(address)

    participant = contribution.session.participants.get()
    assert answer.url == reverse("admin:sessions_app_participant_change", args=[participant.pk])
    assert (participant.role, participant.position_es) == ("city", "Alcaldesa")
    assert participant.consents_to_listing
    contribution.refresh_from_db()
    assert contribution.representative == participant.person
    assert address not in client.get(page(contribution)).content.decode()


def test_representative_who_takes_part_already_is_found_by_name(organiser, client):
    contribution = make_submitted(representative_name="Lucia  PAZ")
    there = make_participant(
        session=contribution.session, person=make_person(name="Lucía Paz"), role="speaker"
    )

    client.post(reverse("admin:sessions_app_participant_take_over", args=[contribution.pk]))

    contribution.refresh_from_db()
    assert contribution.representative == there.person
    assert contribution.session.participants.get() == there


def test_representative_is_taken_over_by_organisers_only(client, db):
    contribution = make_submitted(representative_name="Lucía Paz")
    address = reverse("admin:sessions_app_participant_take_over", args=[contribution.pk])

    assert client.post(address).status_code in (302, 403)
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.post(address).status_code == 403
    client.force_login(make_user(group=ORGANISERS))
    assert client.post(address.replace(str(contribution.pk), "999999")).status_code == 404
    assert not contribution.session.participants.exists()


def test_quotation_that_is_none_is_not_taken_over(organiser, client):
    contribution = make_submitted()
    address = reverse("admin:sessions_app_quote_take_over", args=[contribution.pk])

    assert client.post(address).status_code == 404
    client.force_login(make_user())
    assert client.post(address).status_code in (302, 403)
    assert not contribution.session.quotes.exists()


def test_response_names_challenges_of_printed_cities_only(organiser, client):
    contribution = make_submitted()
    printed = make_submitted(session=contribution.session, state="accepted")
    hidden = make_submitted(session=contribution.session)
    address = reverse("admin:cities_policyresponse_change", args=[contribution.responses.get().pk])

    form = client.get(address).context["adminform"].form

    groups = dict(form.fields["answers"].widget.choices)
    assert set(groups) == {str(contribution.city), str(printed.city)}
    assert hidden.challenges.get() not in form.fields["answers"].queryset


def test_review_begins_on_a_press_and_is_recorded(organiser, client):
    contribution = make_submitted()
    assert (
        "The city may still change what it sent" in client.get(page(contribution)).content.decode()
    )

    press(client, contribution, "begin")

    assert Contribution.objects.get().review_began_by == organiser
    assert "Review begun by" in client.get(page(contribution)).content.decode()


def test_review_begins_with_the_first_text_that_is_edited(organiser, client):
    contribution = make_submitted()

    press(client, contribution, "save", **filled(contribution, **{key(contribution, "en"): "New"}))

    assert Contribution.objects.get().review_began_by == organiser


def test_review_of_what_the_city_has_taken_up_does_not_begin(organiser, client):
    contribution = make_submitted()
    Contribution.objects.get().take_up()

    press(client, contribution, "begin")

    assert Contribution.objects.get().review_began_at is None
