"""The page of photographs, and the files that readers get."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities import photograph_files
from cities.models import Photograph
from tests.cities.contributions.test_attachments import picture
from tests.factories import make_contribution, make_photograph

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def contribution(db):
    return make_contribution(state="draft", original_language="es")


def address(contribution):
    return reverse("cities:photographs", args=[contribution.pk])


def said(prefix, **changes):
    texts = {"alternative": "Gente", "caption": "", "credit": "Ana", "consent": "on"} | changes
    return {f"{prefix}-{name}": value for name, value in texts.items()}


def test_photograph_is_added_described_and_taken_off(client, contribution, officer):
    file = SimpleUploadedFile("a.png", picture("PNG", size=(800, 600)))

    client.post(address(contribution), said("new", file=file) | {"do": "add"})

    one = Photograph.objects.get()
    assert (one.alternative_es, one.by) == ("Gente", officer.user)
    page = client.get(address(contribution)).content.decode()
    assert "data:image/jpeg;base64," in page
    texts = said(one.key, alternative="Una plaza")
    client.post(address(contribution), texts | {"do": f"save:{one.key}"})
    assert Photograph.objects.get().alternative_es == "Una plaza"
    client.post(address(contribution), {"do": f"remove:{one.key}"})
    assert not Photograph.objects.exists()


def test_what_was_typed_is_there_again_when_the_file_is_refused(client, contribution, officer):
    file = SimpleUploadedFile("a.txt", b"no picture")

    answer = client.post(
        address(contribution),
        said("new", alternative="Larga descripción", file=file) | {"do": "add"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Larga descripción" in page
    assert "This is not an image" in page
    assert not Photograph.objects.exists()


def test_text_that_is_too_long_is_refused_and_kept_on_the_page(client, contribution, officer):
    one = make_photograph(contribution=contribution)

    answer = client.post(
        address(contribution), said(one.key, caption="x" * 301) | {"do": f"save:{one.key}"}
    )

    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()


def test_form_and_preview_show_the_photographs(client, contribution, officer):
    make_photograph(contribution=contribution, state="waiting")

    for name in ("contribution_edit", "contribution_preview"):
        page = client.get(reverse(f"cities:{name}", args=[contribution.pk])).content.decode()
        assert "data:image/jpeg;base64," in page


def test_photographs_of_another_contribution_are_not_changed(client, contribution, officer):
    other = make_photograph(contribution=make_contribution(state="draft"))

    client.post(address(contribution), {"do": f"remove:{other.key}"})
    client.post(address(contribution), said(other.key, credit="X") | {"do": f"save:{other.key}"})

    assert Photograph.objects.get().credit == "Ana Foto"


# --- Published ------------------------------------------------------------------------------------


def test_file_is_there_once_it_is_published_and_never_changes(client, contribution):
    one = make_photograph(contribution=contribution)
    file = reverse("photograph", args=[one.digest, photograph_files.SMALL])
    assert client.get(file).status_code == 404

    photograph_files.publish([one.digest])

    answer = client.get(file)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["a-640", "../../etc/passwd-640", "0" * 64 + "-641"])
def test_no_other_file_is_sent(client, db, name):
    assert client.get(f"/photographs/{name}.jpg").status_code == 404


def test_file_is_read_and_not_written(client, db):
    assert client.post(f"/photographs/{'0' * 64}-640.jpg").status_code == 405
