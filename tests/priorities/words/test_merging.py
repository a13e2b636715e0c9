"""Words are brought together by hand, taken apart again, and hidden."""

import pytest

from llex.core.states import WrongState
from priorities.live import notify
from priorities.models import Consultation, ConsultationProjection, Word
from priorities.questions.tally import tally
from priorities.voting.answers import Answers
from priorities.voting.casting import Voter, cast
from priorities.words import merging
from priorities.words.suggestions import suggest_same_words
from sessions_app.briefing.editions import publish
from tests.factories import make_full_session, make_word_ballot, make_word_consultation

pytestmark = pytest.mark.usefixtures("empty_print_files")


@pytest.fixture
def consultation(db):
    return make_word_consultation(
        ["Housing", "care"], ["housing", "care"], ["homes"], ["home"], ["rude"]
    )


def word(text):
    return Word.objects.get(text=text)


def counted(consultation):
    found = tally(Consultation.objects.get(pk=consultation.pk))["words"]
    return {entry["word"]: (entry["count"], entry["spellings"]) for entry in found}


def heads():
    return {row.text: row.merged_into and row.merged_into.text for row in Word.objects.all()}


def test_merge_counts_all_as_the_word_that_is_shown(consultation):
    merging.merge(word("Housing"), [word("housing"), word("homes")])

    assert counted(consultation)["Housing"] == (3, ["homes", "housing"])


def test_merge_flattens_what_was_merged_before(consultation):
    merging.merge(word("homes"), [word("home")])
    merging.merge(word("Housing"), [word("housing")])
    merging.merge(word("Housing"), [word("homes")])

    expected = dict.fromkeys(("housing", "homes", "home"), "Housing")
    assert heads() == {"Housing": None, "care": None, "rude": None, **expected}


def test_merge_back_into_a_spelling_makes_no_circle(consultation):
    merging.merge(word("Housing"), [word("housing"), word("homes")])
    merging.merge(word("housing"), [word("Housing")])

    assert heads()["housing"] is None
    assert heads()["Housing"] == heads()["homes"] == "housing"


def test_another_word_of_a_group_may_be_shown(consultation):
    merging.merge(word("Housing"), [word("housing"), word("homes")])
    merging.merge(word("homes"), [])

    count, spellings = counted(consultation)["homes"]
    # Databases differ in whether capitals come first.
    assert (count, sorted(spellings)) == (3, ["Housing", "housing"])


def test_spelling_is_taken_out_of_its_group(consultation):
    merging.merge(word("Housing"), [word("housing"), word("homes")])
    merging.part(word("homes"))

    assert counted(consultation)["Housing"] == (2, ["housing"])
    assert counted(consultation)["homes"] == (1, [])


def test_parting_the_shown_word_undoes_the_merge(consultation):
    before = counted(consultation)
    merging.merge(word("Housing"), [word("housing"), word("homes")])
    merging.part(word("Housing"))

    assert counted(consultation) == before


def test_hidden_word_takes_its_spellings_along_and_comes_back(consultation):
    merging.merge(word("Housing"), [word("housing")])
    merging.hide(word("Housing"))
    assert set(counted(consultation)) == {"care", "homes", "home", "rude"}

    merging.hide(word("Housing"), is_hidden=False)

    assert counted(consultation)["Housing"] == (2, ["housing"])


def test_random_steps_never_leave_a_chain(consultation):
    from random import Random

    chance = Random(4)  # noqa: S311
    words = list(consultation.words.all())
    for _ in range(60):
        chosen = chance.sample(words, chance.randint(1, 4))
        merging.merge(chosen[0], chosen[1:])
        if chance.random() < 0.4:
            merging.part(chance.choice(words))
        assert not Word.objects.filter(merged_into__merged_into__isnull=False).exists()
        assert sum(count for count, _spellings in counted(consultation).values()) <= 7


def test_merge_refuses_words_of_another_consultation(consultation):
    other = make_word_consultation(["home"])

    with pytest.raises(Word.DoesNotExist):
        merging.merge(word("Housing"), [other.words.get()])

    assert set(heads().values()) == {None}


