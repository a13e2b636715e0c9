"""The settings of production, with one more address: a view that does nothing but an upsert."""

from llex.settings import *  # noqa: F403

ROOT_URLCONF = "bench.consultation.urls"
