import importlib.util

import pytest

from . import ROOT

FOLDER = ROOT / "docs" / "diagrams"


@pytest.fixture(scope="module")
def drawn():
    spec = importlib.util.spec_from_file_location("draw_diagrams", ROOT / "docs/draw_diagrams.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.draw()


def test_diagrams_are_current(drawn):
    kept = {path.name: path.read_text() for path in FOLDER.glob("*.md")}

    assert kept == drawn, "run `make diagrams`"


@pytest.mark.parametrize(
    "line",
    [
        "    submitted --> changes_requested: request changes, take up",
        "    submitted --> draft: take up",
        "    waiting --> refused: refuse",
        "    closed --> open: reopen",
        "    sent --> bounced: note bounce",
    ],
)
def test_states_are_read_from_the_code(drawn, line):
    assert line in drawn["states.md"].splitlines()


def test_models_are_drawn_with_their_relations(drawn):
    lines = drawn["models.md"].splitlines()

    assert '    Contribution }o--|| City : "city"' in lines
    assert '    Consultation }o--o{ Service : "services"' in lines
