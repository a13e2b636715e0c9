"""Draw the models and the states as Mermaid diagrams into docs/diagrams/ (`make diagrams`).

States are read from the code that changes them: calls of `llex.core.states.move`, and guarded
UPDATEs of `state` in the modules of `QUERYSETS`. Both are found in the syntax tree, and the states
that they name are evaluated.
"""

import ast
import inspect
import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "diagrams"
APPS = ("llex", "priorities", "cities", "sessions_app")
# Models whose state is changed by UPDATEs in other modules, not by their own methods.
QUERYSETS = {"llex.Mail": ("llex.core.mail.delivery", "llex.core.mail.outbox")}
HEAD = "<!-- Written by `make diagrams` from the code; a test holds it current. -->"
LEGEND = (
    "An arrow is a function that changes the state in one guarded UPDATE. In any other state it"
    " raises `WrongState` or changes nothing."
)
ENDS = {
    "ForeignKey": "}o--||",
    "OneToOneField": "|o--||",
    "ManyToManyField": "}o--o{",
    "nullable": "}o--o|",
}

Edge = tuple[str, str, str]  # from, to, verb


def draw() -> dict[str, str]:
    """Return the text of each file in docs/diagrams/ by its name."""
    return {"models.md": _models(), "states.md": _states()}


def _models() -> str:
    from django.apps import apps

    parts = [
        HEAD,
        "# Models",
        "A line leads from the model that has the field to the one it names.",
    ]
    for label in APPS:
        lines = []
        for model in sorted(apps.get_app_config(label).get_models(), key=lambda one: one.__name__):
            lines += [f"    {model.__name__}"]
            lines += sorted(_relations(model))
        parts += [f"## {label}", _mermaid("erDiagram", lines)]
    return "\n\n".join(parts) + "\n"


def _relations(model: Any) -> Iterator[str]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        kind = type(field).__name__
        if field.is_relation and field.related_model and kind in ENDS:
            end = ENDS["nullable" if kind == "ForeignKey" and field.null else kind]
            yield f'    {model.__name__} {end} {field.related_model.__name__} : "{field.name}"'


def _states() -> str:
    from django.apps import apps

    parts = [
        HEAD,
        "# States",
        LEGEND,
    ]
    machines = [(model, _moves(model)) for app in APPS for model in _with_state(app)]
    machines += [(apps.get_model(name), _updates(names)) for name, names in QUERYSETS.items()]
    for model, edges in machines:
        parts += [f"## {model.__name__}", _mermaid("stateDiagram-v2", _state_lines(model, edges))]
    return "\n\n".join(parts) + "\n"


def _with_state(app: str) -> Iterator[Any]:
    """Yield the models of *app* that have states and methods to change them."""
    from django.apps import apps

    for model in apps.get_app_config(app).get_models():
        if hasattr(model, "State") and _moves(model):
            yield model


def _state_lines(model: Any, edges: set[Edge]) -> list[str]:
    field = model._meta.get_field("state")
    names = [value for value, _label in field.choices]
    lines = [f"    [*] --> {field.default}"]
    merged: dict[tuple[str, str], list[str]] = {}
    for source, target, verb in sorted(edges):
        merged.setdefault((source, target), []).append(verb)
    for source in names:
        pairs = [(pair, verbs) for pair, verbs in merged.items() if pair[0] == source]
        lines += [f"    {one} --> {to}: {', '.join(verbs)}" for (one, to), verbs in sorted(pairs)]
        if not any(to != source for (_one, to), _verbs in pairs):
            lines.append(f"    {source} --> [*]")
    return lines


def _moves(model: Any) -> set[Edge]:
    """Return what the methods of *model* pass to `move`."""
    edges = set()
    for name, method in inspect.getmembers(model, inspect.isfunction):
        if method.__module__.split(".")[0] not in APPS or name.startswith("_"):
            continue
        tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
        names = vars(sys.modules[method.__module__]) | {"self": model}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                _assign(node, names)
        for call in ast.walk(tree):
            given = _keywords(call)
            if (
                isinstance(call, ast.Call)
                and _called(call) in {"move", "_move"}
                and "allowed" in given
            ):
                targets = [_value(one, names) for one in _branches(given.get("to"))]
                for source, target in product(_value(given["allowed"], names), targets):
                    edges.add((str(source), str(target or source), name.replace("_", " ")))
    return edges


def _updates(modules: tuple[str, ...]) -> set[Edge]:
    """Return the UPDATEs of `state` in the functions of these modules."""
    edges = set()
    for module in map(import_module, modules):
        for function in ast.parse(inspect.getsource(module)).body:
            if isinstance(function, ast.FunctionDef):
                verb = function.name.strip("_").replace("_", " ")
                edges |= {(*pair, verb) for pair in _updates_of(function, module)}
    return edges


def _updates_of(function: ast.FunctionDef, module: ModuleType) -> Iterator[tuple[str, str]]:
    local = {
        node.targets[0].id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and _called(call) == "update"):
            continue
        for target in _states_in(_keywords(call, local).get("state"), module):
            for source in _sources(call, local, module):
                yield source, target


def _sources(call: ast.Call, local: dict[str, ast.expr], module: ModuleType) -> set[str]:
    """Return the states that the filters before an update() let through."""
    node: Any = call
    while True:
        if isinstance(node, ast.Call):
            given = _keywords(node)
            for name in ("state", "state__in"):
                if node is not call and name in given:
                    found = given[name]
                    return _states_in(local.get(getattr(found, "id", ""), found), module)
            if node is not call and "claim" in given:
                return {"sending"}  # Only a mail that is being sent has a claim.
            node = node.func
        elif isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Name) and node.id in local:
            node = local[node.id]
        else:
            return set()


def _states_in(node: ast.expr | None, module: ModuleType) -> set[str]:
    """Return the values of each `MailState.…` in an expression."""
    if node is None:
        return set()
    names = [one for one in ast.walk(node) if isinstance(one, ast.Attribute)]
    return {str(_value(one, vars(module))) for one in names if one.attr.isupper()}


def _keywords(call: ast.AST, local: dict[str, ast.expr] | None = None) -> dict[str, ast.expr]:
    """Return the keyword arguments; of `**name` the items of the dict that *name* is locally."""
    given = {}
    for keyword in getattr(call, "keywords", []):
        if keyword.arg:
            given[keyword.arg] = keyword.value
        elif isinstance(found := (local or {}).get(getattr(keyword.value, "id", "")), ast.Dict):
            pairs = zip(found.keys, found.values, strict=True)
            given |= {key.value: value for key, value in pairs if isinstance(key, ast.Constant)}
    return given


def _branches(node: ast.expr | None) -> list[ast.expr]:
    """Return the expressions that a conditional one may stand for; None where there is none."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    return [node or ast.parse("None", mode="eval").body]


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _assign(node: ast.Assign, names: dict[str, Any]) -> None:
    # What needs a row is not a set of states.
    with suppress(Exception):
        names[node.targets[0].id] = _value(node.value, names)  # type: ignore[attr-defined]


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "<states>", "eval"), dict(names))  # noqa: S307


def _mermaid(kind: str, lines: list[str]) -> str:
    return "\n".join(["```mermaid", kind, *lines, "```"])


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "llex.settings")
    sys.path.insert(0, str(ROOT))
    django.setup()
    FOLDER.mkdir(exist_ok=True)
    for name, text in draw().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
