"""The demo shop's goods: a product file as Shopify exports it, and pictures drawn here, the same on every machine."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from . import furnishings, tableware

SAGE_CLOTH = (168, 182, 158)
PICTURES: dict[str, Callable[[], bytes]] = {
    "chefs-knife.jpg": partial(furnishings.knife, 540, 108, 3),
    "paring-knife.jpg": partial(furnishings.knife, 310, 62, 2),
    "oak-board.jpg": furnishings.board,
    "copper-saucepan.jpg": tableware.saucepan,
    "granite-mortar.jpg": tableware.mortar,
    **{f"stoneware-bowl-{glaze}.jpg": partial(tableware.bowl, glaze) for glaze in ("chalk", "moss", "ink")},
    **{f"everyday-mug-{glaze}.jpg": partial(tableware.mug, glaze) for glaze in ("chalk", "moss", "ink", "clay")},
    **{f"dinner-plate-{glaze}.jpg": partial(tableware.plates, glaze) for glaze in ("chalk", "moss")},
    "tumblers.jpg": tableware.tumblers,
    "carafe.jpg": tableware.carafe,
    "linen-napkins-oat.jpg": partial(furnishings.napkins, (216, 200, 172), (205, 208, 204)),
    "linen-napkins-rust.jpg": partial(furnishings.napkins, (176, 96, 66)),
    "ash-stool-natural.jpg": partial(furnishings.stool, "natural"),
    "ash-stool-black.jpg": partial(furnishings.stool, "black"),
    "table-lamp-clay.jpg": partial(tableware.lamp, "clay"),
    "table-lamp-ink.jpg": partial(tableware.lamp, "ink"),
    **{f"bud-vase-{glaze}.jpg": partial(tableware.vase, glaze) for glaze in ("chalk", "clay", "moss")},
    "brass-candlestick.jpg": tableware.candlestick,
    "waffle-towel-white.jpg": partial(furnishings.towels, (236, 234, 228)),
    "waffle-towel-sage.jpg": partial(furnishings.towels, SAGE_CLOTH, (226, 214, 198)),
}


def demo_csv() -> bytes:
    """Sixteen products in four departments, prices in euros; one on sale, one sold out."""
    return (Path(__file__).parent / "products.csv").read_bytes()


def demo_pictures() -> dict[str, bytes]:
    """By the names the file gives them. Drawing them takes some seconds."""
    return {name: draw() for name, draw in PICTURES.items()}


def demo_second_location_stock() -> dict[str, int]:
    """What lies in the second location besides: SKU → on hand."""
    return {
        "MUG-CHK": 24, "MUG-MOS": 18, "BWL-S-CHK": 20, "BWL-L-MOS": 6, "PLT-CHK": 30, "GLS-TUMB-4": 10,
        "LIN-NAP-OAT": 12, "KNF-CHEF-20": 5, "BRD-OAK-M": 8, "STL-ASH-NAT": 2, "VAS-BUD-CLY": 6, "TWL-B-WHT": 9,
    }  # fmt: skip
