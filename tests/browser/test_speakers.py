"""A speaker confirms in Arabic on a phone; organisers accept; the session's page shows it."""

import re

import pytest

from llex.core.models import Mail
from sessions_app.models import SpeakerInvitation
from sessions_app.speakers import accepting, speaker_links
from tests.factories_registration import make_open_session
from tests.factories_speakers import (
    fresh,
    make_confirmed,
    make_speaker,
    picture_file,
    send_slides,
)

PHONE = {"viewport": {"width": 360, "height": 740}}
PLAIN = PHONE | {"java_script_enabled": False}
BIOGRAPHY = "تدير أمينة مصلحة المياه في تونس منذ عشر سنوات."


@pytest.fixture
def session(transactional_db):
    return make_open_session()


def link_to(email, kind):
    text = Mail.objects.filter(recipient=email, kind=kind).latest("pk").text
    return "/" + re.search(r"https?://[^/\s]+/(\S+/speaker/\S+)", text)[1]


def confirm(reader):
    page = reader.open(link_to("amina@example.org", "speaker_invitation"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "الدور المعروض عليكم" in page.inner_text("main")
    reader.follow(page.get_by_role("link", name="تأكيد مشاركتي"))
    page.get_by_label("اسمكم كما سيُنشر").fill("أمينة حداد")
    page.get_by_label("اسمكم بكتابة أخرى").fill("Amina Haddad")
    page.get_by_label("منصبكم يوم الجلسة").fill("مديرة المياه")
    page.get_by_label("سيرة موجزة").fill(BIOGRAPHY)
    page.get_by_label("يجوز أن تذكر صفحة الجلسة").check()
    reader.follow(page.get_by_role("button", name="مراجعة إجاباتي"))
    assert BIOGRAPHY in page.inner_text("main")
    assert SpeakerInvitation.objects.get().awaits_answer
    reader.follow(page.get_by_role("button", name="تأكيد مشاركتي"))
    return page


@pytest.mark.parametrize("reader", [PHONE, PLAIN], indirect=True, ids=["phone", "no-script"])
def test_speaker_confirms_in_arabic_and_is_on_the_page_of_the_session(reader, session):
    invitation = make_speaker(session, language="ar", asks_slides=False)
    page = confirm(reader)
    assert "مشاركة مؤكدة" in page.inner_text("main")
    reader.follow(page.get_by_role("link", name="إرسال صورة"))
    file = picture_file(900, 900)
    page.get_by_label("الصورة", exact=True).set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": file.read()}
    )
    page.get_by_label("ما يظهر فيها").fill("صورة امرأة أمام منصة")
    page.get_by_label("من التقط الصورة").fill("Lina Fotos")
    page.get_by_label("أوافق على الظهور").check()
    reader.follow(page.get_by_role("button", name="حفظ"))
    assert page.locator(".speaker-own-picture img").count() == 1
    assert reader.overflow() == 0
    page = reader.open(f"/ar/sessions/{session.slug}/")
    assert BIOGRAPHY not in page.inner_text("main")

    kept = fresh(invitation)
    for piece in ("picture", "biography"):
        accepting.accept(kept, piece, accepting.seen_of(kept)[piece], is_accepted=True)
    page = reader.open(f"/ar/sessions/{session.slug}/")

    shown = page.locator("section[aria-labelledby=speakers]")
    for text in ("أمينة حداد", "مديرة المياه", BIOGRAPHY, "Lina Fotos"):
        assert text in shown.inner_text()
    image = shown.locator("img")
    assert image.get_attribute("alt") == "صورة امرأة أمام منصة"
    image.scroll_into_view_if_needed()
    reader.wait_until("document.querySelector('.speaker img').naturalWidth > 0")
    assert reader.overflow() == 0
    page = reader.open(f"/en/sessions/{session.slug}/")
    assert "Amina Haddad" in page.locator("section[aria-labelledby=speakers]").inner_text()


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(reader, session, language):
    invitation = send_slides(make_confirmed(session))
    path = speaker_links.speaker_path(invitation)
    base = f"/{language}/{path.split('/', 2)[2]}"
    for page in ("", "answer/", "decline/", "picture/", "slides/"):
        reader.open(base + page)
        assert reader.violations() == []
        assert reader.overflow() == 0
