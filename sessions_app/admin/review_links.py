"""Private links to drafts over all sessions, with comments and approvals: looked at, or erased."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.mail.models import Mail
from sessions_app.models import DismissedFinding, ReviewApproval, ReviewComment, ReviewLink

# What is deleted with its session, or with the reader of a draft.
_DELETED_WITH: Final[tuple[type[Model], ...]] = (
    ReviewLink, ReviewComment, ReviewApproval, Mail, DismissedFinding,
)  # fmt: skip


def without_review(forbidden: Any) -> set[Any]:
    """Return the names of models that may not be deleted, less those of work on a draft.

    All that goes with its session, or with the person who is erased.
    """
    return set(forbidden) - {model._meta.verbose_name for model in _DELETED_WITH}


@admin.register(ReviewLink)
class ReviewLinkAdmin(ReadOnlyMixin, ModelAdmin):
    """Links are made, renewed and revoked on the page of their session."""

    list_display = ("name", "role", "session", "language", "opened_at", "expires_at", "revoked_at")
    list_filter = ("role", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("session",)
    search_fields = ("name", "email")
    fields = (
        "name", "role", "email", "language", "session", "made_at", "made_by", "expires_at",
        "revoked_at", "opened_at", "seen_at",
    )  # fmt: skip
    readonly_fields = ("made_at", "made_by", "revoked_at", "opened_at", "seen_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("sessions_app.delete_reviewlink"))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, without_review(forbidden), protected


@admin.register(ReviewComment)
class ReviewCommentAdmin(ReadOnlyMixin, ModelAdmin):
    """Comments are answered on the page of their session."""

    list_display = ("place", "link", "language", "state", "written_at")
    list_filter = ("state", ("link__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("link",)
    search_fields = ("text", "answer")
    fields = (
        "link", "language", "place", "excerpt", "text", "state", "written_at", "edited_at",
        "answer", "answered_at", "answered_by",
    )  # fmt: skip


@admin.register(ReviewApproval)
class ReviewApprovalAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("link", "language", "approved_at")
    list_filter = ("language", ("link__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("link",)
    search_fields = ("link__name",)
    fields = ("link", "language", "checksum", "approved_at")
