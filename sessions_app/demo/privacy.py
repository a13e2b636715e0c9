"""The privacy notice of the demonstration: the default text, completed by its conveners."""

import re

from llex.core.models import User
from llex.core.privacy import notice
from llex.core.privacy.models import PrivacyNotice
from sessions_app.demo.loading import prose, read


def load_privacy_notice(by: User) -> None:
    """Publish the completed notice, unless the site has one already."""
    if PrivacyNotice.objects.exists():
        return
    rows = read("privacy")["completion"]
    completed = {
        f"text_{code}": _complete(text, [prose(row["text"][code]) for row in rows])
        for code, text in notice.default().texts.items()
    }
    PrivacyNotice.objects.create(published_by=by, **completed)


def _complete(text: str, completions: list[str]) -> str:
    """Put *completions* in place of the text's double brackets, in their order."""
    parts = re.split(r"\[\[.+?\]\]", text, flags=re.DOTALL)
    pairs = zip(parts, [*completions, ""], strict=True)
    return "".join(part for pair in pairs for part in pair)
