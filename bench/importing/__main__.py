"""Measure the import of notes: `python -m bench.importing [--all] [NAME …]`.

Each invented note is made a file and imported as an organiser would. `--all` prints what is not
right; names restrict the notes to those whose name or shape has one of them.
"""

import io
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Final

_FOLDER = tempfile.mkdtemp(prefix="llex-bench-")
os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.importing.settings", "DEBUG": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "MAIL_WITHOUT_SERVER": "true", "LOG_LEVEL": "ERROR"}
os.environ["VAR_DIR"] = _FOLDER
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_FOLDER}/bench.sqlite3")
os.environ |= {"LANGUAGES": "en,fr,es,ar,pt", "HTTPS": "false"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from bench.importing import office_files, pdf_files, plain_files, web_files  # noqa: E402
from bench.importing.corpus import Block, Note, blocks_of, read_notes  # noqa: E402
from bench.importing.layouts import layout  # noqa: E402
from bench.importing.scoring import KINDS, Score, score  # noqa: E402
from sessions_app.importing.errors import ImportRefused  # noqa: E402
from sessions_app.importing.run import import_note  # noqa: E402
from tests.factories import make_series  # noqa: E402

ENOUGH: Final = 0.95
_SERIES: Final = {
    "en": "Live Learning Experience: Beyond the Immediate Response",
    "fr": "Expérience d'apprentissage en direct : Au-delà de la réponse immédiate",
    "es": "Experiencia de aprendizaje en vivo: Más allá de la respuesta inmediata",
    "ar": "تجربة التعلم المباشر: ما بعد الاستجابة الفورية",
    "pt": "Experiência de aprendizagem ao vivo: Para além da resposta imediata",
}
_FILES: Final[dict[str, tuple[str, Callable[[Note, list[Block]], bytes]]]] = {
    "md": ("note.md", plain_files.markdown),
    "txt": ("note.txt", plain_files.text),
    "pages": ("note.txt", plain_files.pages),
    "html": ("note.html", web_files.page),
    "cms": ("page.html", web_files.cms),
    "gdocs": ("note.html", web_files.google_docs),
    "docx": ("note.docx", office_files.word),
    "odt": ("note.odt", office_files.open_document),
    "pdf": ("note.pdf", pdf_files.pdf),
}


def file_of(note: Note, turn: int) -> tuple[str, bytes]:
    """Return the name and the content of a note's file."""
    name, write = _FILES[note.file]
    return name, write(note, list(blocks_of(note, layout(note), turn)))


def measure(note: Note, turn: int) -> tuple[Score, int, float]:
    """Import one note; return what was found, how many words were lost, and the seconds."""
    name, data = file_of(note, turn)
    titles = {f"title_{code}": title for code, title in _SERIES.items()}
    if note.known:
        titles[f"title_{note.language}"] = note.known
    with transaction.atomic():
        make_series(slug="bench", **titles)
        began = time.process_time()
        try:
            made = import_note(data, name, series="bench", language=note.language)
        except ImportRefused as refusal:
            result, lost = score(note, None), 0
            result.wrong.insert(0, f"refused: {refusal}")
        else:
            result, lost = score(note, made.note), made.completeness.lost.total()
            if lost:
                result.wrong.append(f"lost: {dict(made.completeness.lost)}")
        took = time.process_time() - began
        transaction.set_rollback(True)
    return result, lost, took


def main() -> int:
    """Print what is found of each shape, and return 1 where it is not enough."""
    names = [one for one in sys.argv[1:] if not one.startswith("-")]
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("load_places", stdout=io.StringIO(), stderr=io.StringIO())
    shapes: defaultdict[str, Score] = defaultdict(Score)
    total, lost, slowest, number = Score(), 0, 0.0, 0
    for turn, note in enumerate(read_notes()):
        if names and not any(name in (note.name, note.shape, note.file) for name in names):
            continue
        result, words, took = measure(note, turn)
        shapes[note.shape] += result
        total += result
        lost, slowest, number = lost + words, max(slowest, took), number + 1
        if "--all" in sys.argv and result.wrong:
            print(f"\n{note.shape} / {note.name} ({note.file})", *result.wrong, sep="\n    ")
    print(f"{'':<13}", *(f"{kind:>9}" for kind in KINDS))
    for shape, result in [*shapes.items(), ("all", total)]:
        shares = (f"{result.right[kind]:>4}/{result.expected[kind]}" for kind in KINDS)
        print(f"{shape:<13}", *(f"{share:>9}" for share in shares))
    print(f"{number} notes; words lost: {lost}; the slowest took {slowest:.2f} s of the processor")
    enough = (total.right[kind] >= ENOUGH * total.expected[kind] for kind in KINDS)
    return 0 if all(enough) and not lost else 1


if __name__ == "__main__":
    sys.exit(main())
