"""The admin site: access, and the content security policy of its pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from allauth.account.decorators import secure_admin_login
from csp.constants import UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from llex.core.accounts import second_factor
from llex.core.admin import kept_posts, kept_values
from llex.core.admin.search import SearchMixin, may_search
from llex.core.admin.settings_page import SettingsMixin
from llex.core.http import proxy_check
from llex.core.time_zones.admin import MomentsMixin
from llex.core.time_zones.own import in_own_zone

# The admin is drawn by Alpine, which evaluates expressions and sets styles (decision 0005).
RELAXED: Final = {"script-src": [UNSAFE_EVAL], "style-src": [UNSAFE_INLINE]}

View = Callable[..., HttpResponseBase]


class AutocompleteView(AutocompleteJsonView):
    """Search results of the pickers, with what distinguishes rows of similar names."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        in_full = getattr(obj, "in_full", "")
        return super().serialize_result(obj, to_field_name) | ({"text": in_full} if in_full else {})


class AdminSite(SettingsMixin, SearchMixin, UnfoldAdminSite):
    """The admin: log-in by allauth, so with a second factor, and a policy of its own."""

    index_title = _("Today")

    def extra_urls(self) -> list[URLPattern]:
        """Return the addresses of the pages that belong to no model."""
        return [
            path("settings/", self.admin_view(self.show_settings), name="settings"),
            path("tables/", self.admin_view(self.show_tables), name="tables"),
        ]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register models; admins of other packages show moments in the session's zone, too."""
        if admin_class is not None and not issubclass(admin_class, MomentsMixin):
            bases = (MomentsMixin, admin_class)
            admin_class = type(admin_class.__name__, bases, {"__module__": admin_class.__module__})
        super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        wrapped = self._answer_when_signed_out(super().admin_view(in_own_zone(view), cacheable))
        inner = kept_posts.keeping(self.has_permission, wrapped, self.kept_page)
        return csp_update(RELAXED)(inner)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().each_context(request)
        if self.has_permission(request):
            context["author_token"] = kept_posts.author_token(request.user)
            context["may_search"] = may_search(request)
        return context

    def kept_page(
        self, request: HttpRequest, entry: dict[str, Any], response: HttpResponseBase
    ) -> HttpResponseBase:
        """Show what a form of a page had sent when the session had ended, to be sent again."""
        context = self.each_context(request) | kept_values.page_context(request, entry, response)
        return TemplateResponse(request, "admin/kept_post.html", context)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the overview; a superuser also learns of a wrong BEHIND_PROXY."""
        context = dict(extra_context or {})
        if request.user.is_superuser and proxy_check.is_mismatched(request):
            context["proxy_problem"] = proxy_check.explanation()
        return super().index(request, context)

    def _answer_when_signed_out(self, view: View) -> View:
        """Answer an expired session: 401 to scripts, a page to people who sent a form."""

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                text = gettext("You have been signed out. Log in again.")
                if request.headers.get("Accept", "").startswith("application/json"):
                    return JsonResponse({"error": text}, status=401)
                if request.method == "POST":
                    lost = gettext("What you had typed or chosen was not kept: nothing was saved.")
                    messages.warning(request, f"{text} {lost}")
            return view(request, *args, **kwargs)

        return answer

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:
        return AutocompleteView.as_view(admin_site=self)(request)

    def has_permission(self, request: HttpRequest) -> bool:
        lacks = getattr(request.user, "lacks_second_factor", False)
        return not lacks and super().has_permission(request)

    @method_decorator(secure_admin_login)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if getattr(request.user, "lacks_second_factor", False):
            return second_factor.ask(request)
        return super().login(request, extra_context)
