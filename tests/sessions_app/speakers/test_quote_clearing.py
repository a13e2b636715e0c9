"""Quotations that are cleared by their speakers, behind personal links."""

import re
from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now
from lxml import html

from llex.core.mail.models import Mail
from llex.core.models import TranslationMark
from llex.core.translations.marks import is_outdated
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.editions import NotReady, publish
from sessions_app.models import Person, Quote, Series
from sessions_app.speakers.quote_clearing import ask_to_clear
from tests.factories import (
    in_all,
    keep_translations,
    make_full_session,
    make_participant,
    make_person,
    make_quote,
    make_user,
)


@pytest.fixture
def quote(db):
    session = make_full_session(slug="launch")
    person = make_person(name="Ada Colau", email="ada@example.org")
    speaker = make_participant(session=session, person=person, role="speaker")
    return make_quote(session=session, speaker=speaker, is_cleared=False)


@pytest.fixture
def link(quote):
    return ask(quote)


def ask(quote):
    assert ask_to_clear(quote, by=make_user())
    quote.refresh_from_db()
    mail = Mail.objects.filter(kind="quote_clearing").latest("pk")
    return re.search(r"http://testserver(\S+/quotation/\S+)", mail.text)[1]


def page_of(response):
    return html.fromstring(response.content)


def send(client, link, do, **values):
    read = page_of(client.get(link)).xpath("//input[@name='read']/@value")[0]
    return client.post(link, {"do": do, "read": read, **values})


def printed(quote):
    return {one.id for one in compose(quote.session, "en").quotations}


def texts_of(page):
    return " ".join(page.xpath("//main")[0].text_content().split())


def test_speaker_sees_the_quotation_and_where_it_is_printed(client, quote, link):
    page = page_of(client.get(link))

    assert "We stand together" in texts_of(page)
    assert "Introduction" in texts_of(page)
    assert len(page.xpath("//main//details/blockquote")) == 3
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]


def test_speaker_is_asked_in_the_main_language_with_the_words(quote, link):
    mail = Mail.objects.get(kind="quote_clearing")

    assert mail.recipient == "ada@example.org"
    assert "We stand together" in mail.text


def test_opening_the_link_changes_nothing(client, quote, link):
    client.get(link)
    quote.refresh_from_db()

    assert (quote.clearing, quote.is_cleared) == ("asked", False)


def test_quotation_is_printed_once_its_speaker_agrees(client, quote, link):
    assert quote.pk not in printed(quote)
    response = send(client, link, "accept")
    quote.refresh_from_db()

    assert response.status_code == 302
    assert (quote.clearing, quote.is_cleared) == ("accepted", True)
    assert quote.pk in printed(quote)
    assert "You agreed to this quotation" in texts_of(page_of(client.get(link)))


def test_wording_that_is_changed_afterwards_is_no_longer_cleared(client, quote, link):
    send(client, link, "accept")
    quote.refresh_from_db()
    quote.text_fr = "Nous ne sommes plus ensemble"
    quote.save()

    assert not quote.may_be_printed
    assert quote.pk not in printed(quote)
    assert "changed since you agreed" in texts_of(page_of(client.get(link)))


def test_another_wording_is_kept_for_the_organisers(client, quote, link):
    send(client, link, "propose", wording="We work together")
    quote.refresh_from_db()

    assert (quote.clearing, quote.answer) == ("proposed", "We work together")
    assert not quote.is_cleared
    assert quote.text_en == "We stand together (en)"


def test_empty_wording_is_refused_beside_its_field_and_the_reason_is_kept(client, quote, link):
    response = send(client, link, "propose", wording=" ", reason="I was misheard")
    page = page_of(response)

    assert response.status_code == 422
    assert "Write how you want to be quoted." in texts_of(page)
    assert page.xpath("//textarea[@name='reason']")[0].text.strip() == "I was misheard"
    quote.refresh_from_db()
    assert quote.clearing == "asked"


def test_refused_quotation_is_not_printed_and_the_answer_can_be_changed(client, quote, link):
    send(client, link, "accept")
    send(client, link, "refuse", reason="Not for print")
    quote.refresh_from_db()
    assert (quote.clearing, quote.answer, quote.is_cleared) == ("refused", "Not for print", False)

    send(client, link, "accept")
    quote.refresh_from_db()
    assert (quote.clearing, quote.answer, quote.may_be_printed) == ("accepted", "", True)


