from modeltranslation.translator import TranslationOptions, register

from cities.models import Challenge, City, PolicyResponse, ResponseUpdate


@register(City)
class CityTranslation(TranslationOptions):
    fields = ("name",)


@register(PolicyResponse)
class PolicyResponseTranslation(TranslationOptions):
    fields = ("title", "text")


@register(ResponseUpdate)
class ResponseUpdateTranslation(TranslationOptions):
    fields = ("text",)


@register(Challenge)
class ChallengeTranslation(TranslationOptions):
    fields = ("text",)
