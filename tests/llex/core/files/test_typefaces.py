from pathlib import Path

from llex.core.files.typefaces import Coverage, coverage, files


def test_fonts_are_read_only_as_far_as_a_text_needs_them():
    covered = Coverage((files()[0], Path("not-there.ttf")))

    assert covered.has("a")
    assert covered.has("é")


def test_mark_and_letter_are_covered_by_one_font():
    covered = coverage()

    assert covered.has("का")
    assert covered.has("A")
    assert covered.has("\u1cd0")
    assert not covered.has("A\u1cd0")
    assert not covered.has("ⵣ")
