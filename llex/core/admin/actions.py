"""Moving things through their states from the admin: the verbs of the models as actions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from auditlog.models import LogEntry
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.forms import ActionForm, BaseDialogForm
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from llex.core.languages.phrases import comma, join_items, join_with_semicolons
from llex.core.states import WrongState

# A message names so many; of a thousand nobody would read each.
_NAMED: Final = 12
# Signs after which a sentence needs no full stop.
_ENDS: Final = ("?", "!", "…", ".", "؟")


def _plainly(name: str) -> Callable[[Any, Any, str], object]:
    return lambda subject, user, note: getattr(subject, name)()


@dataclass(frozen=True)
class StateAction:
    """A verb of a model: *name* of its method, *label* of its button, what was *done*.

    *doubt* says what is to be confirmed before it is done to an object, or nothing.
    *done* takes ``%(names)s``. *call* is given the object, the user and the note. *warning* says
    of an object, once it is done, what is still open, or nothing. *dialog* asks for a note of its
    own kind, so such a verb is offered on an object's page only.
    """

    name: str
    label: Any
    done: Any
    question: Any
    icon: str = "arrow_forward"
    variant: ActionVariant = ActionVariant.DEFAULT
    permission: str = "change"
    needs_note: bool = False
    dialog: type[BaseDialogForm] | None = None
    call: Callable[[Any, Any, str], object] | None = None
    warning: Callable[[Any], str] | None = None
    doubt: Callable[[Any], str] | None = None

    def apply(self, subject: models.Model, user: Any, note: str) -> None:
        """Do it. Raise WrongState where it is not possible."""
        (self.call or _plainly(self.name))(subject, user, note)


class NoteDialog(BaseDialogForm):
    """Ask for a note before a verb that needs one."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        widget=UnfoldAdminTextareaWidget,
        help_text=gettext_lazy("The city reads it."),
    )


class NoteActionForm(ActionForm):
    """The choice of actions over a list, with room for a note."""

    note = forms.CharField(
        label="",
        required=False,
        widget=UnfoldAdminTextInputWidget(
            attrs={
                "placeholder": gettext_lazy("Note, where one is needed"),
                "aria-label": gettext_lazy("Note, where one is needed"),
            }
        ),
    )


class SureDialog(BaseDialogForm):
    """Ask to confirm an action where there is a doubt about the object."""

    @staticmethod
    def doubt_of(pk: str) -> str:
        """Return what makes the action on the object doubtful, or an empty text."""
        raise NotImplementedError

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if text := type(self).doubt_of(str(self.object_id)):
            self.fields["sure"] = forms.BooleanField(
                label=_("I have read this; do it all the same."),
                help_text=text,
                widget=UnfoldBooleanWidget,
            )


def apply_to(
    request: HttpRequest,
    verb: StateAction,
    subjects: Iterable[Any],
    note: str = "",
    *,
    is_sure: bool = False,
) -> None:
    """Apply *verb* to each and report in one message what was done, in one what was skipped.

    Objects about which there is a doubt are skipped unless the user *is_sure*.
    """
    done, skipped, warnings = [], [], []
    for subject in subjects:
        before = getattr(subject, "state", "")
        if verb.doubt and not is_sure and (text := verb.doubt(subject)):
            why = _("“%(object)s” waits until you confirm on its page: %(doubt)s")
            skipped.append(why % {"object": subject, "doubt": text})
            continue
        try:
            verb.apply(subject, request.user, note)
        except WrongState as problem:
            skipped.append(str(problem))
        else:
            done.append(str(subject))
            warnings.append(verb.warning(subject) if verb.warning else "")
            # Verbs are updates, which no signal tells the log of.
            after = getattr(subject, "state", "")
            changes = {"state": [before, after]} if before != after else {verb.name: ["", "✓"]}
            LogEntry.objects.log_create(subject, action=LogEntry.Action.UPDATE, changes=changes)
    if done:
        messages.success(request, _sentence(verb.done, _listed(done)))
    for warning in list(filter(None, warnings))[:_NAMED]:
        messages.warning(request, warning)
    if len(skipped) == 1 and not done:
        # There was but one, whose button was pressed.
        messages.warning(request, skipped[0])
    elif skipped:
        text = ngettext(
            "%(count)s was skipped. %(why)s", "%(count)s were skipped. %(why)s", len(skipped)
        )
        why = " ".join([*skipped[:_NAMED], *(["…"] if len(skipped) > _NAMED else [])])
        messages.warning(request, text % {"count": len(skipped), "why": why})


