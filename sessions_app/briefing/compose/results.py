"""The result of a consultation, from what was frozen when it closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from llex.core.text import Phrase
from priorities.models import Consultation
from priorities.results import frozen_results
from priorities.results.disclosure import languages_told
from sessions_app.briefing import document as doc


def compose_results(
    consultation: Consultation, order: Sequence[str], main_language: str
) -> doc.Consultation:
    """Return a closed consultation as the note prints it.

    *order* are the languages in which to look for a text, the note's own first. No query is made
    where the services were prefetched.
    """
    return _Results(consultation, order, main_language).consultation()


class _Results:
    def __init__(
        self, consultation: Consultation, order: Sequence[str], main_language: str
    ) -> None:
        self.frozen = frozen_results.read(consultation)
        self.code = consultation.code
        self.order = order
        self.main_language = main_language
        self.zone = ZoneInfo(consultation.session.time_zone)

    def consultation(self) -> doc.Consultation:
        frozen = self.frozen
        return doc.Consultation(
            question=self._always(frozen["question"]),
            scale=frozen["scale"],
            low=self._phrase(frozen["low"]),
            high=self._phrase(frozen["high"]),
            ballots=frozen["ballots"],
            languages=languages_told(frozen["by_language"]),
            items=tuple(map(self._item, frozen["items"])),
            caveat=self._phrase(frozen["caveat"]),
            kind=frozen["kind"],
            words=tuple(
                doc.WordResult(word["rank"], word["word"], word["count"], tuple(word["spellings"]))
                for word in frozen["words"]
            ),
            reopened=self._reopening(),
            code=self.code,
        )

    def _item(self, item: frozen_results.FrozenItem) -> doc.ItemResult:
        return doc.ItemResult(
            rank=item["rank"],
            service=doc.ServiceName(item["service"], self._always(item["name"])),
            mean=item["mean"],
            answers=item["answers"],
            dont_know=item["dont_know"],
            distribution=tuple(item["distribution"]),
        )

    def _reopening(self) -> doc.Reopening | None:
        if not (at := self.frozen.get("reopened_at")):
            return None
        # Results of earlier versions have it in the main language of the session only.
        known = {self.main_language: self.frozen.get("reopen_reason", "")}
        reason = self._always(self.frozen.get("reopen_reasons") or known)
        # The day on which it was where the session sat.
        return doc.Reopening(datetime.fromisoformat(at).astimezone(self.zone), reason)

    def _phrase(self, texts: Mapping[str, str]) -> Phrase | None:
        return next((Phrase(code, texts[code]) for code in self.order if texts.get(code)), None)

    def _always(self, texts: Mapping[str, str]) -> Phrase:
        return self._phrase(texts) or Phrase(self.order[0], "")
