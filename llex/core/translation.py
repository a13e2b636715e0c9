from modeltranslation.translator import TranslationOptions, register

from llex.core.models import PrivacyNotice


@register(PrivacyNotice)
class PrivacyNoticeTranslation(TranslationOptions):
    fields = ("text",)
