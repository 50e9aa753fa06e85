"""Colours, metals and woods that goods of several departments share."""

from collections.abc import Mapping

from ..materials import Colour, Material, metal, painted, wood

CHALK: Colour = (232, 228, 218)
MOSS: Colour = (112, 117, 92)
INK: Colour = (50, 58, 72)
CLAY: Colour = (172, 122, 98)
GLAZES: Mapping[str, Colour] = {"chalk": CHALK, "moss": MOSS, "ink": INK, "clay": CLAY}
OAT: Colour = (214, 198, 170)
RUST: Colour = (146, 88, 68)
WHITE: Colour = (233, 231, 225)
SAGE: Colour = (166, 174, 158)

BRASS: Colour = (214, 180, 124)
STEEL: Colour = (212, 213, 214)
BLACK: Colour = (40, 40, 42)
WALNUT = wood((132, 92, 64), (72, 46, 30), rings=0.8, sheen=0.4, seed=13)
WALNUT_UPRIGHT = wood((132, 92, 64), (72, 46, 30), rings=0.6, sheen=0.38, axis=2, seed=13)
OAK = wood((204, 166, 118), (160, 118, 74), rings=1.0, sheen=0.5, seed=7)
OAK_UPRIGHT = wood((204, 166, 118), (160, 118, 74), rings=0.7, sheen=0.5, axis=2, seed=7)
ASH_UPRIGHT = wood((218, 190, 150), (176, 138, 94), rings=0.5, sheen=0.5, axis=2, seed=8)
WOODS: Mapping[str, Material] = {"walnut": WALNUT, "oak": OAK}
WAX = painted((242, 234, 214), 0.4)


def brass(brushed: float = 0.03) -> Material:
    return metal(BRASS, 0.22, brushed)
