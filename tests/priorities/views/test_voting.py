"""The voting page and what it takes and refuses."""

import gzip
import re
from datetime import datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from priorities.models import Ballot, Rating, VotingLink
from priorities.voting.casting import digest
from sessions_app.groups import ORGANISERS
from tests.factories import (
    in_all,
    make_ballot,
    make_choice,
    make_consultation,
    make_service,
    make_session,
    make_user,
)

JSON = {"Accept": "application/json"}


@pytest.fixture
def hall(db):
    ends = {**in_all("low", "less urgent"), **in_all("high", "most urgent")}
    services = [make_service(), make_service()]
    return make_consultation(code="rain5", services=services, state="open", **ends)


@pytest.fixture
def closed_hall(db):
    hall = make_consultation(code="rain5", services=[make_service()], is_closed_hall=True)
    hall.open()
    for token in ("one", "two"):
        VotingLink.objects.create(consultation=hall, token_digest=digest(token))
    return hall


def answers(hall, *values):
    """A form's fields for the items in their order."""
    return {f"item-{i.pk}": v for i, v in zip(hall.items.all(), values, strict=False)}


def signed_key(page):
    return re.search(r'name="voter" value="([^"]+)"', page.content.decode())[1]


def stored():
    return sorted(Rating.objects.values_list("score", flat=True), key=str)


def test_vote_is_cast_received_shown_and_changed(client, hall):
    assert client.get("/v/rain5/").status_code == 200

    sent = client.post("/v/rain5/", answers(hall, "5", "unknown"))
    page = client.get(sent["Location"])

    assert (sent.status_code, sent["Location"]) == (303, "/v/rain5/")
    assert stored() == [5, None]
    text = page.content.decode()
    assert "Your vote was received" in text
    assert text.count(" checked") == 2
    assert re.search(r"<dd>5</dd>.*<dd>I don’t know</dd>", text, re.DOTALL)

    client.post("/v/rain5/", answers(hall, "", "2"))

    assert stored() == [2]
    assert Ballot.objects.count() == 1


def test_script_is_told_when_the_vote_was_received(client, hall):
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", answers(hall, "5"), headers=JSON)

    assert answer.status_code == 200
    assert datetime.fromisoformat(answer.json()["received"]) == Ballot.objects.get().cast_at


def test_reading_writes_nothing(client, hall, django_assert_max_num_queries):
    with django_assert_max_num_queries(4) as queries:
        client.get("/v/rain5/")

    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
    assert not Ballot.objects.exists()


def test_page_costs_three_queries_at_first_and_then_one_or_two(client, hall):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/v/rain5/").status_code == 200
        return len(asked)

    assert queries() <= 3
    assert queries() <= 2
    client.post("/v/rain5/", answers(hall, "5", "unknown"))
    queries()
    assert queries() <= 2
    client.cookies.clear()
    assert queries() == 1
    hall.close()
    hall.reveal()
    # Whoever comes back is asked for by key as well.
    assert queries() <= 3 + 1
    assert queries() <= 2


def test_page_that_is_kept_for_all_holds_nothing_of_one_voter(client, hall):
    client.get("/v/rain5/?lang=fr")
    client.post("/v/rain5/", answers(hall, "5", "3"))
    mine = client.get("/v/rain5/?lang=fr")
    other = client.__class__()

    theirs = other.get("/v/rain5/")

    assert signed_key(mine) != signed_key(theirs)
    assert mine["Cache-Control"] == "private, no-store"
    text = theirs.content.decode()
    assert "Your vote was received" in text
    assert re.search(r'id="receipt"[^>]* hidden', text)
    assert not re.search(r'value="[35u][^"]*" checked', text)
    assert not re.search("[\ue000-\ue004]", text + mine.content.decode())


def test_word_is_escaped_where_it_is_shown_again(client, db):
    make_consultation(code="rain5", kind="words", state="open")
    client.get("/v/rain5/")

    client.post("/v/rain5/", {"word": ['"><script>', "\ue000voter\ue001"]})

    text = client.get("/v/rain5/").content.decode()
    assert "<script>" not in text
    assert text.count("&quot;&gt;&lt;script&gt;") == 2
    assert text.count(signed_key(client.get("/v/rain5/"))) == 1


