"""The page on which an organiser merges words."""

import pytest
from django.urls import reverse

from priorities.models import Word
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_consultation, make_user, make_word_consultation


@pytest.fixture
def consultation(db):
    return make_word_consultation(["Homes", "care"], ["home", "care"], ["homes"], ["rude"])


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def address(consultation):
    return reverse("admin:priorities_consultation_words", args=[consultation.pk])


def key(text):
    return Word.objects.get(text=text).pk


def spellings(text):
    return set(Word.objects.get(text=text).spellings.values_list("text", flat=True))


def test_page_lists_words_with_counts_and_suggestions(as_organiser, consultation):
    found = as_organiser.get(address(consultation)).context["groups"]

    assert (found.listed[0].word.text, found.listed[0].count) == ("care", 2)
    (likely,) = found.suggested
    assert {group.word.text for group in likely} == {"Homes", "home"}
    assert not Word.objects.filter(merged_into__isnull=False).exists()


def test_suggestion_is_applied_when_it_is_pressed(as_organiser, consultation):
    fields = {"word": [key("Homes"), key("home"), key("homes")], "shown": key("home"), "merge": 1}

    answer = as_organiser.post(address(consultation), fields)

    assert answer.status_code == 302
    assert spellings("home") == {"Homes", "homes"}


def test_merge_shows_the_most_frequent_where_none_is_marked(as_organiser, consultation):
    fields = {"word": [key("care"), key("home")], "merge": 1}
    as_organiser.post(address(consultation), fields)

    assert spellings("care") == {"home"}


def test_single_word_is_not_merged_and_stays_chosen(as_organiser, consultation):
    answer = as_organiser.post(address(consultation), {"word": [key("care")], "merge": 1})

    assert answer.status_code == 422
    assert "Choose at least two words" in answer.content.decode()
    assert f'value="{key("care")}" id="word-{key("care")}" checked' in answer.content.decode()


def test_buttons_show_part_hide_and_show_again(as_organiser, consultation):
    page = address(consultation)
    as_organiser.post(page, {"word": [key("Homes"), key("home")], "merge": 1})
    as_organiser.post(page, {"show": key("home")})
    assert spellings("home") == {"Homes", "homes"}
    as_organiser.post(page, {"part": key("Homes")})
    assert spellings("home") == set()
    as_organiser.post(page, {"hide": key("rude")})
    assert Word.objects.get(text="rude").is_hidden
    as_organiser.post(page, {"unhide": key("rude")})
    assert not Word.objects.get(text="rude").is_hidden


def test_search_finds_words_whatever_their_accents(as_organiser, consultation):
    make = {"consultation": consultation, "text": "Éducation"}
    Word.objects.create(**make)

    found = as_organiser.get(address(consultation), {"q": "educ"}).context["groups"].listed

    assert [group.word.text for group in found] == ["Éducation"]


def test_every_step_is_in_the_log(as_organiser, consultation):
    from auditlog.models import LogEntry

    as_organiser.post(address(consultation), {"word": [key("Homes"), key("home")], "merge": 1})

    entry = LogEntry.objects.get_for_object(consultation).first()
    assert entry.changes == {"words": ["home", "Homes"]}
    assert entry.actor is not None


def test_page_is_refused_to_anonymous(client, consultation):
    answer = client.get(address(consultation))

    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_rapporteurs_look_and_do_not_merge(client, consultation):
    client.force_login(make_user(group=RAPPORTEURS))
    page = address(consultation)

    assert client.get(page).status_code == 200
    fields = {"word": [key("Homes"), key("home")], "merge": 1}
    assert client.post(page, fields).status_code == 403
    assert spellings("Homes") == set()


def test_page_refuses_foreign_words_unknown_verbs_and_methods(as_organiser, consultation):
    other = make_word_consultation(["other"])
    page = address(consultation)

    fields = {"word": [key("Homes"), other.words.get().pk], "merge": 1}
    assert as_organiser.post(page, fields).status_code == 404
    assert as_organiser.post(page, {"hide": other.words.get().pk}).status_code == 404
    assert as_organiser.post(page, {"hide": "x"}).status_code == 404
    assert as_organiser.post(page, {"burn": key("home")}).status_code == 404
    assert as_organiser.put(page).status_code == 405
    assert not Word.objects.filter(is_hidden=True).exists()


def test_page_is_not_found_for_ratings_and_the_missing(as_organiser, db):
    assert as_organiser.get(address(make_consultation())).status_code == 404
    missing = reverse("admin:priorities_consultation_words", args=[10**6])
    assert as_organiser.get(missing).status_code == 404


def test_draft_is_refused(as_organiser, consultation):
    type(consultation).objects.update(state="draft")

    answer = as_organiser.post(address(consultation), {"hide": key("rude")})

    assert answer.status_code == 409


def test_page_makes_the_same_queries_for_many_words(
    as_organiser, consultation, django_assert_num_queries, django_assert_max_num_queries
):
    many = make_word_consultation(*[[f"word{n}", f"words{n}"] for n in range(12)])
    as_organiser.get(address(consultation))
    with django_assert_max_num_queries(15) as first:
        as_organiser.get(address(consultation))

    with django_assert_num_queries(len(first)):
        as_organiser.get(address(many))
