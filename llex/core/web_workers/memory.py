"""The garbage collector of a worker, which need not look at what stays as long as the worker."""

import gc
from importlib import import_module

from django.conf import settings


def spare_collector() -> None:
    """Take what is loaded now out of the collector's sight; to be called once, at the start.

    A full collection looks at each object: with the modules of a site, some 0.3 s for which a
    reader waits, whenever many new objects stay for a while, such as the rows of a long list.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()