def test_merge_is_refused_in_a_draft(consultation):
    Consultation.objects.update(state="draft")

    with pytest.raises(WrongState):
        merging.merge(word("Housing"), [word("housing")])


def test_merging_while_open_tells_the_live_stream(consultation, django_capture_on_commit_callbacks):
    before = notify.version(consultation.pk)

    with django_capture_on_commit_callbacks(execute=True):
        merging.merge(word("Housing"), [word("housing")])

    assert notify.version(consultation.pk) > before


def test_merging_after_closing_counts_the_frozen_words_again(consultation):
    consultation.close()
    frozen = Consultation.objects.get().results

    merging.merge(word("Housing"), [word("housing")])

    again = Consultation.objects.get().results
    assert again["words"][0]["count"] == 2
    assert again["words"][0]["word"] in {"Housing", "care"}
    assert {**again, "words": frozen["words"]} == frozen


def test_merging_ends_with_the_note_that_prints_the_words_but_hiding_does_not(db):
    session = make_full_session()
    consultation = make_word_consultation(["Home"], ["home"], ["rude"], session=session)
    consultation.close()
    publish(session)
    assert ConsultationProjection.objects.filter(consultation=consultation).exists()

    with pytest.raises(merging.AlreadyPublished):
        merging.merge(word("Home"), [word("home")])
    with pytest.raises(merging.AlreadyPublished):
        merging.part(word("Home"))
    merging.hide(word("rude"))
    assert not merging.may_merge(consultation)

    consultation.refresh_from_db()
    assert [entry["word"] for entry in consultation.results["words"]] == ["Home"]
    assert publish(session, note="A word was taken out.").is_new
    consultation.reopen("Words came late.")
    merging.merge(word("Home"), [word("home")])


def test_ballot_cast_after_a_merge_counts_for_the_group(consultation):
    merging.merge(word("Housing"), [word("housing")])
    make_word_ballot(consultation, "housing")

    assert counted(consultation)["Housing"][0] == 3


def test_word_cast_after_a_merge_in_another_case_counts_for_the_group(consultation):
    merging.merge(word("care"), [word("homes")])
    merging.hide(word("rude"))

    for number, text in enumerate(["HOMES", "Rude", "h omes"]):
        cast(consultation.code, Voter(f"late{number}", "en"), Answers(words=[text]))

    assert counted(consultation)["care"][0] == 5
    assert heads()["HOMES"] == heads()["h omes"] == "care"
    assert word("Rude").is_hidden
    assert "Rude" not in counted(consultation)


def test_merging_and_parting_take_all_cases_along(consultation):
    merging.merge(word("homes"), [word("Housing")])
    assert heads()["housing"] == "homes"

    merging.part(word("housing"))

    assert heads()["Housing"] is heads()["housing"] is None


def test_organiser_chooses_the_case_that_is_shown(consultation):
    make_word_ballot(consultation, "Housing")
    assert "Housing" in counted(consultation)

    merging.merge(word("housing"), [])
    cast(consultation.code, Voter("late", "en"), Answers(words=["HOUSING"]))

    assert counted(consultation)["housing"][0] == 4


@pytest.mark.parametrize(
    "likely",
    [
        {"Housing", "housing", "HOUSING"},
        {"home", "Homes"},
        {"city", "cities"},
        {"logement", "Logements"},
        {"hôpital", "hopitaux", "Hôpitaux"},
        {"bateau", "bateaux"},
        {"luz", "luces"},
        {"ciudad", "ciudades"},
        {"educación", "Educacion"},
        {"السكن", "سكن"},
        {"خدمة", "خدمات"},
        {"e-mail", "email"},
        {"Ayudas al alquiler", "ayuda al alquiler"},
    ],
)
def test_alike_finds_what_an_organiser_would(likely):
    words = [Word(pk=number, text=text) for number, text in enumerate([*sorted(likely), "water"])]

    (found,) = suggest_same_words(words)

    assert {word.text for word in found} == likely


@pytest.mark.parametrize("pair", [("as", "a"), ("care", "car"), ("water", "waiter"), ("💧", "🔥")])
def test_alike_leaves_different_words_alone(pair):
    assert (
        suggest_same_words([Word(pk=number, text=text) for number, text in enumerate(pair)]) == []
    )
