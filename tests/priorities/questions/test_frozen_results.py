"""What closing freezes stays, whatever is renamed afterwards."""

import json

from priorities.models import Consultation
from priorities.questions import frozen_results
from tests.factories import in_all, make_consultation, make_service, make_word_consultation


def closed(**overrides):
    services = [make_service(**in_all("name", "Health")), make_service(**in_all("name", "Water"))]
    return make_consultation(
        services=services,
        ballots=[[5, 3], [4, None]],
        state="closed",
        **in_all("low", "can wait"),
        **in_all("high", "now"),
        **in_all("caveat", "Approximate"),
        **overrides,
    )


def test_closing_keeps_version_wording_and_origins(db):
    frozen = Consultation.objects.get(pk=closed().pk).results

    assert frozen["schema"] == "llex-results/2"
    assert frozen["question"]["fr"] == "How important are these? (fr)"
    assert frozen["low"]["ar"] == "can wait (ar)"
    assert frozen["high"]["es"] == "now (es)"
    assert frozen["items"][0]["name"] == {c: f"Health ({c})" for c in ("en", "fr", "es", "ar")}
    assert frozen["caveat"]["en"] == "Approximate (en)"
    assert frozen["by_origin"] == {"phone": 2}
    assert frozen["closed_at"]
    assert json.loads(json.dumps(frozen)) == frozen


def test_renaming_after_closing_changes_nothing(db):
    consultation = closed()
    before = frozen_results.read(consultation)
    consultation.services.update(name_en="Something else")
    Consultation.objects.update(question_en="Another question", low_en="never", scale=9)

    after = frozen_results.read(Consultation.objects.get())

    assert after == before


def test_language_in_which_it_was_not_asked_may_be_added_afterwards(db):
    consultation = make_consultation(question_ar="")
    consultation.open("The interpreter was late.")
    consultation.close()
    Consultation.objects.update(question_ar="سؤال", question_en="Another question")

    asked = frozen_results.read(Consultation.objects.get())["question"]

    assert asked["ar"] == "سؤال"
    assert asked["en"] == "How important are these? (en)"
    assert consultation.results["question"].keys() == {"en", "fr", "es"}


def test_remark_may_be_written_after_closing(db):
    closed()
    Consultation.objects.update(caveat_en="Two phones failed.")

    remark = frozen_results.read(Consultation.objects.get())["caveat"]

    assert remark["en"] == "Two phones failed."
    assert remark["fr"] == "Approximate (fr)"


def test_result_of_version_1_is_read_with_the_wording_of_today(db):
    consultation = closed()
    plain = ("ballots", "by_language", "scale")
    old = {key: consultation.results[key] for key in plain}
    old["items"] = [
        {key: item[key] for key in item if key != "name"} for item in consultation.results["items"]
    ]
    Consultation.objects.update(results=old)

    found = frozen_results.read(Consultation.objects.get())

    assert found["kind"] == "ratings"
    assert found["words"] == []
    assert found["items"][0]["name"]["en"] == "Health (en)"
    assert found["question"]["en"] == "How important are these? (en)"


def test_result_says_that_voting_was_opened_again(db):
    consultation = closed()
    consultation.reopen("Two delegations had lost their connection.")
    consultation.close()

    frozen = Consultation.objects.get().results

    assert frozen["reopen_reason"] == "Two delegations had lost their connection."
    assert frozen["reopened_at"] < frozen["closed_at"]


def test_result_of_words_has_words_and_no_items(db):
    consultation = make_word_consultation(["care"], ["care", "home"], state="closed")

    frozen = frozen_results.read(consultation)

    assert [(word["word"], word["count"]) for word in frozen["words"]] == [("care", 2), ("home", 1)]
    assert frozen["items"] == []
