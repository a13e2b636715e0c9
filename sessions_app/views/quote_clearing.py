"""The page on which a speaker clears a quotation, behind a personal link."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.views.privacy import keeps_its_address
from llex.core import languages
from llex.core.db.fields import ProseFormField
from llex.core.text import Phrase, parse
from sessions_app.briefing.text_locations import SECTION_FIELDS
from sessions_app.models import Quote
from sessions_app.speakers import quote_clearing as clearing
from sessions_app.speakers.quote_clearing import QuoteLinkStatus

_GONE: Final = 410
_CONFLICT: Final = 409
_UNFIT: Final = 422
_LONGEST: Final = 2000


class QuoteAnswerForm(forms.Form):
    """Other words, or why the speaker does not want to be quoted so."""

    wording = ProseFormField(
        label=gettext_lazy("Your words"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    reason = ProseFormField(
        label=gettext_lazy("What should the organisers know?"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_wording(self) -> str:
        """Ask for a wording where one is proposed."""
        wording: str = self.cleaned_data["wording"].strip()
        if self.data.get("do") == "propose" and not wording:
            raise forms.ValidationError(_("Write how you want to be quoted."))
        return wording


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_its_address
def quote_clearing(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show a quotation and where it is printed, and take the answer of its speaker."""
    quote, status = clearing.find_quote(pk, token)
    if quote is None:
        return render(request, "sessions_app/speakers/link_unknown.html", status=404)
    if status != QuoteLinkStatus.OPEN:
        context = {
            "session": quote.session,
            "status": str(status),
            "contact": quote.session.series.named_contact,
        }
        return render(request, "sessions_app/speakers/link_closed.html", context, status=_GONE)
    if request.method != "POST":
        return _page(request, quote, QuoteAnswerForm(initial={"wording": _shown(quote).text}))
    form = QuoteAnswerForm(request.POST)
    if request.POST.get("read") != clearing.fingerprint(quote.texts):
        problem = _("The quotation has been changed meanwhile. Please read it again.")
        return _page(request, quote, form, _CONFLICT, problem)
    if not form.is_valid() or not _answer(quote, request.POST.get("do", ""), form):
        return _page(request, quote, form, _UNFIT)
    messages.success(request, _("Thank you: the organisers have your answer."))
    return redirect(clearing.quote_path(quote))


def _answer(quote: Quote, do: str, form: QuoteAnswerForm) -> bool:
    """Keep the answer. Return whether it is one that the page offers."""
    words, reason = form.cleaned_data["wording"], form.cleaned_data["reason"]
    answers = {
        "accept": lambda: quote.accept(quote.texts),
        "propose": lambda: clearing.propose_words(quote, words, _shown(quote).language),
        "refuse": lambda: clearing.refuse_quote(quote, reason),
    }
    if do not in answers:
        return False
    answers[do]()
    return True


def _shown(quote: Quote) -> Phrase:
    """Return the text in the language of the page, else in the first that it has."""
    texts, language = quote.texts, get_language() or languages.DEFAULT
    code = language if language in texts else next(iter(texts), language)
    return Phrase(code, texts.get(code, ""))


def _page(
    request: HttpRequest, quote: Quote, form: QuoteAnswerForm, status: int = 200, problem: str = ""
) -> HttpResponse:
    shown = _shown(quote)
    field = SECTION_FIELDS[quote.section]  # type: ignore[index]
    around = getattr(quote.session, f"{field}_{shown.language}", "")
    context = {
        "session": quote.session,
        "quote": quote,
        "form": form,
        "problem": problem,
        "speaker": quote.speaker.name_in(shown.language),
        "text": parse(shown.text, shown.language),
        "others": [
            parse(text, code) for code, text in quote.texts.items() if code != shown.language
        ],
        "around": parse(around, shown.language) if around else None,
        "read": clearing.fingerprint(quote.texts),
    }
    return render(request, "sessions_app/speakers/quote.html", context, status=status)
