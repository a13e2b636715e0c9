"""The hall's screen on walls of every size: all is in view, and nothing is missing."""

import pytest

from priorities.voting.answers import Answers
from priorities.voting.casting import Voter, cast
from tests.factories import (
    in_all,
    make_ballot,
    make_consultation,
    make_service,
    make_word_consultation,
)

WALLS = {
    "720p": (1280, 720),
    "1080p": (1920, 1080),
    "4K": (3840, 2160),
    "upright": (1080, 1920),
    "beamer": (1024, 768),
    "video window": (640, 360),
}
LANGUAGES = ["ar", "en", "fr,ar", "ar,en", "es,fr"]
ARABIC = (
    "السكن الماء الصحة التضامن العمل الغذاء النقل المدارس الثقة الوقت الكهرباء المساعدة الجيران"
)
LATIN = (
    "Rent freeze,Advice,Neighbours,Empty hotels,Cash grants,Réparations,Médiation,Confianza,Agua"
)
QUESTION = "In up to three words: what helped people most to keep their home in these months?"
# What of the words is outside of its place.
CUT = """() => {
  const cut = [];
  for (const name of ["[data-cloud]", "[data-ranking]"]) {
    const room = document.querySelector(name).getBoundingClientRect();
    for (const part of document.querySelector(name).children) {
      const box = part.getBoundingClientRect();
      if (!part.hidden && (box.top < room.top - 2 || box.bottom > room.bottom + 2
        || box.left < room.left - 2 || box.right > room.right + 2)) cut.push(part.textContent);
    }
  }
  return cut;
}"""
SCROLLS = "document.documentElement.scrollHeight - innerHeight"
# What everybody in the hall needs is inside of the window.
OUT_OF_SIGHT = """() => [
  ".hall-head", ".hall-code strong", ".hall-ratings li:last-child", ".hall-scale",
  ".hall-ranking li:last-child", ".hall-count", ".hall-state", ".hall-tools",
].filter((name) => {
  const box = document.querySelector(name)?.getBoundingClientRect();
  return box && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1);
})"""
LINE_BELOW = """() => {
  const row = getComputedStyle(document.querySelector(".hall-ratings li"));
  return [row.borderBlockEndWidth, row.borderBlockEndStyle];
}"""
SHOWN = """(name) => [...document.querySelector(name).children]
  .filter((part) => part.getBoundingClientRect().height > 0).length"""


