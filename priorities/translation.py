from modeltranslation.translator import TranslationOptions, register

from priorities.models import Consultation, Service


@register(Service)
class ServiceTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = ("en",)


@register(Consultation)
class ConsultationTranslation(TranslationOptions):
    fields = ("question", "low", "high", "caveat", "reopen_reason")
