import re

from django.core.management import get_commands

from . import ROOT, name_of

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
RECORDS = sorted((ROOT / "docs/decisions").glob("*.md"))


def test_documents_name_only_commands_that_exist():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    texts = "\n".join(path.read_text() for path in DOCUMENTS)
    # In code only: a sentence may well say that we make something.
    made = re.findall(r"(?:`|^|\s\s)make ([a-z-]+)", texts, re.MULTILINE)
    managed = re.findall(r"manage\.py ([a-z_]+)", texts)

    assert {"setup", "demo", "test", "lint"} <= set(made) <= set(targets)
    assert {"publish", "import_note"} <= set(managed) <= set(get_commands())


def test_documents_lead_only_to_files_that_exist():
    link = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    links = [(path, target) for path in DOCUMENTS for target in link.findall(path.read_text())]
    lost = {f"{name_of(path)}: {to}" for path, to in links if not (path.parent / to).exists()}

    assert len(links) > 5
    assert lost == set()


def test_documents_name_only_paths_that_exist():
    path = re.compile(
        r"`((?:llex|priorities|cities|sessions_app|templates|static|tests|docs)/[^`*<]*)`"
    )
    named = {name for document in DOCUMENTS for name in path.findall(document.read_text())}

    assert len(named) > 5
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_decisions_are_numbered_once_each_and_titled():
    numbers = [path.name[:4] for path in RECORDS]

    assert len(RECORDS) > 2
    assert len(set(numbers)) == len(numbers)
    for path in RECORDS:
        assert re.match(rf"# {int(path.name[:4])}\. \w", path.read_text()), path.name
