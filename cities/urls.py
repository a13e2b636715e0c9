"""Cities as readers see them, and the pages of their officers."""

from django.urls import include, path

from cities.views import (
    colleagues,
    contribution,
    documents,
    endings,
    follow_up,
    invitation,
    office,
    wording,
)

app_name = "cities"

# /contribute/
officers = [
    path("", office.home, name="officer_home"),
    path("invitations/<uuid:key>/<str:token>/", invitation.door, name="invitation"),
    path("<int:pk>/decline/", endings.decline, name="contribution_decline"),
    path("<int:pk>/withdraw/", endings.withdraw, name="contribution_withdraw"),
    path("cities/<slug:city>/begin/<slug:session>/", office.begin, name="contribution_begin"),
    path("cities/<slug:city>/colleagues/", colleagues.add, name="colleague_add"),
    path("cities/<slug:city>/hand-over/", colleagues.hand_over, name="hand_over"),
    path("officers/<int:pk>/end/", colleagues.end, name="colleague_end"),
    path("<int:pk>/wording/", wording.wording, name="wording"),
    path("<int:pk>/wording/approve/", wording.approve, name="wording_approve"),
    path("<int:pk>/wording/comment/", wording.comment, name="wording_comment"),
    path("<int:pk>/wording/answers/", wording.answers, name="wording_answers"),
    path("<int:pk>/still-true/", follow_up.follow_up, name="follow_up"),
    path("<int:pk>/", contribution.edit, name="contribution_edit"),
    path("<int:pk>/preview/", contribution.show_preview, name="contribution_preview"),
    path("<int:pk>/sent/", contribution.sent, name="contribution_sent"),
    path("<int:pk>/documents/", documents.attach, name="document_attach"),
    path("<int:pk>/documents/<uuid:key>/", documents.download, name="document"),
]

urlpatterns = [
    path("contribute/", include(officers)),
]
