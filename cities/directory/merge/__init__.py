"""Two rows that turn out to be one city become one, and nothing that hung on either is lost."""

from cities.directory.merge.cities import CannotMerge, MergePlan, merge, plan

__all__ = ["CannotMerge", "MergePlan", "merge", "plan"]
