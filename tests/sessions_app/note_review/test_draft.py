"""The draft behind a private link: what its readers see, comment on and approve."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now
from lxml import html as parser

from cities.models import Contribution
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.editions import publish
from sessions_app.models import LearningSession, ReviewApproval, ReviewComment
from sessions_app.note_review.approvals import checksums
from sessions_app.note_review.passages import passages
from tests.factories import make_full_session, make_quote, make_review_link
from tests.sessions_app.note_review.test_links import path_of

pytestmark = pytest.mark.django_db
State = ReviewComment.State


@pytest.fixture
def link():
    return make_review_link()


def of_class(page, name):
    return page.xpath(f'//*[contains(concat(" ", @class, " "), " {name} ")]')


def note_in(page):
    return of_class(page, "note")[0]


def box_of(page, anchor):
    """Return what is beside a passage."""
    return page.get_element_by_id(f"at-{anchor}")


def page_of(client, link, code="en", language="en"):
    answer = client.get(path_of(link, f"{code}/", language=language))
    assert answer.status_code == 200
    return parser.fromstring(answer.content.decode())


def send(client, link, text="Not quite.", anchor="introduction", code="en"):
    return client.post(path_of(link, f"{code}/comments/"), {"anchor": anchor, "text": text})


def shown_by(page):
    return [field.get("value") for field in page.xpath("//*[@id='approval']//input[@name='shown']")]


# --- Reading --------------------------------------------------------------------------------------


def test_draft_is_the_note_as_it_would_be_published_in_each_language(client, link):
    session = link.session

    for code in session.languages:
        page = page_of(client, link, code)
        note = note_in(page)
        assert note.get("lang") == code
        assert f"What comes next ({code})" in note.text_content()
        # The page around it stays in the reader's language.
        assert page.get("lang") == "en"
        tabs = of_class(page, "draft-tabs")[0].xpath(".//a")
        assert [tab.get("aria-current") for tab in tabs].count("page") == 1
        assert len(tabs) == len(session.languages)
    assert "Draft" in of_class(page, "draft-mark")[0].text


def test_draft_opens_in_the_language_of_the_page_or_the_reader_or_the_note(client):
    session = make_full_session(languages=["en", "fr"])

    def opened(own, shown):
        link = make_review_link(session=session, language=own)
        answer = client.get(path_of(link, language=shown))
        return note_in(parser.fromstring(answer.content.decode())).get("lang")

    assert opened("fr", "fr") == "fr"
    assert opened("fr", "es") == "fr"
    assert opened("es", "ar") == "en"
    link = make_review_link(session=session)
    assert client.get(path_of(link, "es/")).status_code == 404
    assert client.get(path_of(link, "xx/")).status_code == 404


@pytest.mark.parametrize(("extension", "start"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_draft_is_there_as_pdf_and_word(client, link, extension, start):
    answer = client.get(path_of(link, f"ar/draft.{extension}"))

    assert answer.status_code == 200
    assert answer.content.startswith(start)
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert client.get(path_of(link, "ar/draft.json")).status_code == 404
    assert client.get(path_of(link, "xx/draft.pdf")).status_code == 404


def test_public_note_has_no_place_for_comments(client, link):
    link.session.contributions.update(consented_at=now())
    publish(link.session, override="For the test.")
    answer = client.get(f"/en/sessions/{link.session.slug}/briefing/")

    assert answer.status_code == 200
    assert "draft-beside" not in answer.content.decode()


def test_every_passage_can_be_commented_on_in_its_place(client, link):
    make_quote(session=link.session)
    document = compose_all(link.session)["en"]
    page = page_of(client, link)

    boxes = [box.get("id") for box in of_class(page, "draft-beside")]
    assert sorted(boxes) == sorted(f"at-{anchor}" for anchor in passages(document))
    assert len(boxes) == len(set(boxes)) > 15
    # Each name of a form is its own, for those who hear the page.
    names = [field.get("aria-label") for field in page.xpath("//textarea")]
    assert len(names) == len(set(names))


# --- Commenting -----------------------------------------------------------------------------------


def test_comment_is_kept_with_its_passage_and_shown_there(client, link):
    row = link.session.contributions.first()
    anchor = f"response-{row.responses.first().pk}"

    answer = send(client, link, "Since *when*?", anchor, "fr")

    comment = ReviewComment.objects.get()
    assert answer.url.endswith(f"/fr/#at-{anchor}")
    assert (comment.link, comment.language, comment.anchor) == (link, "fr", anchor)
    assert row.city.name_fr in comment.place
    assert comment.excerpt
    box = box_of(page_of(client, link, "fr"), anchor)
    # As it was written, and no Markdown.
    assert "Since *when*?" in box.text_content()
    assert "Since" not in page_of(client, link, "en").text_content()
    assert "1 comment" in of_class(page_of(client, link, "en"), "draft-tabs")[0].text_content()


def test_comment_is_escaped_and_cleaned(client, link):
    send(client, link, "<script>alert(1)</script>\u202e **bold**\u2060\n\nTwo")

    comment = ReviewComment.objects.get()
    assert not {"\u2060", "\u202e"} & set(comment.text)
    assert send(client, link, "A\x00B").status_code == 400
    assert link.comments.count() == 1
    answer = client.get(path_of(link, "en/")).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **bold**" in answer


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 3001])
def test_comment_that_is_empty_or_very_long_comes_back_with_its_text(client, link, text):
    answer = send(client, link, text)

    assert answer.status_code == 422
    assert not ReviewComment.objects.exists()
    page = parser.fromstring(answer.content.decode())
    box = box_of(page, "introduction")
    assert box.xpath(".//details[@open]//p[@class='errors']")
    assert box.xpath(".//textarea")[0].text_content().strip() == text.strip()


def test_comment_on_a_passage_that_is_gone_comes_back_for_the_whole_note(client, link):
    answer = send(client, link, "Kept", "response-999999")

    assert answer.status_code == 409
    page = parser.fromstring(answer.content.decode())
    assert box_of(page, "").xpath(".//textarea")[0].text_content().strip() == "Kept"
    assert not ReviewComment.objects.exists()


def test_comment_outlives_its_passage(client, link):
    row = link.session.contributions.first()
    send(client, link, "About them", f"city-{row.city.slug}")
    Contribution.objects.filter(pk=row.pk).update(state="draft")

    page = page_of(client, link)

    assert "About them" in of_class(page, "draft-comments")[0].text_content()


def test_too_many_comments_are_refused_and_nothing_is_lost(client, link):
    ReviewComment.objects.bulk_create(
        ReviewComment(link=link, language="en", place="Title", text="So") for _ in range(60)
    )

    answer = send(client, link, "One more")

    assert answer.status_code == 429
    assert "One more" in answer.content.decode()
    assert link.comments.count() == 60
    link.comments.update(written_at=now() - timedelta(hours=2))
    assert send(client, link, "One more").status_code == 302


def test_own_comment_is_changed_and_deleted_while_it_is_open(client, link):
    send(client, link)
    comment = link.comments.get()
    address = path_of(link, f"en/comments/{comment.pk}/")

    client.post(address, {"action": "save", "text": "Better."})
    comment.refresh_from_db()
    assert comment.text == "Better."
    assert comment.edited_at
    assert client.post(address, {"action": "save", "text": " "}).status_code == 422
    assert client.post(address, {"action": "other"}).status_code == 400
    assert client.post(address, {"action": "delete"}).status_code == 302
    assert not link.comments.exists()
    assert client.post(address, {"action": "delete"}).status_code == 404


def test_comment_that_was_dealt_with_stays_and_shows_the_answer(client, link):
    send(client, link)
    comment = link.comments.get()
    comment.give_answer("<b>Mended</b>", by=None)
    address = path_of(link, f"en/comments/{comment.pk}/")

    for action in ("save", "delete"):
        assert client.post(address, {"action": action, "text": "Other"}).status_code == 409
    box = box_of(page_of(client, link), "introduction")
    assert "<b>Mended</b>" in box.text_content()
    assert "Change or delete" not in box.text_content()


def test_readers_neither_see_nor_change_comments_of_each_other(client, link):
    other = make_review_link(session=link.session, name="Noor", role="partner")
    send(client, link, "Mine alone")
    comment = link.comments.get()

    assert "Mine alone" not in page_of(client, other).text_content()
    address = path_of(other, f"en/comments/{comment.pk}/")
    assert client.post(address, {"action": "delete"}).status_code == 404
    foreign = make_review_link()
    address = path_of(foreign, f"en/comments/{comment.pk}/")
    assert client.post(address, {"action": "delete"}).status_code == 404
    assert link.comments.exists()


def test_forged_form_is_refused(link):
    client = Client(enforce_csrf_checks=True)
    assert send(client, link).status_code == 403
    assert client.post(path_of(link, "en/approve/"), {"approve": "en"}).status_code == 403


# --- Approving ------------------------------------------------------------------------------------


def approve(client, link, what, shown=None, code="en"):
    shown = shown if shown is not None else shown_by(page_of(client, link, code))
    return client.post(path_of(link, f"{code}/approve/"), {"approve": what, "shown": shown})


def approved(client, link):
    text = of_class(page_of(client, link), "draft-standings")[0].text_content()
    return re.sub(r"\s+", " ", text)


def test_one_language_is_approved_as_it_is(client, link):
    answer = approve(client, link, "fr")

    assert answer.status_code == 302
    row = ReviewApproval.objects.get()
    assert (row.link, row.language) == (link, "fr")
    assert row.checksum == checksums(compose_all(link.session))["fr"]


def test_all_languages_are_approved_at_once_and_one_is_taken_back(client, link):
    approve(client, link, "all")
    assert {row.language for row in link.approvals.all()} == set(link.session.languages)

    client.post(path_of(link, "en/approve/"), {"withdraw": "en"})

    assert "en" not in {row.language for row in link.approvals.all()}


def test_approval_is_outdated_once_the_text_changes_and_is_given_again(client, link):
    approve(client, link, "all")
    LearningSession.objects.filter(pk=link.session.pk).update(closing_text_fr="Otherwise")

    assert approved(client, link).count("changed since you approved it") == 1
    approve(client, link, "fr")
    assert "changed" not in approved(client, link)
    assert link.approvals.count() == len(link.session.languages)


def test_text_that_changed_since_it_was_read_is_not_approved(client, link):
    shown = shown_by(page_of(client, link))
    LearningSession.objects.filter(pk=link.session.pk).update(closing_text_fr="Otherwise")

    for what in ("fr", "all"):
        answer = approve(client, link, what, shown)
        assert answer.status_code == 409
        assert "The note has changed since you opened it" in answer.content.decode()
    assert not link.approvals.exists()
    # Another language is as it was read.
    assert approve(client, link, "en", shown).status_code == 302


@pytest.mark.parametrize("data", [{}, {"approve": "xx"}, {"approve": ""}])
def test_approval_of_nothing_is_refused(client, link, data):
    assert client.post(path_of(link, "en/approve/"), data).status_code == 400
    assert client.post(path_of(link, "en/approve/"), {"approve": "en"}).status_code == 409
    assert not ReviewApproval.objects.exists()


def test_reading_approves_nothing(client, link):
    for code in link.session.languages:
        page_of(client, link, code)
    client.get(path_of(link, "en/draft.pdf"))

    assert not ReviewApproval.objects.exists()
    assert not ReviewComment.objects.exists()


def test_page_takes_as_many_queries_for_many_rows_as_for_few(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    few, many = make_review_link(), make_review_link(session=make_full_session(rows=4))
    for link, count in ((few, 1), (many, 5)):
        for _number in range(count):
            link.comments.create(language="en", anchor="title", place="Title", text="So")
        link.approvals.create(language="en", checksum="0" * 64)
        page_of(client, link)

    with django_assert_max_num_queries(35) as first:
        page_of(client, few)
    with django_assert_num_queries(len(first)):
        page_of(client, many)


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_page_is_in_the_language_of_its_reader(client, link, language):
    page = page_of(client, link, "en", language)

    assert page.get("lang") == language
    assert note_in(page).get("lang") == "en"
    assert of_class(page, "draft-beside")[0].get("lang") == language
    assert "Send the comment" not in box_of(page, "title").text_content()
