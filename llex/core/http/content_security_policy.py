"""The Content-Security-Policy of every page: nothing from elsewhere, nothing inline."""

from typing import Any, Final

from csp.constants import NONE, SELF

_OWN: Final = ("script-src", "style-src", "font-src", "connect-src", "form-action", "manifest-src")
POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors")},
        **{name: [SELF] for name in _OWN},
        "img-src": [SELF, "data:"],
    }
}
