"""Ask the server on this machine for `/healthz`, without loading Django.

    python -m llex.core.monitoring.healthcheck

It asks under one of the site's own names, since the site refuses others.
"""

import os
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException

_TIMEOUT = 4
_OK = 200


def host(environment: Mapping[str, str]) -> str:
    """Return a name that ALLOWED_HOSTS lets through: its first one, or any where * does."""
    names = environment.get("ALLOWED_HOSTS", "").split(",")
    first = names[0].strip().lstrip(".")
    return "localhost" if first in ("", "*") else first


def answers(port: int, name: str) -> bool:
    """Return whether the server on *port* answers that it is there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == _OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(int(os.environ.get("GRANIAN_PORT", "8000")), host(os.environ)) else 1)
