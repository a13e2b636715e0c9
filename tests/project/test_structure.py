import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from itertools import chain

from grimp import build_graph

from . import APPS, PYTHON, ROOT, TEMPLATES, name_of

TESTS = sorted((ROOT / "tests").rglob("*.py"))


def test_apps_and_their_layers_import_in_one_direction():
    # In a process of its own: its configuration of logging disables the loggers of other tests.
    code = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    command = [sys.executable, "-c", code]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_modules_import_each_other_in_a_circle():
    graph = build_graph(*APPS, exclude_type_checking_imports=True, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    assert len(imports) > 400
    # Raises CycleError, which names the circle.
    TopologicalSorter(imports).prepare()


def test_lower_app_does_not_name_a_higher_one_even_for_types():
    graph = build_graph(*APPS, cache_dir=None)
    higher = {
        "llex.core": ("priorities", "cities", "sessions_app"),
        "priorities": ("cities", "sessions_app"),
        "cities": ("sessions_app",),
    }
    named = {
        f"{module} names {imported}"
        for app, above in higher.items()
        for module in graph.find_descendants(app)
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.partition(".")[0] in above
    }

    assert named == set()


def test_module_stays_within_300_lines():
    modules = [path for path in PYTHON if "migrations" not in path.parts]
    long = {name_of(path) for path in modules if len(path.read_text().splitlines()) > 300}

    assert len(modules) > 50
    assert long == set()


def test_nothing_is_left_to_do():
    mark = re.compile(r"\b(TODO|FIXME|XXX)\b|(?i:lorem ipsum)")
    sources = chain(*((ROOT / folder).rglob("*") for folder in ("static", "bench", "sessions_app")))
    texts = {path for path in sources if path.suffix in {".css", ".js", ".py", ".typ"}}
    searched = {*PYTHON, *TESTS, *TEMPLATES, *texts} - {ROOT / "tests/project/test_structure.py"}

    assert len(searched) > 100
    assert {name_of(path) for path in searched if mark.search(path.read_text())} == set()


def test_folder_of_tests_is_a_package():
    folders = {path.parent for path in TESTS if path.name.startswith("test_")}

    assert len(folders) > 3
    assert {name_of(folder) for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_no_test_hides_another_of_its_name():
    hidden = set()
    for path in TESTS:
        names = [node.name for node in ast.parse(path.read_text()).body if hasattr(node, "name")]
        hidden |= {f"{name_of(path)}: {name}" for name in names if names.count(name) > 1}

    assert hidden == set()