def test_answer_to_a_text_that_was_changed_meanwhile_is_not_taken(client, quote, link):
    read = page_of(client.get(link)).xpath("//input[@name='read']/@value")[0]
    quote.text_en = "We fall apart"
    quote.save()
    response = client.post(link, {"do": "accept", "read": read})

    assert response.status_code == 409
    assert "We fall apart" in texts_of(page_of(response))
    quote.refresh_from_db()
    assert quote.clearing == "asked"


@pytest.mark.parametrize("do", ["", "publish", "ask"])
def test_answer_that_the_page_does_not_offer_is_refused(client, quote, link, do):
    assert send(client, link, do).status_code == 422
    quote.refresh_from_db()
    assert quote.clearing == "asked"


def test_link_ends_with_a_newer_one_and_after_thirty_days(client, quote, link):
    newer = ask(quote)

    for method in (client.get, client.post):
        assert method(link).status_code == 410
    assert client.get(newer).status_code == 200
    Quote.objects.update(asked_at=now() - timedelta(days=31))
    for method in (client.get, client.post):
        assert method(newer).status_code == 410


@pytest.mark.parametrize("change", [lambda path: path[:-3] + "/", lambda path: path[:-4] + "xyz/"])
def test_forged_link_is_unknown(client, quote, link, change):
    assert client.get(change(link)).status_code == 404
    assert client.post(change(link), {"do": "accept"}).status_code == 404


def test_link_of_another_quotation_is_unknown(client, quote, link):
    other = make_quote(session=quote.session, speaker=quote.speaker, is_cleared=False)

    assert client.get(link.replace(f"/{quote.pk}/", f"/{other.pk}/")).status_code == 404


def test_asking_again_takes_back_what_was_cleared(client, quote, link):
    send(client, link, "accept")
    ask(quote)

    assert (quote.clearing, quote.is_cleared, quote.cleared_texts) == ("asked", False, {})


def test_speaker_without_an_address_is_not_asked(quote):
    quote.speaker.person.email = ""
    quote.speaker.person.save()

    assert not ask_to_clear(quote, by=make_user())
    quote.refresh_from_db()
    assert quote.clearing == ""
    assert not Mail.objects.exists()


def test_uncleared_quotation_stops_the_print_unless_a_reason_is_given(quote, link):
    keep_translations(quote.session)
    with pytest.raises(NotReady) as refused:
        publish(quote.session)
    assert "uncleared_quote" in {one.code for one in refused.value.findings}

    edition = publish(quote.session, override="The speaker is travelling.").edition
    assert edition.override == "The speaker is travelling."
    kept = edition.documents.first().content["quotations"]
    assert quote.pk not in {one["id"] for one in kept}


def test_organisers_ask_from_the_list_and_read_the_answer(admin_client, client, quote):
    nameless = make_quote(session=quote.session, is_cleared=False, **in_all("text", "Words"))
    Person.objects.filter(pk=nameless.speaker.person_id).update(email="", name="Bo Nobody")
    path = reverse("admin:sessions_app_quote_changelist")
    data = {"action": "ask_speakers", "_selected_action": [quote.pk, nameless.pk]}
    answer = admin_client.post(path, data, follow=True).content.decode()

    assert "1 speaker is asked by e-mail." in answer
    assert "No e-mail address is known of: Bo Nobody." in answer
    mail = Mail.objects.get(kind="quote_clearing")
    link = re.search(r"http://testserver(\S+/quotation/\S+)", mail.text)[1]
    send(client, link, "propose", wording="We work together")
    change = reverse("admin:sessions_app_quote_change", args=[quote.pk])
    shown = admin_client.get(change).content.decode()
    assert "proposes other words" in shown
    assert "We work together" in shown


def organisers_mail():
    return Mail.objects.get(kind="quote_answered")


