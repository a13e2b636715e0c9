"""The settings of production, with one more address: a page that is a constant."""

from llex.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
