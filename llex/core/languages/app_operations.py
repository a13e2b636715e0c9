"""Migration operations on the tables of another app."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InApp(Operation):
    """Run *operations* as migrations of the app *app* would.

    For apps that extend the models of others, as each optional language adds its columns.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, app: str, operations: Sequence[Operation]) -> None:
        self.app = app
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for operation in self.operations:
            operation.state_forwards(self.app, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        states = self._states(from_state)
        for operation, before, after in zip(self.operations, states, states[1:], strict=False):
            operation.database_forwards(self.app, schema_editor, before, after)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        # Backwards, *to_state* is the state before these operations.
        states = self._states(to_state)
        steps = list(zip(self.operations, states, states[1:], strict=False))
        for operation, before, after in reversed(steps):
            operation.database_backwards(self.app, schema_editor, after, before)

    def describe(self) -> str:
        return "; ".join(f"{self.app}, {one.describe()}" for one in self.operations)

    def _states(self, state: ProjectState) -> list[Any]:
        """Return the state before the first operation and after each."""
        states = [state]
        for operation in self.operations:
            state = state.clone()
            operation.state_forwards(self.app, state)
            states.append(state)
        return states
