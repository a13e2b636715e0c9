from modeltranslation.translator import TranslationOptions, register

from llex.core.models import InformationPage, PrivacyNotice


@register(PrivacyNotice)
class PrivacyNoticeTranslation(TranslationOptions):
    fields = ("text",)


@register(InformationPage)
class InformationPageTranslation(TranslationOptions):
    fields = ("title", "text")
