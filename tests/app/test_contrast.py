"""Every pair of text and ground can be read, in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11."""

import re

import pytest

from app.assets import STATIC

TOKENS = (STATIC / "css" / "_global.css").read_text()
THEMED = re.compile(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)")
PALETTE = {name: (light, dark) for name, light, dark in THEMED.findall(TOKENS)}
ROLES = dict(re.findall(r"--color-([a-z-]+): var\(--([a-z-]+)\)", TOKENS))
TEXT = [
    ("text", "ground"),
    ("text", "ground-tint"),
    ("muted", "ground"),
    ("muted", "ground-tint"),
    ("ground", "text"),
    ("on-action", "action"),
    ("on-action", "action-pressed"),
    ("problem", "ground"),
    ("problem", "problem-ground"),
    ("text", "problem-ground"),
    ("done", "ground"),
    ("done", "done-ground"),
    ("text", "done-ground"),
]
MARKS = [
    ("control-edge", "ground"),
    ("control-edge", "ground-tint"),
    ("line-strong", "ground"),
    ("focus", "ground"),
    ("problem", "ground-tint"),
]


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, theme: int) -> None:
    assert contrast(PALETTE[ROLES[ink]][theme], PALETTE[ROLES[ground]][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_controls_can_be_seen(mark: str, ground: str, theme: int) -> None:
    assert contrast(PALETTE[ROLES[mark]][theme], PALETTE[ROLES[ground]][theme]) >= 3
