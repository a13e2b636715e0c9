"""Cities as readers see them, and the pages of their officers."""

from django.urls import include, path

from cities.public import feeds
from cities.views import (
    approval,
    autocomplete,
    colleagues,
    compare,
    contribution,
    copying,
    documents,
    entries,
    follow_up,
    invitation,
    officer_home,
    open_call,
    photographs,
    public,
    topics,
    withdrawal,
)
from llex.core.http.finished_pages import finished

app_name = "cities"

# /contribute/
officers = [
    path("", officer_home.home, name="officer_home"),
    path("invitations/<uuid:key>/<str:token>/", invitation.invitation_landing, name="invitation"),
    path("<int:pk>/decline/", withdrawal.decline, name="contribution_decline"),
    path("<int:pk>/withdraw/", withdrawal.withdraw, name="contribution_withdraw"),
    path("cities/<slug:city>/begin/<slug:session>/", officer_home.begin, name="contribution_begin"),
    path("cities/<slug:city>/colleagues/", colleagues.add, name="colleague_add"),
    path("cities/<slug:city>/hand-over/", colleagues.hand_over, name="hand_over"),
    path("officers/<int:pk>/end/", colleagues.end, name="colleague_end"),
    path("<int:pk>/wording/", approval.wording, name="wording"),
    path("<int:pk>/wording/approve/", approval.approve, name="wording_approve"),
    path("<int:pk>/wording/comment/", approval.comment, name="wording_comment"),
    path("<int:pk>/wording/answers/", approval.answers, name="wording_answers"),
    path("<int:pk>/still-true/", follow_up.follow_up, name="follow_up"),
    path("<int:pk>/", contribution.edit, name="contribution_edit"),
    path("<int:pk>/preview/", contribution.show_preview, name="contribution_preview"),
    path(
        "<int:pk>/preview/machine/",
        contribution.show_machine_draft,
        name="contribution_machine_draft",
    ),
    path("<int:pk>/check/", contribution.check, name="contribution_check"),
    path("<int:pk>/take-up/", contribution.take_up, name="contribution_take_up"),
    path("<int:pk>/as-last-time/<int:earlier>/", copying.as_last_time, name="as_last_time"),
    path("<int:pk>/sent/", contribution.sent, name="contribution_sent"),
    path("<int:pk>/documents/", documents.attach, name="document_attach"),
    path("<int:pk>/documents/<uuid:key>/", documents.download, name="document"),
    path("<int:pk>/colleague/", colleagues.invite, name="contribution_colleague"),
    path("<int:pk>/photographs/", photographs.edit, name="photographs"),
    path("places/", autocomplete.place_lookup, name="place_lookup"),
    path("open/<slug:slug>/", open_call.open_call, name="open_call"),
    path("open/<slug:slug>/code/", open_call.open_call_code, name="open_call_code"),
    path("open/<slug:slug>/city/", open_call.open_call_city, name="open_call_city"),
    path("open/<slug:slug>/sent/", open_call.open_call_sent, name="open_call_sent"),
]

urlpatterns = [
    # cities/
    path("cities/", public.city_list, name="city_list"),
    path("cities/<slug:slug>/", public.city_detail, name="city_detail"),
    path("compare/", compare.compare, name="compare"),
    # priorities/: the topics, which are public services
    path("priorities/", topics.topic_list, name="topic_list"),
    path("priorities/<slug:slug>/", topics.topic_detail, name="topic_detail"),
    path("priorities/<slug:slug>/ratings.<slug:extension>", topics.topic_chart, name="topic_chart"),
    # measures/
    path("measures/<slug:slug>/", entries.entry_detail, name="entry_detail"),
    path("measures/<slug:slug>.json", entries.entry_json, name="entry_json"),
    # feeds/
    path("feeds/measures.atom", finished()(feeds.MeasureFeed()), name="measures_feed"),
    path("feeds/cities/<slug:slug>.atom", finished()(feeds.CityFeed()), name="city_feed"),
    path("feeds/topics/<slug:slug>.atom", finished()(feeds.TopicFeed()), name="topic_feed"),
    path("contribute/", include(officers)),
]
