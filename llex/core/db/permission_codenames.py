"""A migration operation that renames the permissions of renamed models.

Django renames the content type of a model with `RenameModel`, but leaves the codenames of its
permissions: groups that hold them would lose the right, while new ones would be created.
"""

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_ACTIONS = ("view", "add", "change", "delete")


class RenamePermissions(RunPython):
    """Rename the permissions of models of *app*, given as old and new names in lower case.

    The migration depends on the latest ones of contenttypes and auth, and has this operation
    after those that rename the models.
    """

    def __init__(self, app: str, names: Mapping[str, str]) -> None:
        self.app = app
        self.names = names
        super().__init__(self._forwards, self._backwards)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"app": self.app, "names": self.names}

    def describe(self) -> str:
        return f"Rename the permissions of {', '.join(self.names)}"

    def _forwards(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._rename(apps, schema_editor, self.names)

    def _backwards(self, apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        self._rename(apps, schema_editor, {new: old for old, new in self.names.items()})

    def _rename(
        self, apps: Any, schema_editor: BaseDatabaseSchemaEditor, names: Mapping[str, str]
    ) -> None:
        permissions = apps.get_model("auth", "Permission").objects.using(
            schema_editor.connection.alias
        )
        for old, new in names.items():
            for action in _ACTIONS:
                permissions.filter(
                    content_type__app_label=self.app, codename=f"{action}_{old}"
                ).update(codename=f"{action}_{new}")
