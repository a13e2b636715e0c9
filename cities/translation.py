from modeltranslation.translator import TranslationOptions, register

from cities.models import Challenge, City, Photograph, PolicyResponse, ResponseUpdate
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    PHOTOGRAPH_FIELDS,
    RESPONSE_FIELDS,
    translated,
)


@register(City)
class CityTranslation(TranslationOptions):
    fields = ("name",)


@register(PolicyResponse)
class PolicyResponseTranslation(TranslationOptions):
    fields = tuple(field.name for field in translated(RESPONSE_FIELDS))


@register(ResponseUpdate)
class ResponseUpdateTranslation(TranslationOptions):
    fields = ("text",)


@register(Challenge)
class ChallengeTranslation(TranslationOptions):
    fields = tuple(field.name for field in translated(CHALLENGE_FIELDS))


@register(Photograph)
class PhotographTranslation(TranslationOptions):
    fields = tuple(field.name for field in translated(PHOTOGRAPH_FIELDS))
