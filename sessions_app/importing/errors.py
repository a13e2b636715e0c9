"""Why an import is refused."""


class ImportRefused(Exception):
    """The file cannot become a draft. Its text says why, and what to do, to a person."""
