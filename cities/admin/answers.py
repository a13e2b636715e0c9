"""Policy responses, challenges, review notes and submissions, each on pages of its own."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelect2MultipleWidget

from cities.admin.contribution_inlines import answer_rows
from cities.contributions.answered_challenges import answerable_challenges, group_by_city
from cities.models import (
    Challenge,
    FollowUp,
    PolicyResponse,
    ResponseUpdate,
    ReviewNote,
    Submission,
)
from cities.spreadsheets import ChallengeResource, ResponseResource
from cities.wording.answer_fields import CHALLENGE_FIELDS, RESPONSE_FIELDS
from llex.core.admin.base import (
    ModelAdmin,
    ReadOnlyMixin,
    TextsForm,
    TextsModelAdmin,
    TextsStackedInline,
    searched,
)
from llex.core.db.collation import InLanguageOrder
from llex.core.spreadsheets.lists import SpreadsheetMixin

IN_CITY = "contribution__city__spellings__key__key_contains"
_CONTRIBUTION = ("contribution__city", "contribution__session")


class AnswerAdmin(SpreadsheetMixin, TextsModelAdmin):
    list_display = ("__str__", "city", "session")
    list_filter = (
        ("contribution__session", admin.RelatedOnlyFieldListFilter),
        ("services", admin.RelatedOnlyFieldListFilter),
        "contribution__state",
    )
    list_select_related = _CONTRIBUTION
    search_fields = (*searched("text"), IN_CITY)
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("contribution", "services")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("contribution",) if obj else ()

    @display(description=_("city"), ordering=InLanguageOrder("contribution__city__name"))
    def city(self, answer: Any) -> str:
        return str(answer.contribution.city)

    @display(description=_("session"), ordering="contribution__session__starts_at")
    def session(self, answer: Any) -> str:
        return str(answer.contribution.session)


class ResponseAdminForm(TextsForm):
    """The challenges that a response answers are chosen under the names of their cities."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "answers" in self.fields and self.instance.contribution_id:
            field: Any = self.fields["answers"]
            field.queryset = answerable_challenges(self.instance.contribution)
            field.widget.choices = group_by_city(field.queryset)


class UpdateInline(TextsStackedInline):
    model = ResponseUpdate
    fields = (("kind", "said_on"), "text", "original_text")
    readonly_fields = ("original_text",)


@admin.register(PolicyResponse)
class PolicyResponseAdmin(AnswerAdmin):
    purpose = _(
        "One measure of a city, with its services, date and source. Cities write them in their "
        "contributions."
    )
    resource_classes = [ResponseResource]
    search_fields = (*searched("title"), *AnswerAdmin.search_fields)
    form = ResponseAdminForm
    inlines = (UpdateInline,)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        # Which challenges there are to answer is known once it belongs to a contribution.
        rows = answer_rows(RESPONSE_FIELDS)
        if obj:
            rows.insert(rows.index("services") + 1, "answers")
        return ("contribution", *rows, "order")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "answers":
            kwargs["widget"] = UnfoldAdminSelect2MultipleWidget()
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Challenge)
class ChallengeAdmin(AnswerAdmin):
    purpose = _("One difficulty that a city reports. Cities write them in their contributions.")
    resource_classes = [ChallengeResource]
    fields = ("contribution", *answer_rows(CHALLENGE_FIELDS), "order")


@admin.register(ReviewNote)
class ReviewNoteAdmin(ModelAdmin):
    purpose = _(
        "Remarks of organisers and cities about a contribution, written while it is reviewed."
    )
    list_display = ("__str__", "contribution", "author", "to_city", "from_city", "created_at")
    list_filter = (
        "to_city",
        "from_city",
        ("contribution__session", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("contribution__city", "author")
    search_fields = ("text", IN_CITY)
    autocomplete_fields = ("contribution",)
    fields = ("contribution", "text", "to_city", "from_city", "field", "author", "created_at")
    ordering = ("-created_at", "-pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # What the city has been told, or has said, stays as it was. A note added here is a remark
        # among organisers: to write to the city is a verb, which sends the letter.
        told = ("contribution", "text") if obj else ()
        return ("author", "created_at", "to_city", "from_city", "field", *told)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)


@admin.register(ResponseUpdate)
class ResponseUpdateAdmin(TextsModelAdmin):
    purpose = _("What has become of a policy response since it was published.")
    list_display = ("city", "response", "kind", "said_on", "by")
    list_filter = ("kind", ("response__contribution__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("response__contribution__city", "by")
    search_fields = (*searched("text"), f"response__{IN_CITY}")
    autocomplete_fields = ("response",)
    fields = ("response", "kind", "said_on", "text", "original_text", "by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        # What the city wrote in a language of its own stays as it was written.
        return ("original_text", "by", *(("response",) if obj else ()))

    @display(description=_("city"), ordering=InLanguageOrder("response__contribution__city__name"))
    def city(self, update: ResponseUpdate) -> str:
        return str(update.response.contribution.city)


@admin.register(FollowUp)
class FollowUpAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "Half a year after a note, its cities are asked by themselves whether their responses "
        "still hold."
    )
    list_display = ("contribution", "session", "asked_at", "answered_at")
    list_filter = (
        ("answered_at", admin.EmptyFieldListFilter),
        ("contribution__session", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = _CONTRIBUTION
    search_fields = (IN_CITY,)

    @display(description=_("session"))
    def session(self, follow_up: FollowUp) -> str:
        return str(follow_up.contribution.session)


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("A copy of each contribution as the city handed it in.")
    list_display = ("contribution", "session", "number", "submitted_at", "by")
    list_filter = (("contribution__session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = (*_CONTRIBUTION, "by")
    search_fields = (IN_CITY,)
    fields = ("contribution", "number", "submitted_at", "by", "shown_content")
    readonly_fields = ("shown_content",)
    ordering = ("-submitted_at", "-pk")

    @display(description=_("session"))
    def session(self, submission: Submission) -> str:
        return str(submission.contribution.session)

    @display(description=_("content"))
    def shown_content(self, submission: Submission) -> str:
        import json

        text = json.dumps(submission.content, ensure_ascii=False, indent=2)
        return format_html('<pre class="cell-text" dir="auto">{}</pre>', text)
