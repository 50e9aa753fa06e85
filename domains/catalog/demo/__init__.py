"""The demo shop's goods: a product file as Shopify exports it, one of ours with what the goods are made of, and
photographs taken in `sandbox/studio`."""

from pathlib import Path

from ...shared.media import keep_sizes

HERE = Path(__file__).parent


def demo_csv() -> bytes:
    """Goods in eight departments, prices in euros; a few reduced, two sold out."""
    return (HERE / "products.csv").read_bytes()


def demo_facts() -> bytes:
    """Materials, countries, dishwashers, of every variant its measures; and in a column that no import reads, what
    goes with what."""
    return (HERE / "facts.csv").read_bytes()


def demo_pictures() -> Path:
    """The folder with all that the file names."""
    return HERE / "pictures"


def demo_sizes() -> Path:
    """The same pictures, cut beforehand: `{key}/{width}.{format}` for the formats that take longest to make."""
    return HERE / "sizes"


async def keep_demo_sizes() -> None:
    for folder in sorted(demo_sizes().iterdir()):
        await keep_sizes(folder.name, {path.name: path.read_bytes() for path in sorted(folder.iterdir())})


def demo_sets() -> dict[str, dict[str, int]]:
    """What is sold as one and lies there as several: SKU → its parts and how many of each."""
    return {"SET-TEA-2": {"TEA-CLY": 1, "MUG-CHK": 2}, "SET-WATER-4": {"GLS-CARAFE": 1, "GLS-TUMB-4": 1}}


def demo_second_location_stock() -> dict[str, int]:
    """What lies in the second location besides: SKU → on hand."""
    return {
        "MUG-CHK": 24, "MUG-MOS": 18, "BWL-S-CHK": 20, "BWL-L-MOS": 6, "PLT-CHK": 30, "GLS-TUMB-4": 10,
        "LIN-NAP-OAT": 12, "KNF-CHEF-20": 5, "BRD-OAK-M": 8, "STL-ASH-NAT": 2, "VAS-BUD-CLY": 6, "TWL-B-WHT": 9,
        "LMP-DOME-CHK": 2, "LMP-READ-BLK": 4, "CND-TEA-3": 12, "SHD-LIN-M": 8, "HOK-BRS": 16, "HOK-BLK": 10,
        "DSH-KEY-CHK": 9, "MIR-OAK-56": 1, "TRY-OAK": 6, "POT-PEN-CLY": 8, "BOX-OAK": 3, "NTB-3": 15,
        "PLN-TER": 12, "CAN-3L": 5, "GRD-TROWEL": 7, "GRD-TWINE": 20,
    }  # fmt: skip
