"""Text from right to left in a PDF: read as it was written, and drawn as it was."""

import json
import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import typst
from PIL import ImageChops

from llex.core.files.right_to_left.rewriting import with_cells
from llex.core.files.typefaces import typefaces
from tests.pdf_readers import READERS, lost, words

FONTS = ("Amiri", "IBM Plex Sans Arabic")
LAM_ALEF = (
    "لا بأس بالأسئلة، فالأولوية للأطفال والأمهات؛ ألا ترون أن الآلام تزول بالإخاء؟ لئلّا، كلا، إلّا."
)
MARKS = "مُدَرِّسٌ، شُكرًا جزيلًا، جدًّا، سُدًى، كتابٍ، مدينةٍ. العدُوُّ، مستقرٌّ، ظلٍّ، آتٍ. ماضٍ! حيٌّ؟"
NUMBERS = "في 25 مارس 2020 شارك 100 شخص من 8 بلدان (62 % من المدن)، وبلغ المعدّل 4,85 من 5."


def set_in(font, *paragraphs, language="ar"):
    """Set *paragraphs* as Typst does, before anything is written anew."""
    source = (
        f'#set document(title: "Text")\n#set text(lang: "{language}", font: ("{font}", '
        '"Source Serif 4"), size: 12pt)\n#for one in json(bytes(sys.inputs.texts)) { par(one) }'
    )
    compiler = typst.Compiler(source.encode(), font_paths=typefaces(), ignore_system_fonts=True)
    texts = json.dumps(paragraphs)
    return compiler.compile(format="pdf", pdf_standards=["ua-1"], sys_inputs={"texts": texts})


def meanings(content):
    """Return what each code of each font of a PDF means."""
    with pikepdf.open(BytesIO(content)) as pdf:
        maps = [
            one.ToUnicode.read_bytes().decode()
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one
        ]
    return [
        bytes.fromhex(text).decode("utf-16-be")
        for one in maps
        for text in re.findall(r"<[0-9A-F]{4}> <([0-9A-F]+)>", one)
    ]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", [LAM_ALEF, MARKS, NUMBERS], ids=["lam-alef", "marks", "numbers"])
def test_every_word_is_read_as_it_was_written(font, reader, text):
    content = with_cells(set_in(font, text))

    assert not lost(text, READERS[reader](content))


@pytest.mark.parametrize("font", FONTS)
def test_page_is_drawn_as_before(font):
    before = set_in(font, LAM_ALEF, MARKS, NUMBERS)

    one, other = (
        pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil().convert("L")
        for content in (before, with_cells(before))
    )

    # Where a mark falls between two dots of the screen, its edge may be lighter or darker.
    differences = ImageChops.difference(one, other).histogram()
    ink = sum(one.histogram()[:128])
    assert sum(differences[128:]) < ink / 200


def test_copied_line_is_in_the_order_of_reading():
    text = "شارك 100 شخص من 8 بلدان: أولًا الصحة، وثانيًا السكن"
    content = with_cells(set_in("IBM Plex Sans Arabic", text))

    for reader in READERS.values():
        assert words(reader(content)) == words(text)


def test_no_word_hides_behind_a_replacement():
    before = set_in("IBM Plex Sans Arabic", LAM_ALEF, MARKS)
    after = with_cells(before)

    with pikepdf.open(BytesIO(before)) as pdf:
        assert b"ActualText" in pdf.pages[0].Contents.read_bytes()
    with pikepdf.open(BytesIO(after)) as pdf:
        assert b"ActualText" not in pdf.pages[0].Contents.read_bytes()


def test_text_from_the_left_stays_as_it_is():
    text = "Efficient offices, first floor: 25 % of the affluent."
    before = set_in("Source Serif 4", text, language="en")
    after = with_cells(before)

    contents = []
    for content in (before, after):
        with pikepdf.open(BytesIO(content)) as pdf:
            contents.append(pdf.pages[0].Contents.read_bytes())
    assert contents[0] == contents[1]
    assert meanings(before) == meanings(after)


def test_name_in_arabic_within_a_text_from_the_left_is_read_too():
    text = "The mayor of Salé (سلا, in Arabic «الأول») spoke first."
    content = with_cells(set_in("Source Serif 4", text, language="en"))

    for reader in READERS.values():
        assert not lost(text, reader(content))


def test_file_is_the_same_every_time_and_stays_tagged():
    before = set_in("Amiri", LAM_ALEF)

    assert with_cells(before) == with_cells(before)
    with pikepdf.open(BytesIO(with_cells(before))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "ar"
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_widths_in_the_file_are_those_of_its_fonts():
    with pikepdf.open(BytesIO(with_cells(set_in("Amiri", MARKS)))) as pdf:
        inner = pdf.pages[0].Resources.Font["/f0"].DescendantFonts[0]
        codes, advances = inner.W[-2], list(inner.W[-1])

        assert "/CIDSet" not in inner.FontDescriptor
        assert codes > 0
        assert all(0 < advance < 2000 for advance in advances)
