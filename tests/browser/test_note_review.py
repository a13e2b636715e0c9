"""The chair reads, comments and approves a draft on a phone; the organiser answers."""

import pytest
from django.urls import reverse

from sessions_app.groups import ORGANISERS
from sessions_app.models import LearningSession, ReviewComment, ReviewLink
from sessions_app.note_review.links import build_url
from tests.browser.test_organising import log_in
from tests.factories import PASSWORD, make_full_session, make_review_link, make_user

PHONE = {"viewport": {"width": 360, "height": 740}}
NIGHT = PHONE | {"color_scheme": "dark"}
PLAIN = PHONE | {"java_script_enabled": False}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def session(transactional_db):
    return make_full_session()


def path_of(link, language="en"):
    return "/" + build_url(link, language).split("/", 3)[3]


@pytest.mark.parametrize(
    "reader", [LAPTOP, PHONE, NIGHT], indirect=True, ids=["laptop", "phone", "night"]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_draft_has_no_barrier_and_fits_the_window(reader, session, language):
    link = make_review_link(session=session)
    for anchor in ("introduction", "gone"):
        comment = link.comments.create(
            language=language, anchor=anchor, place="Introduction", text="Since when?" * 9
        )
        comment.give_answer("Since May.", by=None)
    link.comments.create(language=language, anchor="title", place="Title", text="Shorter?")
    link.approvals.create(language="fr", checksum="0" * 64)
    page = reader.open(path_of(link, language))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert reader.violations() == []
    assert reader.overflow() == 0


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("change", [{}, {"issue": 2}, {"revoked": True}, {"forged": True}])
def test_closed_link_has_no_barrier(reader, session, change):
    link = make_review_link(session=session)
    address = path_of(link, "ar")
    if "issue" in change:
        ReviewLink.objects.update(issue=2)
    elif "revoked" in change:
        link.revoke()
    elif "forged" in change:
        address = address[:-9] + "/"
    else:
        ReviewLink.objects.update(expires_at=link.made_at)

    answer = reader.page.goto(reader.site + address)

    assert answer.status == (404 if "forged" in change else 410)
    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.errors.clear()


@pytest.mark.parametrize("reader", [PLAIN], indirect=True, ids=["without a script"])
def test_chair_comments_and_approves_on_a_phone_and_the_organiser_answers(
    reader, chromium, session
):
    link = make_review_link(session=session, language="fr")
    page = reader.open(path_of(link, "fr"))
    box = page.locator("#at-introduction")
    box.locator("summary").click()
    box.get_by_role("textbox").fill("Depuis quand ?")
    reader.follow(box.get_by_role("button", name="Envoyer le commentaire"))
    assert page.url.endswith("#at-introduction")
    box.get_by_text("Depuis quand ?").first.wait_for()
    reader.follow(page.get_by_role("button", name="J’approuve la note en français"))
    page.locator("#approval").get_by_text("approuvée le").wait_for()

    # The organiser.
    organiser = chromium.new_context(**LAPTOP)
    desk = organiser.new_page()
    _log_in(desk, reader.site, make_user(group=ORGANISERS, name="Ana Brandt"))
    address = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    desk.goto(reader.site + address)
    panel = desk.locator("#draft-readers")
    assert "Depuis quand ?" in panel.inner_text()
    assert "Français: approved on" in panel.inner_text()
    panel.get_by_role("textbox", name="Your answer: Introduction").fill("Depuis mai.")
    with desk.expect_navigation():
        panel.locator("button[value=answer]").click()
    assert ReviewComment.objects.get().state == ReviewComment.State.ANSWERED
    LearningSession.objects.filter(pk=session.pk).update(introduction_fr="Depuis mai, enfin.")
    desk.reload()
    assert "Français: approved, changed since" in panel.inner_text()
    organiser.close()

    # The chair again.
    page.reload()
    assert "Depuis mai." in box.inner_text()
    assert "modifiée depuis votre approbation" in page.locator("#approval").inner_text()


@pytest.mark.parametrize("reader", [LAPTOP], indirect=True, ids=["laptop"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_organiser_makes_a_link_and_copies_it(reader, session, language):
    log_in(reader, make_user(group=ORGANISERS))
    name = "admin:sessions_app_learningsession_add_review_link"
    address = reverse(name, args=[session.pk]).replace("/en/", f"/{language}/", 1)
    page = reader.open(address)
    assert reader.violations(".publish") == []
    page.locator("[name=name]").fill("Carla Duarte")
    reader.follow(page.locator(".publish-buttons button"))

    link = ReviewLink.objects.get()
    assert page.locator("#review-address").input_value() == build_url(link)
    assert reader.violations(".publish") == []
    assert reader.overflow() == 0


def _log_in(page, site, user):

    page.goto(site + "/en/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign in").click()
