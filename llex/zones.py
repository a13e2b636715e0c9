"""Time zones as people call them."""


def place(time_zone: str) -> str:
    """Return the place that a time zone is named after: ``America/Santiago`` is Santiago's."""
    return time_zone.rpartition("/")[2].replace("_", " ")
