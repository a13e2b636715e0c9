"""A sheet as an import-export resource: which rows it has, and how a typed row finds its own."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import ManyToManyWidget

from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.spreadsheets import asking, progress
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.changes import CellChanges, Cells
from llex.core.spreadsheets.columns import Column, Number
from llex.core.spreadsheets.heads import head_of, title_of, word_of
from llex.core.spreadsheets.lookups import Lookup
from llex.core.spreadsheets.questions import Inquiry
from llex.core.spreadsheets.references import Reference, References
from llex.core.spreadsheets.sheets import Sheet
from llex.core.spreadsheets.writing import SheetTable
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_code


class SheetResource(ModelResource):
    """One sheet: its name, its columns, and how a row without an id is recognised.

    *scope* is the session that the sheet is limited to, or None for all rows there are.
    """

    sheet: ClassVar[str]

    class Meta:
        skip_unchanged = True
        report_skipped = True
        store_instance = True
        clean_model_instances = True

    def __init__(self, *, scope: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope = scope
        identity = Column("id", Number(), readonly=True)
        self.fields = {column.column_name: column for column in [identity, *self.columns()]}
        # The sheet that is imported, and what is asked about it.
        self.read = Sheet("")
        self.inquiry: Inquiry | None = None
        self.known_days: Collection[date] = ()
        # The numbers of rows that are left out; of cells that wait for an answer also the columns.
        self.left_out: set[int] = set()
        self.waiting: set[tuple[int, str]] = set()
        self.before: dict[str, str] = {}
        self._current = 0
        self._by_id: dict[int, models.Model] = {}
        self._by_key: dict[Hashable, dict[int, models.Model]] = {}
        self._seen: dict[int, int] = {}

    # Set by each sheet.

    def columns(self) -> Iterable[Column]:
        """Return the columns after ``id``."""
        raise NotImplementedError

    def related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Fetch with *rows* what their cells show, in a constant number of queries."""
        return rows

    def keys(self, instance: Any) -> Iterator[Hashable]:
        """Yield what a stored row may be recognised by when a typed row has no id."""
        raise NotImplementedError

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        """Yield the same of a typed row, the surest first."""
        raise NotImplementedError

    @classmethod
    def title(cls) -> str:
        """Return the name of the sheet in the reader's language."""
        return title_of(cls.sheet)

    def permissions(self, *, new: bool, columns: Iterable[str]) -> set[str]:
        """Return what a user must be allowed in order to write such a row."""
        return {self.permission("add" if new else "change")}

    def headings(self) -> Mapping[str, str]:
        """Return how else columns may be headed, in lower case, and their names."""
        return {}

    def known_heads(self) -> dict[str, str]:
        """Return the names of the columns by the keys of all heads that they may have."""
        heads = {normalize_key(head): name for head, name in self.headings().items()}
        for code in languages.CODES:
            with override(code):
                for name in self.fields:
                    heads.setdefault(normalize_key(self.head(name)), name)
        return heads | {normalize_key(name): name for name in self.fields}

    def head(self, name: str) -> str:
        """Return the head of a column in the reader's language."""
        return head_of(self._meta.model, self.fields[name])

    def word(self, name: str) -> str:
        """Return what a column is called within a sentence."""
        return word_of(self._meta.model, self.fields[name])

    def lookups(self) -> Iterator[Lookup]:
        """Yield the look-ups of the rows that cells of the sheet name."""
        for column in self.fields.values():
            if isinstance(column.widget, Reference | References):
                yield column.widget.lookup

    def ask(self, dataset: Any, inquiry: Inquiry) -> None:
        """Ask what the sheet has to ask besides what its cells name."""

    def remark(self, instance: Any) -> str:
        """Return what is worth telling of a row that stays as it is, or nothing."""
        return ""

    def doubt(self, instance: Any) -> str:
        """Return a warning about a new row, or ""."""
        return ""

    # The same for all sheets.

    @classmethod
    def permission(cls, verb: str) -> str:
        """Return the name of a permission on the sheet's model."""
        options = cls._meta.model._meta
        return f"{options.app_label}.{verb}_{options.model_name}"

    @classmethod
    def get_diff_class(cls) -> type[CellChanges]:
        return CellChanges

    def get_import_order(self) -> list[str]:
        return list(self.fields)

    def get_export_order(self) -> list[str]:
        return list(self.fields)

    def filter_export(self, queryset: models.QuerySet[Any], **kwargs: Any) -> models.QuerySet[Any]:
        return self.related(queryset)

    def number(self, at: int) -> int:
        """Return the number, in the file, of a row by its place among those that are read."""
        return self.read.rows[at].number

    def cell(self, column: str, at: int) -> str:
        """Return where in the file a cell is, with its sheet."""
        return f"{self.read.name}!{self.read.letters[column]}{self.number(at)}"

    def texts(self, instance: models.Model) -> dict[str, str]:
        """Return what each cell of a row says, without the id."""
        return {
            name: typed(column.export(instance))
            for name, column in self.fields.items()
            if name != "id"
        }

    def table(self, queryset: models.QuerySet[Any] | None = None) -> SheetTable:
        """Return the rows ready to be written to a file."""
        dataset = self.export(queryset)
        choices = {name: getattr(c.widget, "choices", ()) for name, c in self.fields.items()}
        fixed = frozenset(name for name, column in self.fields.items() if column.is_fixed)
        return SheetTable(
            str(self.title()),
            dataset.headers,
            list(dataset),
            fixed,
            choices,
            is_right_to_left=languages.direction(get_language() or languages.DEFAULT) == "rtl",
            titles=[self.head(name) for name in dataset.headers],
        )

    def cleaned(self, row: Cells, name: str) -> Any:
        """Return what a cell means, or None when it is missing, empty or wrong."""
        try:
            return self.fields[name].clean(row) if name in row else None
        except ValueError:
            # Reported when the cell itself is read.
            return None

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        for instance in self.related(self.get_queryset()):
            self._remember(instance)
        asking.ask(self, dataset)

    def before_import_row(self, row: Cells, **kwargs: Any) -> None:
        self._current = self.number(kwargs["row_number"] - 1)

    def import_row(self, row: Cells, instance_loader: Any, **kwargs: Any) -> RowResult:
        """Import a row, without the cells that are left out; pass over one that is itself."""
        progress.advance()
        if asking.leaves_out(self, row):
            self.left_out.add(self.number(kwargs["row_number"] - 1))
            result = self.get_row_result_class()()
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return result
        return super().import_row(row, instance_loader, **kwargs)

    def get_instance(self, instance_loader: Any, row: Cells) -> models.Model | None:
        """Return the stored row meant by *row*. Raise ValidationError when that is not clear."""
        instance = self._find(row)
        if instance is not None:
            before = self._seen.setdefault(instance.pk, self._current)
            if before != self._current:
                raise ValidationError(
                    {"id": _("This row is the same as row %(number)s.") % {"number": before}}
                )
        return instance

    def after_init_instance(self, instance: Any, new: bool, row: Cells, **kwargs: Any) -> None:
        self.before = {} if new else self.texts(instance)

    def skip_row(
        self, instance: Any, original: Any, row: Cells, import_validation_errors: Any = None
    ) -> bool:
        """Return whether the row changes nothing."""
        if import_validation_errors or self.texts(instance) != self.before:
            return False
        return not any(
            column.links_differ(instance, row)
            for name, column in self.fields.items()
            if name in row and isinstance(column.widget, ManyToManyWidget)
        )

    def import_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:
        """Set what the cells say. Raise ValidationError with the problems of all of them."""
        problems: dict[str, ValidationError] = {}
        for column in self.get_import_fields():
            if column.column_name not in row:
                continue
            try:
                if isinstance(column.widget, ManyToManyWidget):
                    column.clean(row)
                else:
                    self.import_field(column, instance, row, **kwargs)
            except ValueError as problem:
                problems[column.attribute] = ValidationError(str(problem), code="invalid")
        if problems:
            raise ValidationError(problems)

    def after_save_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:
        self._seen.setdefault(instance.pk, self._current)
        self._remember(instance)

    def column_of(self, attribute: str) -> str:
        """Return the name of a model field's column, or "" if it has none."""
        for name, column in self.fields.items():
            if attribute in (name, column.attribute):
                return name
        return next((name for name in self.fields if name.startswith(f"{attribute}_")), "")

    def _remember(self, instance: Any) -> None:
        self._by_id[instance.pk] = instance
        for key in self.keys(instance):
            self._by_key.setdefault(key, {})[instance.pk] = instance

    def _find(self, row: Cells) -> models.Model | None:
        if text := clean_code(typed(row.get("id"))):
            instance = self._by_id.get(int(text)) if text.isdecimal() else None
            if instance is None:
                raise ValidationError(
                    {"id": _("There is no row with the id “%(id)s” here.") % {"id": text}}
                )
            return instance
        for key in self.keys_typed(row):
            hits = list(self._by_key.get(key, {}).values())
            if len(hits) == 1:
                return hits[0]
            if hits:
                ids = join_items(str(hit.pk) for hit in hits)
                raise ValidationError(
                    {"id": _("Several rows fit; give the id: %(ids)s.") % {"ids": ids}}
                )
        return None
