from modeltranslation.translator import TranslationOptions, register

from llex.core import languages
from priorities.models import Consultation, Service


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = (languages.DEFAULT,)


@register(Consultation)
class ConsultationTranslation(TranslationOptions):
    fields = ("question", "low", "high", "caveat", "reopen_reason")
