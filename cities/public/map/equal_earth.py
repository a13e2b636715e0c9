"""The Equal Earth projection (Šavrič, Patterson and Jenny, 2018), by its published polynomial.

It is an equal-area projection. Lengths are in units of the map, which is WIDTH wide and HEIGHT
high, with the origin at the top left, as in SVG.
"""

import math
from typing import Final

WIDTH: Final = 1000.0
# The central meridian. The edges lie in the Bering Strait, so that no land is cut except
# Antarctica, which has no cities and is left out.
CENTRE: Final = 11.0
EDGE: Final = CENTRE - 180
NORTH: Final = 83.7
SOUTH: Final = -56.2

_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_M: Final = math.sqrt(3) / 2


def _forward(latitude: float, longitude: float) -> tuple[float, float]:
    """Project degrees, *longitude* counted from the centre, to the unit sphere's plane."""
    a1, a2, a3, a4 = _A
    t = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = t * t
    t6 = t2**3
    x = math.radians(longitude) * math.cos(t)
    x /= _M * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    return x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


_HALF: Final = _forward(0, 180)[0]
_SCALE: Final = WIDTH / (2 * _HALF)
_TOP: Final = _forward(NORTH, 0)[1]
HEIGHT: Final = round((_TOP - _forward(SOUTH, 0)[1]) * _SCALE, 1)


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """Return x and y on the map of a place in degrees, rounded to hundredths."""
    return unrolled(latitude, (longitude - EDGE) % 360)


def unrolled(latitude: float, along: float) -> tuple[float, float]:
    """Return x and y of a place that is *along* degrees east of the map's left edge (0 to 360).

    Latitudes beyond the map's upper or lower edge are moved to the edge.
    """
    x, y = _forward(min(max(latitude, SOUTH), NORTH), along - 180)
    return round((x + _HALF) * _SCALE, 2), round((_TOP - y) * _SCALE, 2)
