"""One-person links of a closed hall: made, shown once, and never readable again."""

from __future__ import annotations

import csv
import secrets
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextareaWidget

from llex.core import qr_codes
from llex.core.db.fields import ProseFormField
from priorities.admin.console.controls import consultation_for, page
from priorities.models import Consultation, VotingLink
from priorities.voting.casting import digest

if TYPE_CHECKING:
    from priorities.admin.consultations import ConsultationAdmin

MOST: Final = 1000
_SALT: Final = "priorities.links"
_ONCE: Final = "voting-links"
# An hour is enough to print a sheet.
_SHEET_LIVES: Final = 3600


class LinksForm(forms.Form):
    """For whom links are made, one a line. *once* keeps a form from being sent twice."""

    people = ProseFormField(
        label=gettext_lazy("For whom"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "One a line: a name, a delegation, a seat. Each line becomes one link, for one vote."
        ),
    )
    once = forms.CharField(widget=forms.HiddenInput)

    def clean_people(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines()]
        people = [line for line in lines if line]
        if len(people) > MOST:
            text = _("Make at most %(number)s links at a time.")
            raise forms.ValidationError(text % {"number": MOST})
        longest: int = VotingLink._meta.get_field("label").max_length or 0
        if too_long := next((line for line in people if len(line) > longest), ""):
            raise forms.ValidationError(_("This line is too long: %(line)s") % {"line": too_long})
        return people


def links(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Make links and show them, this once, as a sheet to print and to save."""
    consultation = consultation_for(admin, request, pk)
    form = LinksForm(request.POST or None, initial={"once": secrets.token_urlsafe(12)})
    if request.method == "POST" and consultation.is_closed_hall and form.is_valid():
        if form.cleaned_data["once"] == request.session.get(_ONCE):
            messages.warning(request, _("These links were made already; they are shown only once."))
            return redirect(request.path)
        request.session[_ONCE] = form.cleaned_data["once"]
        made = make_links(consultation, form.cleaned_data["people"])
        return _sheet(admin, request, consultation, made)
    known = consultation.links.all()
    return page(
        admin,
        request,
        consultation,
        "links",
        title=_("Voting links"),
        form=form,
        known=known,
        used=sum(link.is_spent for link in known),
    )


def make_links(consultation: Consultation, people: list[str]) -> list[tuple[str, str]]:
    """Make a link for each of *people*; return labels with tokens. Only digests are stored."""
    made = [(label, secrets.token_urlsafe(16)) for label in people]
    rows = [
        VotingLink(consultation=consultation, label=label, token_digest=digest(token))
        for label, token in made
    ]
    # Not in the order in which they will be handed out.
    secrets.SystemRandom().shuffle(rows)
    VotingLink.objects.bulk_create(rows)
    return made


def as_csv(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Send the sheet that has just been shown as a file. It is read from the page, not stored."""
    consultation = consultation_for(admin, request, pk)
    try:
        made = signing.loads(
            request.POST.get("sheet", ""), salt=f"{_SALT}:{pk}", max_age=_SHEET_LIVES
        )
    except signing.BadSignature:
        return HttpResponseBadRequest(_("This sheet is too old or not ours. Make new links."))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="links-{consultation.code}.csv"'
    # Excel takes a file for UTF-8 by this mark.
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow([_("For whom"), _("Link")])
    for label, token in made:
        writer.writerow([_plain(label), _address(consultation, token)])
    return answer


def _plain(label: str) -> str:
    """Return a label that a spreadsheet does not take for a formula."""
    return f"'{label}" if label[:1] in {"=", "+", "-", "@"} else label


def withdraw(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the links that were not used yet, for example because a sheet was lost."""
    consultation = consultation_for(admin, request, pk)
    with transaction.atomic():
        # As in casting: whoever votes in a closed hall holds this row.
        Consultation.objects.select_for_update().get(pk=pk)
        count, _kinds = consultation.links.filter(is_spent=False).delete()
    text = ngettext("%(count)s link was withdrawn.", "%(count)s links were withdrawn.", count)
    messages.success(request, text % {"count": count})
    return redirect("admin:priorities_consultation_links", pk=pk)


def _sheet(
    admin: ConsultationAdmin,
    request: HttpRequest,
    consultation: Consultation,
    made: list[tuple[str, str]],
) -> HttpResponse:
    rows: list[dict[str, Any]] = []
    for label, token in made:
        address = _address(consultation, token)
        rows.append({"label": label, "address": address, "qr": qr_codes.drawing(address)})
    answer = page(
        admin,
        request,
        consultation,
        "links_sheet",
        title=_("Voting links"),
        rows=rows,
        sheet=signing.dumps(made, salt=f"{_SALT}:{consultation.pk}", compress=True),
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _address(consultation: Consultation, token: str) -> str:
    return settings.SITE_URL + reverse("voting:vote_by_link", args=[consultation.code, token])
