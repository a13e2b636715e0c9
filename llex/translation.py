from modeltranslation.translator import TranslationOptions, register

from llex.models import PrivacyNotice


@register(PrivacyNotice)
class PrivacyNoticeTranslation(TranslationOptions):
    fields = ("text",)
