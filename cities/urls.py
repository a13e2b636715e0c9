"""Cities as readers see them, and the pages of their officers."""

from django.urls import include, path

from cities.views import follow_up, wording

app_name = "cities"

# /contribute/
officers = [
    path("<int:pk>/wording/", wording.wording, name="wording"),
    path("<int:pk>/wording/approve/", wording.approve, name="wording_approve"),
    path("<int:pk>/wording/comment/", wording.comment, name="wording_comment"),
    path("<int:pk>/wording/answers/", wording.answers, name="wording_answers"),
    path("<int:pk>/still-true/", follow_up.follow_up, name="follow_up"),
]

urlpatterns = [
    path("contribute/", include(officers)),
]