def make_words(code, words):
    asked = {**in_all("question", QUESTION), "question_ar": "ما أكثر ما ساعد الناس؟"}
    poll = make_word_consultation(code=code, results_shown="live", **asked)
    for number in range(len(words)):
        for place in range(1 + (len(words) - number) // 4):
            voter = Voter(f"{number}-{place}", "ar")
            cast(code, voter, Answers(words=[words[number]]))
    return poll


@pytest.mark.parametrize("wall", WALLS)
def test_words_are_all_on_the_wall_in_every_language(transactional_db, reader, wall):
    words = [*ARABIC.split(), *LATIN.split(",")]
    make_words("words", words)
    width, height = WALLS[wall]
    reader.page.set_viewport_size({"width": width, "height": height})
    for languages in LANGUAGES:
        page = reader.open(f"/v/words/screen/?lang={languages}")
        page.wait_for_timeout(100)

        assert page.evaluate(CUT) == [], languages
        assert page.evaluate(SHOWN, "[data-cloud]") == len(words), languages
        assert page.evaluate(SHOWN, "[data-ranking]") == 10, languages
        assert page.evaluate(SCROLLS) <= 0, languages
        assert page.evaluate(OUT_OF_SIGHT) == [], languages
        assert reader.overflow() == 0, languages
    # The browser logs the 204 by which the server says that there is no stream.
    reader.errors.clear()


@pytest.mark.parametrize(
    "words",
    [
        ["السكن اللائق"],
        ["x" * 60],
        ["ش" * 60, "الماء"],
        [f"{n} {'كلمة ' * 8}" for n in range(60)],
        [f"الكلمة{n}" for n in range(40)],
    ],
    ids=["one", "long", "long-arabic", "many", "forty-arabic"],
)
def test_words_of_any_length_and_number_stay_on_the_wall(transactional_db, reader, words):
    make_words("words", words)
    for width, height in WALLS.values():
        reader.page.set_viewport_size({"width": width, "height": height})
        page = reader.open("/v/words/screen/?lang=ar")
        page.wait_for_timeout(100)

        assert page.evaluate(CUT) == []
        assert page.evaluate(SHOWN, "[data-cloud]") >= min(len(words), 10)
        assert page.evaluate(SCROLLS) <= 0
    reader.errors.clear()


def test_words_that_arrive_take_their_place(transactional_db, reader):
    poll = make_word_consultation(code="words", results_shown="live")
    reader.page.set_viewport_size({"width": 1280, "height": 720})
    page = reader.open("/v/words/screen/?lang=ar")

    for number, word in enumerate(ARABIC.split()):
        cast(poll.code, Voter(str(number), "ar"), Answers(words=[word]))
    page.locator("[data-cloud] bdi").nth(12).wait_for(timeout=30_000)

    assert page.evaluate(CUT) == []
    assert page.evaluate(SHOWN, "[data-cloud]") == 13
    reader.errors.clear()


@pytest.mark.parametrize("languages", ["en,ar", "fr,ar", "es,fr"])
@pytest.mark.parametrize("state", ["open", "closed"])
def test_names_in_two_languages_are_readable_in_a_small_video_window(
    transactional_db, reader, languages, state
):
    services = [
        make_service(
            name_en="Support for the local economy",
            name_fr="Soutien à l’économie locale",
            name_es="Apoyo a la economía local",
            name_ar="دعم الاقتصاد المحلي",
        )
        for _ in range(12)
    ]
    question = "How important is each of these public services in the emergency?"
    poll = make_consultation(
        code="twelve", services=services, state="open", **in_all("question", question)
    )
    make_ballot(consultation=poll, scores=[4] * 12)
    poll.reveal()
    if state == "closed":
        poll.close()
    for width, height in ((1280, 720), (1920, 1080)):
        reader.page.set_viewport_size({"width": width, "height": height})
        page = reader.open(f"/v/twelve/screen/?lang={languages}")
        page.wait_for_timeout(100)

        size = "Math.min(...[...document.querySelectorAll('.hall-name .said')].map("
        size += "(name) => parseFloat(getComputedStyle(name).fontSize)))"
        # The window has 640 pixels of the wall's width; less than 9 cannot be read.
        assert page.evaluate(size) * 640 / width >= 9
        assert page.evaluate(LINE_BELOW) == ["1px", "solid"]
        assert page.evaluate(SCROLLS) <= 0
        assert reader.overflow() == 0
    reader.page.set_viewport_size({"width": 640, "height": 360})
    page = reader.open(f"/v/twelve/screen/?lang={languages}")
    page.wait_for_timeout(100)
    assert page.evaluate(size) >= 12
    assert page.evaluate(LINE_BELOW) == ["1px", "solid"]
    assert page.evaluate(SCROLLS) <= 0
    assert page.evaluate(OUT_OF_SIGHT) == []
    assert reader.overflow() == 0
    reader.errors.clear()


def test_wall_keeps_the_screen_awake_and_asks_again_when_it_is_shown_again(
    transactional_db, reader
):
    make_consultation(code="awake", state="open")
    reader.page.add_init_script(
        "window.asked = []; Object.defineProperty(navigator, 'wakeLock', { value: {"
        " request: async (kind) => { window.asked.push(kind); } } });"
    )
    page = reader.open("/v/awake/screen/?lang=en")
    assert page.evaluate("window.asked") == ["screen"]

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    assert page.evaluate("window.asked") == ["screen", "screen"]
    reader.errors.clear()