def test_page_after_closing_keeps_the_words_in_which_was_asked(client, hall):
    asked = hall.items.first().service.name_en
    hall.close()
    hall.reveal()
    service = hall.items.first().service
    service.name_en = "Renamed since"
    service.save()
    hall.question_en = "Asked otherwise since"
    hall.save()

    for path in ("/v/rain5/?lang=en", "/v/rain5/screen/?lang=en"):
        text = client.get(path).content.decode()
        assert asked in text
        assert "since" not in text


@pytest.mark.parametrize("shown", [True, False])
def test_page_offers_the_results_as_files_once_they_may_be_seen(client, hall, shown):
    hall.close()
    if shown:
        hall.reveal()

    text = client.get("/v/rain5/").content.decode()

    assert ('id="files" hidden' in text) is not shown
    assert "/v/rain5/results.csv?lang=en" in text


def test_vote_of_a_phone_without_cookies_is_one_ballot_per_page(client, hall):
    key = signed_key(client.get("/v/rain5/"))
    client.cookies.clear()

    first = client.post("/v/rain5/", answers(hall, "5") | {"voter": key})
    client.cookies.clear()
    client.post("/v/rain5/", answers(hall, "3") | {"voter": signed_key(first)})

    assert first.status_code == 200
    assert "Your vote was received" in first.content.decode()
    assert stored() == [3]


def test_cookie_wins_over_the_field(client, hall):
    other = signed_key(client.get("/v/rain5/"))
    client.cookies.clear()
    client.get("/v/rain5/")

    client.post("/v/rain5/", answers(hall, "5") | {"voter": other})
    client.post("/v/rain5/", answers(hall, "4"))

    assert stored() == [4]


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
@pytest.mark.parametrize("cookie", ["", "forged", "forged:by-hand"])
def test_forged_or_missing_voter_is_refused_and_keeps_the_choices(client, hall, cookie, headers):
    key = signed_key(client.get("/v/rain5/"))
    client.cookies.clear()
    if cookie:
        client.cookies["voter"] = cookie
        headers_sent = answers(hall, "5", "unknown") | {"voter": key}
    else:
        headers_sent = answers(hall, "5", "unknown")

    answer = client.post("/v/rain5/", headers_sent, headers=headers)

    assert answer.status_code == 400
    assert not Ballot.objects.exists()
    if headers:
        fresh = answer.json()["voter"]
        assert answer.json()["error"]
    else:
        assert answer.content.decode().count(" checked") == 2
        fresh = signed_key(answer)
    again = client.post("/v/rain5/", answers(hall, "5") | {"voter": fresh})
    assert again.status_code == 303
    assert stored() == [5]


def test_key_of_another_consultation_is_refused(client, hall):
    other = make_consultation(services=[make_service()], state="open")
    key = signed_key(client.get(f"/v/{other.code}/"))
    client.cookies.clear()

    assert client.post("/v/rain5/", {"voter": key}).status_code == 400
    assert not Ballot.objects.exists()


