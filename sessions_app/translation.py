from modeltranslation.translator import TranslationOptions, register

from sessions_app.models import (
    AgendaItem,
    Edition,
    GlossaryTerm,
    KeyPoint,
    LearningSession,
    Mailing,
    MailWording,
    Organisation,
    Participant,
    Quote,
    Series,
    SpeakerInvitation,
    SpeakerPicture,
    VisionTheme,
)


@register(GlossaryTerm)
class GlossaryTermTranslation(TranslationOptions):
    fields = ("term",)


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "acronym", "logo_alternative")


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("title", "tagline", "cover_alternative", "disclaimer")


@register(LearningSession)
class LearningSessionTranslation(TranslationOptions):
    fields = (
        "title",
        "cancellation_reason",
        "announcement",
        "guiding_questions",
        "summary",
        "introduction",
        "priorities_text",
        "front_line_text",
        "vision_text",
        "closing_text",
    )


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("change_note", "withdrawal_reason")


@register(Participant)
class ParticipantTranslation(TranslationOptions):
    fields = ("position",)


@register(SpeakerInvitation)
class SpeakerInvitationTranslation(TranslationOptions):
    fields = ("biography",)


@register(SpeakerPicture)
class SpeakerPictureTranslation(TranslationOptions):
    fields = ("alternative",)


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title",)


@register(Mailing)
class MailingTranslation(TranslationOptions):
    fields = ("subject", "text")


@register(MailWording)
class MailWordingTranslation(TranslationOptions):
    fields = ("subject", "text")


@register(Quote)
class QuoteTranslation(TranslationOptions):
    fields = ("text",)


@register(VisionTheme)
class VisionThemeTranslation(TranslationOptions):
    fields = ("statement", "heading", "text")


@register(KeyPoint)
class KeyPointTranslation(TranslationOptions):
    fields = ("lead", "text")