def test_organisers_are_told_of_proposed_words_and_of_a_refusal(client, quote, link):
    Series.objects.update(contact="desk@example.org")
    send(client, link, "accept")
    assert not Mail.objects.filter(kind="quote_answered").exists()

    send(client, link, "propose", wording="We work together")
    mail = organisers_mail()
    assert mail.recipient == "desk@example.org"
    assert "Ada Colau" in mail.subject
    assert "We work together" in mail.text
    assert reverse("admin:sessions_app_quote_change", args=[quote.pk]) in mail.text

    Mail.objects.filter(pk=mail.pk).delete()
    send(client, link, "refuse", reason="I was misheard")
    assert "does not want to be quoted" in organisers_mail().text
    assert "I was misheard" in organisers_mail().text


def adopt(client, quote):
    return client.post(
        reverse("admin:sessions_app_quote_adopt", args=[quote.pk]), {"_form_submitted": "True"}
    )


def test_proposed_words_are_adopted_and_translations_outdated(admin_client, client, quote, link):
    before = quote.text_en
    send(client, link, "propose", wording="We work together")
    shown = admin_client.get(reverse("admin:sessions_app_quote_change", args=[quote.pk]))
    assert reverse("admin:sessions_app_quote_adopt", args=[quote.pk]) in shown.content.decode()

    answer = adopt(admin_client, quote)

    assert answer.status_code in (200, 302)
    quote.refresh_from_db()
    assert (quote.text_en, quote.clearing) == ("We work together", "accepted")
    # The other languages still say what the speaker did not want.
    assert not quote.may_be_printed
    assert quote.text_fr == "We stand together (fr)"
    marks = TranslationMark.objects.about([quote]).filter(field="text")
    assert {mark.language for mark in marks if is_outdated(mark, quote)} == {"fr", "es", "ar"}
    log = LogEntry.objects.get_for_object(quote)
    assert any(one.changes.get("text_en") == [before, "We work together"] for one in log)
    said = " ".join(str(one) for one in get_messages(answer.wsgi_request))
    assert "Bring these languages in line" in said


def test_words_in_another_language_are_adopted_there(admin_client, client, quote, link):
    send(client, link.replace("/en/", "/fr/"), "propose", wording="Nous travaillons ensemble")

    adopt(admin_client, quote)

    quote.refresh_from_db()
    assert quote.text_fr == "Nous travaillons ensemble"
    assert quote.text_en == "We stand together (en)"
    assert quote.cleared_texts == {"fr": "Nous travaillons ensemble"}
    assert not quote.may_be_printed


def test_adopted_words_of_a_quotation_in_one_language_are_printed(admin_client, client):
    session = make_full_session(slug="launch", languages=["en"])
    speaker = make_participant(session=session, person=make_person(email="ada@example.org"))
    quote = make_quote(session=session, speaker=speaker, is_cleared=False)
    send(client, ask(quote), "propose", wording="We work together")

    adopt(admin_client, quote)

    quote.refresh_from_db()
    assert quote.may_be_printed
    assert quote.pk in printed(quote)


def test_words_are_adopted_only_where_some_are_proposed(admin_client, client, quote, link):
    answer = adopt(admin_client, quote)

    assert "is not possible" in str(next(iter(get_messages(answer.wsgi_request))))
    send(client, link, "propose", wording="We work together")
    adopt(admin_client, quote)
    Quote.objects.filter(pk=quote.pk).update(text_en="Changed since")
    adopt(admin_client, quote)
    quote.refresh_from_db()
    assert quote.text_en == "Changed since"
    missing = reverse("admin:sessions_app_quote_adopt", args=[10**6])
    assert admin_client.post(missing, {"_form_submitted": "True"}).status_code == 404


def test_only_who_may_change_quotations_adopts_words(client, quote, link):
    send(client, link, "propose", wording="We work together")

    assert adopt(client, quote).status_code == 302
    client.force_login(make_user(email="reader@example.org", is_staff=True))
    assert adopt(client, quote).status_code == 403
    quote.refresh_from_db()
    assert quote.clearing == "proposed"


def test_only_who_may_change_quotations_asks(client, quote):
    path = reverse("admin:sessions_app_quote_changelist")
    data = {"action": "ask_speakers", "_selected_action": [quote.pk]}

    assert client.post(path, data).status_code == 302
    client.force_login(make_user(email="reader@example.org", is_staff=True))
    assert client.post(path, data).status_code == 403
    assert not Mail.objects.exists()