def test_ballot_from_another_site_is_refused(client, hall):
    key = signed_key(client.get("/v/rain5/"))

    answer = client.post("/v/rain5/", {"voter": key}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("headers", [{}, JSON], ids=["page", "script"])
@pytest.mark.parametrize("score", ["0", "6", "-1", "five", "9" * 5000, "4.5"])
def test_score_that_does_not_exist_is_refused(client, hall, score, headers):
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", answers(hall, "3", score), headers=headers)

    assert answer.status_code == 422
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("name", ["item-0", "item-x", "item-", "item-" + "9" * 500])
def test_item_of_another_consultation_is_refused(client, hall, name):
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", {name: "3"})

    assert answer.status_code == 422
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_ballot_is_refused_unless_open(client, db, state):
    hall = make_consultation(code="rain5", services=[make_service()], state=state)
    page = client.get("/v/rain5/")

    answer = client.post("/v/rain5/", answers(hall, "3"))

    assert page.status_code == 200
    assert "<form" not in page.content.decode()
    assert answer.status_code == 409
    assert not Ballot.objects.exists()


def test_ballot_that_crosses_the_closing_keeps_nothing_and_says_so(client, hall):
    client.get("/v/rain5/")
    hall.close()

    answer = client.post("/v/rain5/", answers(hall, "3"), headers=JSON)

    assert (answer.status_code, answer.json()["error"]) == (409, "Voting has ended.")
    assert hall.results["ballots"] == Ballot.objects.count() == 0


def test_late_ballot_says_whether_an_earlier_one_is_counted(client, hall):
    client.get("/v/rain5/")
    client.post("/v/rain5/", answers(hall, "3"))
    hall.close()

    late = client.post("/v/rain5/", answers(hall, "4"), headers=JSON).json()
    client.cookies.clear()
    client.get("/v/rain5/")
    other = client.post("/v/rain5/", answers(hall, "4"), headers=JSON).json()
    page = client.post("/v/rain5/", answers(hall, "4")).content.decode()

    assert (late["over"], other["over"]) == ("counted", "missed")
    assert 'role="alert">Voting has ended. What had not been sent by then is not counted.' in page


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/v/rain5/", "/v/rain5/one/"])
def test_other_methods_are_refused(client, hall, method, path):
    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/v/nosuch/", "/v/nosuch/token/", "/v/?code=nosuch"])
def test_unknown_code_asks_for_the_code(client, db, path):
    page = client.get(path)

    assert page.status_code == 404
    assert 'value="nosuch"' in page.content.decode()
    if "?" not in path:
        assert client.post(path, {"item-1": "3"}).status_code in {400, 404}


def test_code_is_asked_for_and_found_however_it_is_typed(client, hall):
    assert client.get("/v/").status_code == 200
    assert client.get("/v/", {"code": " RAIN5 "})["Location"] == "/v/rain5/"
    assert client.get("/v/RAIN5/?lang=fr")["Location"] == "/v/rain5/?lang=fr"
    assert client.get("/v/RAIN5/", follow=True).status_code == 200
    assert client.post("/v/").status_code == 405


def test_one_phone_has_one_ballot_however_the_code_is_typed(client, hall):
    for path in ("/v/rain5/", "/v/RAIN5/"):
        page = client.get(path, follow=True)
        # As a browser does: the cookie is sent to the path that it was set for.
        assert client.cookies["voter"]["path"] == "/v/rain5/"
        fields = answers(hall, "4") | {"voter": signed_key(page)}
        client.post(path, fields, follow=True)

    assert Ballot.objects.count() == 1


def test_script_is_told_that_a_consultation_is_gone(client, db):
    hall = make_consultation(code="rain5", services=[make_service()], state="open")
    client.get("/v/rain5/")
    sent = answers(hall, "3")
    hall.delete()

    answer = client.post("/v/rain5/", sent, headers=JSON)

    assert answer.status_code == 404
    assert answer.json() == {"error": "This consultation is no longer here."}


def test_page_speaks_the_language_of_the_phone(client, hall):
    page = client.get("/v/rain5/", headers={"Accept-Language": "ar-EG,ar;q=0.9"})

    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert "How important are these? (ar)" in page.content.decode()
    assert page["Content-Language"] == "ar"


def test_language_that_the_session_lacks_gives_way_to_its_own(client, db):
    session = make_session(languages=["fr", "ar"])
    make_consultation(code="rain5", session=session, services=[make_service()], state="open")

    page = client.get("/v/rain5/", headers={"Accept-Language": "es"})

    assert '<html lang="fr"' in page.content.decode()
    assert 'value="es"' not in page.content.decode()


def test_language_is_switched_without_losing_a_choice_or_casting_it(client, hall):
    client.get("/v/rain5/")

    page = client.post("/v/rain5/", answers(hall, "4") | {"lang": "ar", "language": "en"})

    text = page.content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert re.search(r'value="4" checked', text)
    assert not Ballot.objects.exists()
    assert '<html lang="ar"' in client.get("/v/rain5/").content.decode()
    assert client.get("/v/rain5/?lang=es")["Content-Language"] == "es"


def test_language_of_the_page_is_kept_with_the_ballot(client, hall):
    client.get("/v/rain5/")

    client.post("/v/rain5/", answers(hall, "4") | {"language": "ar"})

    assert Ballot.objects.get().language == "ar"


def test_text_that_lacks_the_language_says_which_it_is_in(client, db):
    hall = make_consultation(code="rain5", services=[make_service(name_ar="")])
    hall.open(override="No time")

    page = client.get("/v/rain5/?lang=ar")

    assert re.search(r'<legend><span lang="en" dir="ltr">Service', page.content.decode())


def test_words_are_typed_and_shown(client, db):
    make_consultation(code="rain5", kind="words", state="open")
    client.get("/v/rain5/")

    client.post("/v/rain5/", {"word": ["Agua  limpia", "", "<b>"]})

    text = client.get("/v/rain5/").content.decode()
    assert text.count('name="word"') == 3
    assert "<bdi>Agua limpia</bdi>" in text
    assert "<bdi>&lt;b&gt;</bdi>" in text


def test_too_long_a_word_is_refused_and_still_there(client, db):
    make_consultation(code="rain5", kind="words", state="open")
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", {"word": ["x" * 61, "ok", ""]})

    assert answer.status_code == 422
    assert "x" * 61 in answer.content.decode()


def test_results_are_seen_once_they_may_be(client, db):
    services = [make_service(), make_service()]
    hall = make_consultation(code="rain5", services=services, ballots=[[2, 5]], state="open")
    assert "4.0" not in (before := client.get("/v/rain5/").content.decode())
    assert re.search(r'id="results"[^>]* hidden', before)

    hall.close()
    hall.reveal()
    text = client.get("/v/rain5/").content.decode()

    assert not re.search(r'id="results"[^>]* hidden', text)
    found = re.findall(r'<li data-service="([^"]+)"', text)
    assert found == [services[1].slug, services[0].slug]


def test_closed_hall_takes_one_vote_per_link(client, closed_hall):
    assert "<form" not in client.get("/v/rain5/").content.decode()
    assert client.get("/v/rain5/one/").status_code == 200

    assert client.post("/v/rain5/one/", answers(closed_hall, "5")).status_code == 303
    client.post("/v/rain5/one/", answers(closed_hall, "4"))
    client.get("/v/rain5/two/")
    client.post("/v/rain5/two/", answers(closed_hall, "2"))

    assert stored() == [2, 4]
    assert closed_hall.links.filter(is_spent=True).count() == 2


def test_spent_link_is_refused_to_another_browser(client, closed_hall):
    client.get("/v/rain5/one/")
    client.post("/v/rain5/one/", answers(closed_hall, "5"))
    client.cookies.clear()
    client.get("/v/rain5/one/")

    answer = client.post("/v/rain5/one/", answers(closed_hall, "1"))

    assert answer.status_code == 403
    assert "This link" in answer.content.decode() or "this link" in answer.content.decode()
    assert stored() == [5]


def test_spent_or_unknown_link_says_so_before_anything_is_filled_in(client, closed_hall):
    client.get("/v/rain5/one/")
    client.post("/v/rain5/one/", answers(closed_hall, "5"))
    assert "Your vote was received" in client.get("/v/rain5/one/").content.decode()

    client.cookies.clear()
    spent = client.get("/v/rain5/one/")
    unknown = client.get("/v/rain5/three/")

    for page in (spent, unknown):
        assert page.status_code == 403
        assert "<form" not in page.content.decode()
    assert "This link has been used to vote already." in spent.content.decode()
    assert "Ask the organisers for it." in unknown.content.decode()


def test_link_leads_to_the_page_of_all_once_the_hall_is_open_to_all(client, hall):
    assert client.get("/v/rain5/one/?lang=fr")["Location"] == "/v/rain5/?lang=fr"


def test_cookie_of_one_link_does_not_vote_by_another(client, closed_hall):
    client.get("/v/rain5/one/")
    key = client.cookies["delegate"].value
    client.post("/v/rain5/one/", answers(closed_hall, "5"))

    client.cookies.clear()
    client.cookies["delegate"] = key

    assert client.post("/v/rain5/two/", answers(closed_hall, "1")).status_code == 400
    assert stored() == [5]


@pytest.mark.parametrize("path", ["/v/rain5/", "/v/rain5/three/"])
def test_closed_hall_refuses_without_a_link(client, closed_hall, path):
    client.get(path)

    answer = client.post(path, answers(closed_hall, "5"))

    assert answer.status_code in {400, 403}
    assert not Ballot.objects.exists()
    assert not closed_hall.links.filter(is_spent=True).exists()


def test_rehearsal_is_for_staff_and_marked(client, db):
    hall = make_consultation(code="rain5", services=[make_service()])
    assert client.get("/v/rain5/rehearsal/").status_code == 302
    client.force_login(make_user())
    assert client.get("/v/rain5/rehearsal/").status_code == 302
    client.force_login(make_user(group=ORGANISERS))
    client.get("/v/rain5/rehearsal/")

    client.post("/v/rain5/rehearsal/", answers(hall, "5"))

    assert Ballot.objects.get().origin == "rehearsal"
    hall.open()
    assert not Ballot.objects.exists()
    assert client.post("/v/rain5/rehearsal/", answers(hall, "5")).status_code == 409


def test_casting_looks_up_no_session_and_no_user(client, hall):
    client.force_login(make_user(group=ORGANISERS))
    client.get("/v/rain5/")

    fields = answers(hall, "5")

    with CaptureQueriesContext(connection) as queries:
        client.post("/v/rain5/", fields, headers=JSON)

    asked = " ".join(query["sql"] for query in queries)
    assert "django_session" not in asked
    assert "llex_user" not in asked
    if connection.vendor == "postgresql":
        assert len(queries) == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_weighs_less_than_twenty_kilobytes(client, db, language):
    services = [make_service(**in_all("name", "Water and sanitation " * 3)) for _ in range(12)]
    hall = make_consultation(code="rain5", services=services, scale=10, state="open")
    make_ballot(consultation=hall, scores=[7] * 12)
    page = client.get(f"/v/rain5/?lang={language}").content

    files = [
        settings.BASE_DIR / "static" / name
        for name in ("css/priorities/voting.css", "js/priorities/voting.js")
    ]
    live = settings.BASE_DIR / "static/js/priorities/live.js"
    parts = [page, *(path.read_bytes() for path in [*files, live] if path.exists())]

    assert sum(len(gzip.compress(part, 6)) for part in parts) < 20 * 1024


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_untouched_ballot_stays_on_the_page_and_says_what_is_missing(client, hall, accept):
    client.get("/v/rain5/")
    fields = {"voter": client.cookies["voter"].value}

    answer = client.post("/v/rain5/?lang=en", fields, headers={"Accept": accept})

    assert answer.status_code == 422
    assert "Rate at least one." in answer.content.decode()
    assert "still here" not in answer.content.decode()
    assert not Ballot.objects.exists()


def test_results_come_first_for_those_who_have_voted_while_people_vote(client, hall):
    hall.reveal()
    before = client.get("/v/rain5/?lang=en").content.decode()
    item = hall.items.first().pk
    client.post("/v/rain5/", {"voter": client.cookies["voter"].value, f"item-{item}": "5"})
    after = client.get("/v/rain5/?lang=en").content.decode()

    def order(page):
        return sorted(["results", "receipt", "vote"], key=lambda name: page.index(f'id="{name}"'))

    assert order(before) == ["receipt", "vote", "results"]
    assert order(after) == ["results", "receipt", "vote"]


def test_page_without_scripts_asks_again_slowly_after_the_closing(client, hall):
    hall.close()

    page = client.get("/v/rain5/").content.decode()

    seconds = int(re.search(r'http-equiv="refresh" content="(\d+)"', page)[1])
    assert 60 <= seconds < 120


def test_receipt_of_a_rehearsal_goes_when_voting_begins(admin_client, db):
    draft = make_consultation(code="rain5", services=[make_service()])
    page = admin_client.get("/v/rain5/rehearsal/").content.decode()
    voter = re.search(r'name="voter" value="([^"]+)"', page)[1]
    form = {"voter": voter, f"item-{draft.items.get().pk}": "5"}
    assert 'id="receipt" class="receipt" aria-labelledby="received" tabindex' in (
        admin_client.post("/v/rain5/rehearsal/", form, follow=True).content.decode()
    )

    draft.open()

    page = admin_client.get("/v/rain5/rehearsal/?lang=en").content.decode()
    assert 'id="receipt" class="receipt" aria-labelledby="received" hidden' in page
    assert "Go to the voting page" in page


@pytest.mark.parametrize("path", ["/v/rain5/state.json", "/v/rain5/screen/"])
def test_ballots_of_a_rehearsal_are_told_to_nobody(client, db, path):
    draft = make_consultation(code="rain5", results_shown="live")
    make_ballot(consultation=draft, scores=[5], origin="rehearsal")

    page = client.get(path).content.decode()

    assert '"ballots":0' in page or "data-ballots>0<" in page
    assert "5.00" not in page


# --- The region -----------------------------------------------------------------------------------


@pytest.fixture(params=["ratings", "words", "choice"])
def asking(request, db):
    """A consultation of each kind that asks for the region, and the fields of a sound ballot."""
    if request.param == "words":
        return make_consultation(kind="words", state="open", code="rain5", asks_region=True), {
            "word": "Trust"
        }
    if request.param == "choice":
        hall = make_choice(code="rain5", asks_region=True)
        return hall, {"choice": str(hall.items.first().pk)}
    hall = make_consultation(
        code="rain5", services=[make_service()], state="open", asks_region=True
    )
    return hall, answers(hall, "4")


def selected(page):
    tree = html.fromstring(page.content)
    return tree.xpath("//select[@name='region']/option[@selected]/@value")


def test_region_is_asked_for_only_where_the_consultation_does(client, hall):
    assert b'name="region"' not in client.get("/v/rain5/").content


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_region_is_asked_for_and_need_not_be_said(client, asking, language):
    _hall, fields = asking
    tree = html.fromstring(client.get(f"/v/rain5/?lang={language}").content)

    assert tree.xpath("//label[@for='region']/text()")
    values = tree.xpath("//select[@name='region']/option/@value")
    assert values == ["", "AF", "AS", "EU", "NA", "SA", "OC"]
    assert client.post("/v/rain5/", fields).status_code == 303
    assert Ballot.objects.get().region == ""


def test_region_is_kept_shown_again_and_changed(client, asking):
    _hall, fields = asking
    client.get("/v/rain5/")
    client.post("/v/rain5/", fields | {"region": "SA"})

    assert Ballot.objects.get().region == "SA"
    assert selected(client.get("/v/rain5/")) == ["SA"]

    client.post("/v/rain5/", fields | {"region": ""})

    assert Ballot.objects.get().region == ""
    assert selected(client.get("/v/rain5/")) == []


def test_region_stays_chosen_where_the_ballot_has_an_error(client, asking):
    client.get("/v/rain5/")
    page = client.post("/v/rain5/", {"region": "OC"})

    assert page.status_code == 422
    assert selected(page) == ["OC"]
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("region", ["XX", "AN", "af", "AF' OR 1=1"])
def test_region_that_does_not_exist_is_refused(client, asking, region):
    _hall, fields = asking
    client.get("/v/rain5/")

    answer = client.post("/v/rain5/", fields | {"region": region}, headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["error"] == "This is not one of the regions of the world."
    assert not Ballot.objects.exists()
