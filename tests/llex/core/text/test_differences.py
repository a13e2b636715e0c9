import pytest
from hypothesis import given
from hypothesis import strategies as st

from llex.core.templatetags.differences import marked
from llex.core.text.differences import Change, condensed, differ, differences


def told(before, after):
    return [(change.kind, change.text) for change in differences(before, after)]


def test_differences_are_whole_words():
    assert told("We opened 3 shelters.", "We opened 5 shelters.") == [
        ("same", "We opened "),
        ("removed", "3"),
        ("added", "5"),
        ("same", " shelters."),
    ]


def test_differences_are_signs_where_no_spaces_are_written():
    assert told("我们开放了学校", "我们关闭了学校") == [
        ("same", "我们"),
        ("removed", "开放"),
        ("added", "关闭"),
        ("same", "了学校"),
    ]


def test_same_text_has_no_difference_whatever_its_line_ends():
    assert not differ(differences("One\r\ntwo", "One\ntwo"))
    assert differences("", "") == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_character_is_lost_or_invented(before, after):
    changes = differences(before, after)

    def joined(kind):
        return "".join(c.text for c in changes if c.kind in ("same", kind))

    assert joined("removed") == before.replace("\r\n", "\n")
    assert joined("added") == after.replace("\r\n", "\n")


def test_long_text_is_compared_in_time():
    words = [f"word{number}" for number in range(70_000)]

    changes = differences(" ".join(words), " ".join(reversed(words)))

    assert differ(changes)


@pytest.mark.parametrize("kind", ["removed", "added", "same"])
def test_marks_escape_and_are_spoken(kind):
    html = marked([Change(kind, "<b>\nx")])

    assert "<b>" not in html
    assert "&lt;b&gt;<br>x" in html
    assert (f"[{kind}:" in html) == (kind != "same")


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("word " * 100 + "cold", "word " * 100 + "warm", " … word word"),
        ("cold" + " word" * 100, "warm" + " word" * 100, "word word … "),
        ("cold" + " word" * 100 + " cold", "warm" + " word" * 100 + " warm", "word … word"),
    ],
)
def test_long_runs_that_both_texts_share_are_condensed(before, after, shown):
    parts = condensed(differences(before, after))

    text = "".join(part.text for part in parts)
    assert shown in text
    assert len(text) < 250
    assert [part for part in parts if part.kind != "same"] == [
        part for part in differences(before, after) if part.kind != "same"
    ]


@pytest.mark.parametrize("text", ["", "short and the same", "long and the same " * 40])
def test_text_without_differences_stays_whole(text):
    assert "".join(part.text for part in condensed(differences(text, text))) == text
