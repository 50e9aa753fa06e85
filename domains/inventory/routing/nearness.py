"""How near a location lies to where an order goes: by region, country and part of the world, as addresses tell it."""

from collections import Counter
from enum import IntEnum
from functools import cache
from typing import Final

from babel.core import get_global

from .places import Destination

EUROPE: Final = "Europe"


class Nearness(IntEnum):
    SAME_REGION = 0
    SAME_COUNTRY = 1
    SAME_PART_OF_THE_WORLD = 2
    ELSEWHERE = 3


def nearness(country: str, region: str, to: Destination) -> Nearness:
    """Of a place in this country and region; nothing is near to where nobody knows."""
    if not country or not to.country:
        return Nearness.ELSEWHERE
    if country == to.country:
        same = region and region.strip().casefold() == to.region.strip().casefold()
        return Nearness.SAME_REGION if same else Nearness.SAME_COUNTRY
    part = _part_of_the_world(country)
    return Nearness.SAME_PART_OF_THE_WORLD if part and part == _part_of_the_world(to.country) else Nearness.ELSEWHERE


@cache
def _part_of_the_world(country: str) -> str:
    """As most of its time zones are called: America for America/Lima. Europe where any is called so."""
    parts = Counter(zone.split("/")[0] for zone, of in get_global("zone_territories").items() if of == country)
    return EUROPE if EUROPE in parts or country in ("CY", "IS") else "".join(part for part, _ in parts.most_common(1))
