"""The client of a machine translator with LibreTranslate's protocol; off without a setting.

It returns drafts: `TextState.MACHINE`, never approved until a person approves it.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

# Of an answer, in bytes: a whole note is far smaller.
_LARGEST: Final = 5_000_000


class MachineFailure(Exception):
    """The translator gave no translation; the message is for people."""


def is_enabled() -> bool:
    """Return whether the site has a machine translator."""
    return bool(settings.MACHINE_TRANSLATION_URL)


def translate(texts: Sequence[str], source: str, target: str) -> list[str]:
    """Translate *texts* from one language into another, in one request.

    Raise MachineFailure where the translator cannot be reached, is too slow, or refuses.
    """
    if not is_enabled():
        raise MachineFailure(_("This site has no machine translation."))
    asked = {"q": list(texts), "source": source, "target": target, "format": "text"}
    if settings.MACHINE_TRANSLATION_KEY:
        asked["api_key"] = settings.MACHINE_TRANSLATION_KEY
    answer = _ask(asked)
    found = answer.get("translatedText") if isinstance(answer, dict) else None
    found = found if isinstance(found, list) else []
    if len(found) != len(texts) or not all(isinstance(text, str) for text in found):
        raise MachineFailure(_("The machine translator gave an answer that cannot be read."))
    return [text.strip() for text in found]


def _ask(asked: dict[str, Any]) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the setting is an http address
        f"{settings.MACHINE_TRANSLATION_URL.rstrip('/')}/translate",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urllib.request.urlopen(  # noqa: S310
            request, timeout=settings.MACHINE_TRANSLATION_TIMEOUT
        ) as response:
            content = response.read(_LARGEST + 1)
    except urllib.error.HTTPError as problem:
        raise MachineFailure(_refusal(problem)) from problem
    except TimeoutError as problem:
        raise MachineFailure(_slow()) from problem
    except urllib.error.URLError as problem:
        text = _slow() if isinstance(problem.reason, TimeoutError) else _unreachable()
        raise MachineFailure(text) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise MachineFailure(_unreachable()) from problem
    return _read(content)


def _read(content: bytes) -> Any:
    try:
        return json.loads(content[:_LARGEST])
    except ValueError:
        return None


def _refusal(problem: urllib.error.HTTPError) -> str:
    answer = _read(problem.read(_LARGEST))
    reason = answer.get("error") if isinstance(answer, dict) else ""
    match problem.code:
        case 401 | 403:
            text = _("The machine translator refuses the key of this site.")
        case 429:
            text = _("The machine translator is asked too often now; try again later.")
        case 400:
            text = _("The machine translator does not take this text or this language.")
        case _:
            text = _("The machine translator has an error of its own; try again later.")
    return f"{text} ({reason})" if isinstance(reason, str) and reason.strip() else text


def _slow() -> str:
    return _("The machine translator did not answer in time; try again with fewer texts.")


def _unreachable() -> str:
    return _("The machine translator cannot be reached; try again later.")
