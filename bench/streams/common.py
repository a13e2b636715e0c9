"""What all candidates have in common: the clock, and settings as small as they can be."""

import json
import time
from typing import Any

from django.conf import settings


def now() -> dict[str, int]:
    """Return what is sent: the time in milliseconds."""
    return {"at": time.time_ns() // 1_000_000}


def frame() -> bytes:
    return f"data: {json.dumps(now())}\n\n".encode()


def configure(**more: Any) -> None:
    """Set up a Django that has nothing but what a candidate needs."""
    values = {
        "SECRET_KEY": "only-for-the-bench",
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": more.pop("urls"),
        "MIDDLEWARE": [],
        "USE_TZ": True,
    }
    settings.configure(**values | more)
