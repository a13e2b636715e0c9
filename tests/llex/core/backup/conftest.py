import shutil

import pytest

from llex.core.backup import files


@pytest.fixture(autouse=True)
def empty_folders():
    """Begin and end without files."""
    for step in (1, 2):
        for root in files.roots().values():
            shutil.rmtree(root, ignore_errors=True)
        if step == 1:
            yield