def _sentence(text: Any, names: str) -> str:
    """Return *text* with *names*; a question among them ends the sentence by itself."""
    text = str(text)
    if names.endswith(_ENDS):
        text = text.replace("%(names)s.", "%(names)s")
    return text % {"names": names}


def _listed(names: list[str]) -> str:
    """Return the first names, and how many there are beyond them.

    A comma may be in a name: an officer is called with the city.
    """
    signs = (",", comma().strip())
    has_comma = any(sign in name for name in names for sign in signs)
    join = join_with_semicolons if has_comma else join_items
    more = len(names) - _NAMED
    if more <= 0:
        return join(names)
    text = ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", more)
    return text % {"names": join(names[:_NAMED]), "count": more}


class StateActionsMixin:
    """Offer the *verbs* over the list, and on an object's page those *possible* in its state."""

    verbs: ClassVar[tuple[StateAction, ...]] = ()
    # A hint for the page only: the rule is in the verbs themselves, and a test holds them together.
    possible: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    actions: Any
    actions_detail: Any
    action_form: Any
    opts: Any
    admin_site: Any

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        over_list, on_page = [], []
        more = getattr(cls, "more_actions_detail", ())
        in_menus = {name for item in more if isinstance(item, dict) for name in item["items"]}
        for verb in cls.verbs:
            setattr(cls, f"{verb.name}_selected", _over_list(verb))
            setattr(cls, verb.name, _on_page(verb))
            if verb.dialog is None or verb.doubt is not None:
                over_list.append(f"{verb.name}_selected")
            if verb.name not in in_menus:
                on_page.append(verb.name)
        if cls.verbs:
            cls.actions = (*over_list, *getattr(cls, "more_actions", ()))
            cls.actions_detail = (
                *getattr(cls, "first_actions_detail", ()),
                *on_page,
                *more,
            )
            if any(verb.needs_note for verb in cls.verbs):
                cls.action_form = NoteActionForm

    def page_address(self, object_id: str) -> str:
        """Return the page to which a verb leads back."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[object_id])

    def possible_verbs(self, subject: Any) -> tuple[str, ...]:
        """Return the names of the actions that are possible in the state of *subject*."""
        return self.possible.get(subject.state, ())

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        offered = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        subject = self.get_object(request, str(object_id))  # type: ignore[attr-defined]
        possible = self.possible_verbs(subject) if subject else ()
        out_of_place = {verb.name for verb in self.verbs}.difference(possible)
        return [item for item in offered if item.method.original_function_name not in out_of_place]


def _over_list(verb: StateAction) -> Any:
    def act(admin: Any, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        note = request.POST.get("note", "").strip()
        if verb.needs_note and not note:
            messages.error(request, _("Write the note first. Nothing was changed."))
            return
        apply_to(request, verb, queryset, note)

    act.__name__ = f"{verb.name}_selected"
    return action(description=verb.label, permissions=[verb.permission], icon=verb.icon)(act)


def _on_page(verb: StateAction) -> Any:
    def act(admin: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        subject = admin.get_object(request, object_id)
        if subject is None:
            raise Http404
        if not getattr(admin, f"has_{verb.permission}_permission")(request, subject):
            raise PermissionDenied
        data = form.cleaned_data
        is_sure = data.get("sure", False)
        apply_to(request, verb, [subject], data.get("note", ""), is_sure=is_sure)
        address = admin.page_address(object_id)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)

    act.__name__ = verb.name
    return action(
        description=verb.label,
        permissions=[verb.permission],
        url_path=verb.name.replace("_", "-"),
        icon=verb.icon,
        variant=verb.variant,
        dialog={
            "title": verb.label,
            "description": verb.question,
            "form_class": verb.dialog or (NoteDialog if verb.needs_note else BaseDialogForm),
            "form_submit_text": verb.label,
        },
    )(act)
