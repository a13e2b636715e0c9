"""The land of the map is what the developers' command draws from Natural Earth's shapes."""

import runpy

import pytest
from django.conf import settings

REASON = "the developers' packages that draw the land are not installed"


@pytest.mark.parametrize("name", ["land.svg", "land-world.svg"])
def test_kept_land_is_what_is_drawn_from_the_shapes(name):
    for package in ("shapefile", "shapely"):
        pytest.importorskip(package, reason=REASON)
    script = runpy.run_path(str(settings.BASE_DIR / "docs/land.py"))

    kept = (script["FOLDER"] / name).read_text(encoding="utf-8")
    assert kept == script["drawing"](script["FILES"][name])
