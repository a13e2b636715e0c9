"""Showing what an import changes in a text."""

from diff_match_patch import diff_match_patch
from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from llex.core.spreadsheets.resource import ImportedRow

register = template.Library()
_TAGS = {-1: "del", 0: "span", 1: "ins"}
# A preview may have thousands of texts; a coarser comparison is better than a late one.
_SECONDS = 0.05


@register.filter
def marked(change: ImportedRow) -> SafeString:
    """Return the new text with what is taken out and put in marked as such."""
    comparison = diff_match_patch()
    comparison.Diff_Timeout = _SECONDS
    parts = comparison.diff_main(change.old, change.new)
    comparison.diff_cleanupSemantic(parts)
    # A text that is replaced as a whole is set apart from the new one.
    glue = " " if all(operation for operation, _text in parts) else ""
    return format_html_join(
        glue, "<{0}>{1}</{0}>", ((_TAGS[operation], text) for operation, text in parts)
    )
