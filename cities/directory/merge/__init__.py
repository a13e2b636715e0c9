"""Two rows that turn out to be one city become one, and nothing that hung on either is lost."""

from cities.directory.merge.cities import CannotMerge, Plan, merge, plan

__all__ = ["CannotMerge", "Plan", "merge", "plan"]
