import ast
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from . import APPS, PYTHON, ROOT


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_pins_every_direct_dependency_with_hashes(name):
    wanted = direct(name)
    lock = (ROOT / f"{name}.txt").read_text()
    pinned = re.findall(r"^(\w[\w.-]*)(?:\[.*\])?==", lock, re.MULTILINE)
    hashed = re.findall(r"^(\w[\w.-]*).*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)

    assert len(wanted) > 5
    assert wanted - {normal(part) for part in pinned} == set()
    assert hashed == pinned
    assert "://" not in lock  # whoever installs chooses the registry


def test_code_imports_only_what_is_a_direct_dependency():
    """A dependency of a dependency may disappear with the next version."""
    distributions = packages_distributions()
    own = {*APPS, "tests", *sys.stdlib_module_names}
    imported = {name for path in PYTHON for name in imports(path)} - own

    packages = {normal(distributions[name][0]) for name in imported}

    assert len(packages) > 10
    assert packages - direct("requirements") == set()


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def direct(name):
    lines = (ROOT / f"{name}.in").read_text()
    return {normal(part) for part in re.findall(r"^\w[\w.-]*", lines, re.MULTILINE)}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()
