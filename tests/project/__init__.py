"""Sweeps over the whole project: what no single module can answer for."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["llex", "priorities", "cities", "sessions_app"]
PYTHON = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path):
    """The name that a failing test shows: the path inside the project."""
    return path.relative_to(ROOT).as_posix()


def settings_in_example():
    """The variables that `.env.example` names, in its order."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return [line.lstrip("#").split("=")[0] for line in lines if "=" in line and " " not in line[:2]]


def run_manage(*arguments, **env):
    """Run manage.py as on a bare machine: with these variables, and nothing of ours."""
    path = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=path | env, capture_output=True, text=True, check=False
    )
