"""Write the migration that adds the columns of an optional language to the tables of the apps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import migrations
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.app_operations import InApp

_FIELD_OPERATIONS = (migrations.AddField, migrations.AlterField, migrations.RemoveField)


class Command(BaseCommand):
    """For developers, after a translated field was added, altered or removed."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", help="a language that LANGUAGES contains, such as pt")
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if due")

    @no_translations
    def handle(self, *, language: str, check: bool, **_options: Any) -> None:
        if language in languages.REQUIRED or language not in languages.CODES:
            raise CommandError(f"{language} is not an optional language that LANGUAGES contains.")
        loader = MigrationLoader(None)
        operations = list(_operations(loader, language))
        if not operations:
            self.stdout.write("No columns are missing.")
            return
        if check:
            raise CommandError("\n".join(operation.describe() for operation in operations))
        path = _write(loader, language, operations)
        self.stdout.write(f"Wrote {path}.")


def _operations(loader: MigrationLoader, language: str) -> Iterator[InApp]:
    """Yield the changes of each app; raise CommandError for those of other fields."""
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps), MigrationQuestioner()
    )
    for app, changed in sorted(detector.changes(graph=loader.graph).items()):
        operations = [operation for migration in changed for operation in migration.operations]
        for operation in operations:
            if not _is_of(operation, language):
                raise CommandError(f"Run makemigrations first: {app}: {operation.describe()}")
        yield InApp(app, operations)


def _is_of(operation: Operation, language: str) -> bool:
    return isinstance(operation, _FIELD_OPERATIONS) and operation.name.endswith(f"_{language}")


def _write(loader: MigrationLoader, language: str, operations: list[InApp]) -> Path:
    label = f"language_{language}"
    own = [name for app, name in loader.graph.leaf_nodes(label)]
    number = int(own[0][:4]) + 1 if own else 1
    depended_on = [(label, name) for name in own] + [
        leaf for operation in operations for leaf in loader.graph.leaf_nodes(operation.app)
    ]
    content = {"operations": operations, "dependencies": depended_on}
    migration = type("Migration", (migrations.Migration,), content)(f"{number:04d}_columns", label)
    folder = data.FOLDER / language / "migrations"
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()
    path = folder / f"{migration.name}.py"
    path.write_text(MigrationWriter(migration).as_string(), encoding="utf-8")
    return path
