"""Tests of the project as a whole: structure, settings, documents, translations."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ["llex", "priorities", "cities", "sessions_app"]
PYTHON = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def name_of(path):
    """Return the path inside the project, to be shown by a failing test."""
    return path.relative_to(ROOT).as_posix()


def settings_in_example():
    """Return the variables that `.env.example` names, in its order."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    return [line.lstrip("#").split("=")[0] for line in lines if "=" in line and " " not in line[:2]]


def run_manage(*arguments, **env):
    """Run manage.py with these environment variables alone."""
    path = {"PATH": os.environ["PATH"]}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=path | env, capture_output=True, text=True, check=False
    )
