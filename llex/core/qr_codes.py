"""QR codes of addresses, as drawings in a page and as files."""

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

# Each format of an edition has the same code, which takes 10 ms to find.
_kept = lru_cache(maxsize=64)


def drawing(address: str) -> SafeString:
    """Draw *address* as SVG for a page, without style attributes because of the CSP.

    Level M: a corner of a screen may be hidden by a head in front of it.
    """
    code = segno.make(address, error="m", micro=False)
    return mark_safe(  # noqa: S308 - drawn here, of squares alone
        code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    )


@_kept
def file(address: str) -> bytes:
    """Draw *address* as an SVG file, with the quiet zone that print needs."""
    code = segno.make(address, error="m", micro=False)
    content = io.BytesIO()
    code.save(content, kind="svg", scale=10, border=4)
    return content.getvalue()


@_kept
def picture(address: str) -> bytes:
    """Draw *address* as a PNG, for files that hold no SVG."""
    code = segno.make(address, error="m", micro=False)
    content = io.BytesIO()
    code.save(content, kind="png", scale=8, border=2)
    return content.getvalue()
