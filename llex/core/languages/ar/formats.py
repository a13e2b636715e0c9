"""Day before month, 24 hours."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y، H:i"
# Django's own for Arabic does not group. A space is read as nothing else, and does not break.
THOUSAND_SEPARATOR = "\u00a0"
NUMBER_GROUPING = 3
