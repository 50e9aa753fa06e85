"""What colour a department is shown on follows from its photograph."""

import io
from pathlib import Path

import pytest
from PIL import Image

from domains.shared.hues import hue_of

PHOTOGRAPHS = Path(__file__).resolve().parents[3] / "domains" / "catalog" / "demo" / "pictures"


def picture(ground: tuple[int, int, int], spot: tuple[int, int, int]) -> bytes:
    """A tenth of it is the thing, the rest its ground."""
    drawn = Image.new("RGB", (200, 250), ground)
    drawn.paste(spot, (80, 60, 120, 185))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("spot", "hue"), [((255, 0, 0), 29), ((255, 255, 0), 110), ((0, 255, 0), 142), ((0, 0, 255), 264)]
)
def test_the_hue_is_that_of_the_thing_and_not_of_its_grey_ground(spot: tuple[int, int, int], hue: int) -> None:
    assert hue_of(picture((225, 225, 225), spot)) == pytest.approx(hue, abs=2)  # the edges of the thing are mixed


def test_a_picture_without_colour_has_no_hue() -> None:
    assert hue_of(picture((225, 225, 225), (30, 30, 30))) is None


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("everyday-mug-clay", 40, 55),
        ("oak-board", 65, 80),
        ("dinner-plate-moss", 105, 120),
        ("everyday-mug-ink", 260, 290),
    ],
)
def test_photographs_of_the_shop_s_goods_tell_their_glaze_or_wood(name: str, lowest: int, highest: int) -> None:
    hue = hue_of((PHOTOGRAPHS / f"{name}.jpg").read_bytes())
    assert hue is not None
    assert lowest <= hue <= highest
