"""Words taken out of the Arabic PDF are those of the note, whichever program takes them."""

from dataclasses import replace

import pdfua
import pytest
from django.core.management import call_command
from django.db import transaction

from llex.core.text import RichText, parse, to_plain
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.render import pdf
from sessions_app.briefing.text_locations import texts
from sessions_app.models import LearningSession
from tests.factories_document import make_document, make_stamp
from tests.pdf_readers import READERS, share_lost

# Of a hundred words, one may be read wrongly.
BOUND = 0.01

# Lam-alef, marks, hamza, numbers, brackets, Latin names and signs, as notes have them.
HARD = """
لا بأس بالأسئلة، فالأولوية للأطفال والأمهات؛ ألا ترون أن الآلام تزول بالإخاء؟ قال الآخرون: «لأنّنا لا
نملك إلا الأمل»، وأجاب الأوّلون: لِأجلكم نسعى، ولولا الإرادةُ لما وُلدت الحلول. للآمال، للإنسان،
للأرض، لآخر، لئلّا، كلا، هؤلاء، إلّا، والآن، بلا، خلال، الاستجابة، الأوبئة.

مُدَرِّسٌ، مُعَلِّمَةٌ، شُكرًا جزيلًا، جدًّا، قطعًا، أبدًا، حقًّا، بناءً عليه، جزءًا، شيئًا فشيئًا،
سُدًى، هُدًى، كتابٍ، مدينةٍ، بلدٌ، عامًّا، خاصّةً، أوّلًا، تدريجيًّا. العدُوُّ، مستقرٌّ، آتٍ. ماضٍ!

رؤساء، مسؤولية، شؤون، بيئة، رئيس، قارئ، دفء، عبء، مرؤوس، سئل، ملاءمة، مساءلة، آراء، إيواء، أُجِّلت،
ائتلاف، امرؤ، تباطؤ، شاطئ، جزئي، طوارئ، ضوء، هدوء، سماء.

في 25 مارس 2020 شارك 100 شخص من 8 بلدان (62 % من المدن)، أي 3,5 ملايين نسمة؛ وبلغ المعدّل 4,85 من 5،
أي +12 % مقابل −3 % في 2019–2020، الساعة 14:30 (بتوقيت غرينتش)، بكلفة 1 200 000 دولار.

نظّمت UCLG مع Metropolis جلسةً عبر Zoom (الرابط: https://example.org/session) بمشاركة Emilia Sáiz
(الأمينة العامة) و [موئل الأمم المتحدة]؛ البريد: learning@example.org.

صدر التقرير (انظر [3]) عن {لجنة الصحة}؛ «نعم»، قالت العمدة: "لا" ثم 'ربما'… كوفيد-19، الفقرة 2.1،
البند (أ)، النقطة (ب)-3، رقم #7، سنة 2020م، ق.م.، د. ليلى.

شيخ شرير ضرير غير خير بئر نير يرى نرى برّي صرّ سرّ شرّ بي في تي لي ني مى لى ضى تى نيزك بزّ نزّ كثيري
تركي ضمير مصير اكتشاف أماكن مراكز كلاكما الكائنات كلّكم مملكة
"""
# Digits of both kinds; MuPDF turns these, whatever is written: docs/decisions/0046.
ARABIC_DIGITS = "وفي ٢٥ مارس ٢٠٢٠ شاركت ١٢ مدينةً (٧٥٪)، بكلفة ١٬٢٠٠٬٠٠٠ دولار."


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def launch(django_db_setup, django_db_blocker):
    """The Arabic note of the demonstration, and its PDF."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--no-places", verbosity=0)
        document = compose(LearningSession.objects.get(slug="launch"), "ar")
        yield document, pdf.render(document, make_stamp())
        transaction.set_rollback(True)


def written_in(document):
    found = (one.text for one in texts(document))
    return " ".join(to_plain(one) if isinstance(one, RichText) else str(one) for one in found)


@pytest.mark.parametrize("reader", READERS)
def test_words_of_the_demonstration_are_read_in_arabic(launch, reader):
    document, content = launch

    assert share_lost(written_in(document), READERS[reader](content)) <= BOUND


def test_arabic_pdf_is_still_accessible(launch, tmp_path):
    path = tmp_path / "note.pdf"
    path.write_bytes(launch[1])

    assert not pdfua.validate(path).findings


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("place", ["introduction", "table"])
def test_words_hard_to_set_are_read(reader, place):
    content = pdf.render(_with_text(HARD, place), make_stamp())

    assert share_lost(HARD, READERS[reader](content)) <= BOUND


@pytest.mark.parametrize("reader", ["pdftotext", "PDFium"])
def test_arabic_digits_are_read(reader):
    content = pdf.render(_with_text(ARABIC_DIGITS, "introduction"), make_stamp())

    assert share_lost(ARABIC_DIGITS, READERS[reader](content)) == 0


def _with_text(written, place):
    """Return a note with a text where it is set in one family, or in the other."""
    text = parse(written, "ar")
    document = make_document("ar")
    if place == "introduction":
        return replace(document, introduction=text)
    row = document.rows[0]
    responses = (replace(row.responses[0], text=text),)
    return replace(document, rows=(replace(row, responses=responses),))
