"""A fingerprint of what every page depends on besides its content."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

from llex import __version__


@cache
def fingerprint() -> str:
    """Return a fingerprint of templates, styles, translations, and the site's name and look."""
    site = (settings.SITE_NAME, settings.SITE_URL, settings.THEME.digest, settings.LICENCE)
    digest = hashlib.sha256(f"{__version__} {site}".encode())
    for folder in ("templates", "static", "locale"):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
