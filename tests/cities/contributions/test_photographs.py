"""Photographs that cities offer: what is kept of a file, and what is refused."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cities import photograph_files
from cities.contributions import photographs
from cities.models import Contribution, Photograph
from llex.core.states import WrongState
from tests.cities.contributions.test_attachments import pdf, picture
from tests.factories import make_contribution, make_photograph, make_user

TEXTS = {"alternative": "Gente", "caption": "La noche", "credit": "Ana", "consent": True}


@pytest.fixture
def contribution(db):
    return make_contribution(state="draft", original_language="es")


def offer(contribution, content, name="a.jpg", **texts):
    file = SimpleUploadedFile(name, content)
    return photographs.offer(contribution, file, TEXTS | texts, by=make_user())


def opened(digest, size):
    return Image.open(io.BytesIO(photograph_files.read(digest, size)))


def with_place(size):
    """A photograph of a phone held upright: turned, with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=size, exif=exif)


def test_photograph_is_kept_upright_in_two_sizes_without_its_place(contribution):
    one = offer(contribution, with_place((2400, 1800)))

    large = opened(one.digest, photograph_files.LARGE)
    small = opened(one.digest, photograph_files.SMALL)
    assert (large.size, small.size) == ((1200, 1600), (480, 640))
    assert (one.width, one.height) == large.size
    assert [dict(image.getexif()) for image in (large, small)] == [{}, {}]


def test_texts_are_kept_in_the_language_of_the_contribution(contribution):
    one = offer(contribution, picture(size=(800, 600)))

    assert (one.alternative_es, one.caption_es, one.credit) == ("Gente", "La noche", "Ana")
    assert (one.alternative_en, one.state) == (None, "waiting")
    assert one.consent_text == "photograph-2026-11"


def test_texts_in_a_language_that_the_site_does_not_have_are_kept_as_originals(db):
    contribution = make_contribution(state="draft", original_language="sw")

    one = offer(contribution, picture(size=(800, 600)))

    assert (one.original_alternative, one.alternative_en) == ("Gente", None)
    assert photographs.texts_of(one) == TEXTS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(pdf(), "unknown", id="pdf"),
        pytest.param(b"", "empty", id="empty"),
        pytest.param(picture(size=(800, 600))[:900], "broken", id="broken"),
        pytest.param(b"hello", "unknown", id="text"),
        pytest.param(picture(size=(599, 400)), "small", id="small"),
        pytest.param(picture(size=(2000, 700)), "slim", id="slim"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(contribution, content, code):
    with pytest.raises(ValidationError) as refused:
        offer(contribution, content)

    assert refused.value.error_list[0].code == code
    assert not Photograph.objects.exists()


def test_a_third_photograph_and_the_same_one_twice_are_refused(contribution):
    offer(contribution, picture(size=(800, 600)))
    with pytest.raises(ValidationError, match="there already"):
        offer(contribution, picture(size=(800, 600)))
    offer(contribution, picture(size=(900, 600)))

    with pytest.raises(ValidationError, match="At most"):
        offer(contribution, picture(size=(1000, 600)))

    assert contribution.photographs.count() == photographs.MOST


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn", "declined"])
def test_photographs_stay_as_they_are_once_the_city_may_not_write(db, state):
    contribution = make_contribution(state=state)
    one = make_photograph(contribution=contribution)
    before = Photograph.objects.values().get()

    with pytest.raises(WrongState):
        offer(contribution, picture(size=(800, 600)))
    with pytest.raises(WrongState):
        photographs.describe(contribution, str(one.key), TEXTS)
    with pytest.raises(WrongState):
        photographs.take_off(contribution, str(one.key))
    assert Photograph.objects.values().get() == before


def test_what_is_said_anew_is_reviewed_anew(contribution):
    one = make_photograph(contribution=contribution)

    photographs.describe(contribution, str(one.key), photographs.texts_of(one))
    assert Photograph.objects.get().state == "accepted"

    photographs.describe(contribution, str(one.key), TEXTS | {"consent": False})
    changed = Photograph.objects.get()
    assert (changed.state, changed.alternative_es) == ("waiting", "Gente")
    assert (changed.consented_at, changed.consent_text) == (None, "")


def test_files_go_with_the_last_row_that_has_them(contribution, django_capture_on_commit_callbacks):
    one = make_photograph(contribution=contribution, colour="olive")
    other = make_photograph(contribution=make_contribution(), colour="olive")
    assert one.digest == other.digest

    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert photograph_files.read(one.digest, photograph_files.SMALL)
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert photograph_files.read(one.digest, photograph_files.SMALL) is None


@pytest.mark.parametrize(
    ("state", "verb"), [("accepted", "accept"), ("refused", "refuse")], ids=["accept", "refuse"]
)
def test_photograph_is_judged_once(db, state, verb):
    one = make_photograph(contribution=make_contribution(), state="waiting")

    getattr(one, verb)()

    assert Photograph.objects.get().state == state
    with pytest.raises(WrongState):
        getattr(one, verb)()


def test_submission_keeps_what_was_said_of_photographs(contribution):
    one = make_photograph(contribution=contribution)

    contribution.submit()

    sent = Contribution.objects.get().submissions.get().content["photographs"]
    assert [entry["digest"] for entry in sent] == [one.digest]
    assert sent[0]["credit"] == "Ana Foto"
