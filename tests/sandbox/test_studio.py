"""The studio up to the moment of exposure: whole solids, framed goods, a picture for everything on the shelf."""

import csv

import numpy as np
import pytest

from domains import catalog
from domains.shared.media import picture_key
from sandbox.studio import __main__ as studio
from sandbox.studio.curves import profile
from sandbox.studio.cutting import SLOW
from sandbox.studio.forms import block, ring_handle
from sandbox.studio.framing import ASPECT, WIDE, framed
from sandbox.studio.goods import SHOTS
from sandbox.studio.solids import lathe

ONE_OF_EACH = {getattr(shot, "func", shot): name for name, shot in SHOTS.items()}  # colours share their shapes


def test_there_is_a_shot_for_every_picture_the_product_file_names_and_no_other() -> None:
    rows = list(csv.DictReader(catalog.demo_csv().decode().splitlines()))
    assert set(SHOTS) == {row[column] for row in rows for column in ("Image Src", "Variant Image")} - {""}
    assert catalog.demo_pictures() == studio.PICTURES


def test_every_photograph_lies_cut_beside_it_and_nothing_else() -> None:
    """`python -m sandbox.studio` mends what this finds."""
    keys = {picture_key(path.read_bytes()) for path in studio.PICTURES.iterdir()}
    sizes = {f"{width}.{format}" for width in (200, 360, 720, 960) for format in SLOW}
    cut = {folder.name: {path.name for path in folder.iterdir()} for folder in studio.SIZES.iterdir()}
    assert cut == dict.fromkeys(keys, sizes)
    assert catalog.demo_sizes() == studio.SIZES


@pytest.mark.parametrize("name", sorted(ONE_OF_EACH.values()))
def test_goods_are_closed_solids_that_face_outwards_and_stand_on_the_paper(name: str) -> None:
    parts = SHOTS[name]().parts
    assert all(part.solid.is_closed() for part in parts)
    assert all(part.solid.volume() > 0 for part in parts)
    lowest = min(float(part.solid.points[:, 2].min()) for part in parts)
    assert -0.3 <= lowest <= 0.3


def test_a_hole_or_a_face_the_wrong_way_round_is_noticed() -> None:
    whole = block((4, 3, 2), 0.3, 0.5)
    assert whole.is_closed()
    assert not type(whole)(whole.points, whole.faces[1:], whole.own).is_closed()
    turned = whole.faces.copy()
    turned[0] = turned[0, ::-1]
    assert not type(whole)(whole.points, turned, whole.own).is_closed()


def test_solids_have_the_volume_of_what_they_are() -> None:
    assert block((4, 3, 2), 0.01, 0.5).volume() == pytest.approx(24, rel=0.01)
    cylinder = lathe(np.array([(0, 0), (2, 0), (2, 5), (0, 5)], np.float64))
    assert cylinder.volume() == pytest.approx(np.pi * 4 * 5, rel=0.001)
    ball = lathe(profile([(np.sin(each), -np.cos(each)) for each in np.linspace(0, np.pi, 40)]))
    assert ball.volume() == pytest.approx(4 / 3 * np.pi, rel=0.01)


def test_a_handle_ends_where_it_was_told_to() -> None:
    handle = ring_handle([(4, 0, 8), (7, 0, 6), (4, 0, 2)], 0.7, 0.4)
    assert handle.points[-2:].tolist() == [[4, 0, 8], [4, 0, 2]]


@pytest.mark.parametrize("name", ["bud-vase-chalk.jpg", "oak-board.jpg"])
def test_goods_stand_in_the_middle_and_fill_what_they_should(name: str) -> None:
    shot = SHOTS[name]()
    frame = framed(shot)
    points = np.concatenate([part.solid.points for part in shot.parts])
    away = (frame.eye - frame.target) / np.linalg.norm(frame.eye - frame.target)
    right, up = np.array([1.0, 0, 0]), np.cross(away, (1.0, 0, 0))
    depth = (frame.eye - points) @ away
    half = np.tan(np.radians(WIDE / 2))
    x, y = (points - frame.target) @ right / depth / half, (points - frame.target) @ up / depth / (half / ASPECT)
    assert max(np.abs(x).max(), np.abs(y).max()) == pytest.approx(shot.fills, abs=0.08)
    assert x.max() + x.min() == pytest.approx(0, abs=0.02)
    assert y.max() + y.min() == pytest.approx(0, abs=0.02)
