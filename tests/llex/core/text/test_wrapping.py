import pytest

from llex.core.text.wrapping import WIDTH, columns, wrap

LONG = "The rivers of four countries left their beds this spring and took the wells. " * 3


def test_lines_are_no_longer_than_a_window():
    lines = wrap(LONG.strip(), "ltr").split("\n")

    assert len(lines) > 2
    assert max(map(len, lines)) <= WIDTH
    assert " ".join(lines) == LONG.strip()


def test_words_and_addresses_are_never_parted():
    address = "https://example.org/" + "a-long-name/" * 10

    assert wrap(f"See {address} there.", "ltr").split("\n") == ["See", address, "there."]


def test_no_break_spaces_hold_and_line_ends_stay():
    words = "x" * 70

    assert wrap(f"{words} a\u202f: b\nNext", "ltr").split("\n") == [words, "a\u202f: b", "Next"]


def test_lines_hang_behind_their_mark():
    lines = wrap(LONG.strip(), "ltr", first="- ", rest="  ").split("\n")

    assert lines[0].startswith("- The")
    assert all(line.startswith("  ") and line[2] != " " for line in lines[1:])


@pytest.mark.parametrize(
    ("text", "direction", "begins"),
    [
        ("UCLG تقول", "rtl", "\u200fUCLG"),
        ("تقول UCLG", "rtl", "تقول"),
        ("123", "rtl", "\u200f123"),
        ("القاهرة says", "ltr", "\u200eالقاهرة"),
        ("Cairo says", "ltr", "Cairo"),
    ],
)
def test_line_runs_in_the_direction_of_its_text(text, direction, begins):
    assert wrap(text, direction).startswith(begins)


@pytest.mark.parametrize(("text", "wide"), [("Đà", 2), ("東京", 4), ("e\u0301", 1), ("", 0)])
def test_columns_count_what_a_terminal_shows(text, wide):
    assert columns(text) == wide
