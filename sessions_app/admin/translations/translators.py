"""Giving the texts of a session to translators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from llex.core import languages
from llex.core.db.fields import LineFormField
from llex.core.mail.addresses import AddressFormField, tell_removals
from sessions_app.admin.translations.pages import page_context, require_access
from sessions_app.models import LearningSession
from sessions_app.translation_desk.assignments import assign_translator, end_assignment


class AssignmentForm(forms.Form):
    """A translator, and the languages of the note to translate into."""

    email = AddressFormField(
        label=gettext_lazy("E-mail address"), widget=UnfoldAdminEmailInputWidget
    )
    name = LineFormField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=gettext_lazy("For someone who has no account yet."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Translates into"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": gettext_lazy("Choose at least one language.")},
    )
    speaks = forms.ChoiceField(
        label=gettext_lazy("Language of the e-mail"), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, session: LearningSession, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets: Any = self.fields["languages"]
        targets.choices = [(code, languages.name_of(code)) for code in session.languages]
        spoken: Any = self.fields["speaks"]
        spoken.choices = languages.choices()


def assign(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """List the translators of a session, and assign another one."""
    access = require_access(request, pk)
    if not access.may_assign:
        raise PermissionDenied
    session = access.session
    form = AssignmentForm(session, request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell_removals(request, [form])
        data = form.cleaned_data
        assign_translator(
            session,
            data["languages"],
            email=data["email"],
            name=data["name"],
            speaks=data["speaks"],
            by=request.user,  # type: ignore[arg-type]
        )
        text = _("%(email)s gets an e-mail with a link to the texts.")
        messages.success(request, text % {"email": data["email"]})
        return redirect(request.path)
    context = {
        **page_context(admin, request, access, _("Translators")),
        "form": form,
        "assignments": session.translation_assignments.select_related("translator"),
    }
    status = 422 if request.method == "POST" else 200
    template = "admin/sessions_app/translations/translators.html"
    return TemplateResponse(request, template, context, status=status)


def end(admin: Any, request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """End an assignment."""
    access = require_access(request, pk)
    if not request.user.has_perm("sessions_app.delete_translationassignment"):
        raise PermissionDenied
    found = access.session.translation_assignments.filter(pk=key).select_related("translator")
    assignment = found.first()
    if assignment is None:
        raise Http404
    end_assignment(assignment)
    text = _("%(name)s no longer translates into %(language)s.")
    shown = {
        "name": assignment.translator,
        "language": languages.name_in_sentence(assignment.language),
    }
    messages.success(request, text % shown)
    return redirect("admin:sessions_app_learningsession_translators", pk)
