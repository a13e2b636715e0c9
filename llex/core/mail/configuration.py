"""The mail server as EMAIL_URL names it.

This is read while the settings are: it may import nothing that needs them.
"""

from pathlib import Path
from typing import Any, Final

import dj_email_url
from environs import EnvError

# Encrypted connections, which the library knows by other names.
_ENCRYPTION: Final = {"smtp+tls": "EMAIL_USE_TLS", "smtp+ssl": "EMAIL_USE_SSL"}


def mail_server(url: str, var_dir: Path) -> dict[str, Any]:
    """Return Django's settings of the mail server. Raise EnvError for an unknown scheme."""
    scheme, mark, rest = url.partition("://")
    encryption = _ENCRYPTION.get(scheme)
    found: dict[str, Any] = dj_email_url.parse(f"{'smtp' if encryption else scheme}{mark}{rest}")
    if encryption:
        found[encryption] = True
    if "EMAIL_BACKEND" not in found:
        raise EnvError("EMAIL_URL must begin with smtp://, smtp+tls://, smtp+ssl:// or console://.")
    return found | {"EMAIL_FILE_PATH": found["EMAIL_FILE_PATH"] or str(var_dir / "mail")}
