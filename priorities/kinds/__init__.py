"""Kinds of questions: a module with a class per kind, which registers itself.

`discover` is called once the models are loaded, since the kinds import them.
"""

from importlib import import_module
from pkgutil import iter_modules


def discover() -> None:
    """Import every module of this folder, so that each registers its kind."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
