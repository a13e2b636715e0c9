"""What three programs read out of a PDF, and how much of it is as it was written."""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter

import pymupdf
import pypdfium2
import pytest

# Joining strokes and characters that only steer the text.
_UNSEEN = re.compile("[\u0640\u00ad\u034f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def poppler(content):
    """Return the text that pdftotext reads; skip the test where it is not installed."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed")
    command = [shutil.which("pdftotext"), "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def pdfium(content):
    """Return the text that PDFium reads, which is in Chrome."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def mupdf(content):
    """Return the text that MuPDF reads."""
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        return "\n".join(page.get_text() for page in pdf)


READERS = {"pdftotext": poppler, "PDFium": pdfium, "MuPDF": mupdf}


def words(text):
    """Return the words of *text*: letters, digits and their marks, in the form NFC."""
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    kept = (one if unicodedata.category(one)[0] in "LNM" else " " for one in text)
    return "".join(kept).split()


def lost(written, read):
    """Return the words of *written* that are not in *read*, as often as they are missing."""
    return Counter(words(written)) - Counter(words(read))


def share_lost(written, read):
    """Return which share of the words of *written* is not in *read*."""
    return sum(lost(written, read).values()) / len(words(written))
