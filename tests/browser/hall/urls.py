"""The site map, and what organisers do, without the admin in between."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from llex.urls import urlpatterns as site
from priorities.models import Consultation
from tests.factories import in_all, make_consultation, make_service

NAMES = {
    "healthcare": {"name_en": "Health care", "name_fr": "Soins de santé", "name_ar": "الرعاية"},
    "housing": {"name_en": "Housing", "name_fr": "Logement", "name_ar": "السكن"},
}


def act(request, verb, code):
    if verb == "make":
        services = [
            make_service(slug=f"{slug}-{code}", **in_all("name", slug) | names)
            for slug, names in NAMES.items()
        ]
        make_consultation(code=code, services=services, state="open")
        return HttpResponse("made")
    consultation = get_object_or_404(Consultation, code=code)
    if verb != "count":
        getattr(consultation, verb)()
    return HttpResponse(str(consultation.ballots.count()))


urlpatterns = [path("_hall/<slug:verb>/<slug:code>/", act), *site]
