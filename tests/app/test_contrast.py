"""Every pair of text and ground can be read, in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11."""

import math
import re

import pytest

from app.assets import STATIC
from app.templating import TEMPLATES

TOKENS = (STATIC / "css" / "_global.css").read_text()
TINTS = (STATIC / "css" / "base" / "tints.css").read_text()
PALETTE = dict(re.findall(r"--([a-z]+(?:-\d)?): (#\w{6});", TOKENS))
ROLES = dict(re.findall(r"--color-([a-z-]+): ([^;]+);", TOKENS))
HUES = [int(hue) for hue in re.findall(r"--tint-hue: (\d+);", TINTS)]
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
    ("done", "ground-tint"),
    ("done", "done-ground"),
    ("text", "done-ground"),
]
MARKS = [
    ("control-edge", "ground"),
    ("control-edge", "ground-tint"),
    ("line-strong", "ground"),
    ("focus", "ground"),
    ("focus", "ground-tint"),
    ("problem", "ground-tint"),
]
ON_TINTS = [("text", 4.5), ("muted", 4.5), ("done", 4.5), ("problem", 4.5), ("control-edge", 3), ("focus", 3)]
THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])


def colour(role: str, theme: int) -> str:
    """What a role comes down to: by day and by night apart, by the name of another role, or from the palette."""
    said = ROLES[role]
    if themed := re.fullmatch(r"light-dark\((.+?), (.+?)\)", said):
        said = themed[theme + 1]
    name = re.fullmatch(r"var\(--(.+)\)", said)
    assert name is not None, said
    other = name[1].removeprefix("color-")
    return colour(other, theme) if name[1].startswith("color-") else PALETTE[name[1]]


def luminance(colour: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tint(hue: int, theme: int) -> float:
    """The luminance of a department's ground: https://www.w3.org/TR/css-color-4/#color-conversion-code, OKLCH to
    linear sRGB."""
    grounds = re.findall(r"oklch\(([\d.]+) ([\d.]+) var\(--tint-hue\)\)", TINTS)
    lightness, strength = map(float, grounds[theme])
    a, b = strength * math.cos(math.radians(hue)), strength * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    assert all(0 <= part <= 1 for part in (red, green, blue)), "no screen shows this colour"
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    dark, light = sorted((one, other))
    return (light + 0.05) / (dark + 0.05)


def between(one: str, other: str, theme: int) -> float:
    return contrast(luminance(colour(one, theme)), luminance(colour(other, theme)))


def test_the_measure_is_right() -> None:
    assert contrast(luminance("#000000"), luminance("#ffffff")) == pytest.approx(21)
    assert contrast(luminance("#777777"), luminance("#ffffff")) == pytest.approx(4.478, abs=0.001)


def test_every_role_comes_from_the_palette() -> None:
    """But for the veil behind a dialog, which is see-through."""
    for theme in (0, 1):
        assert {colour(role, theme) for role in ROLES if role != "veil"} <= set(PALETTE.values())


@THEMES
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink: str, ground: str, theme: int) -> None:
    assert between(ink, ground, theme) >= 4.5


@THEMES
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_controls_can_be_seen(mark: str, ground: str, theme: int) -> None:
    assert between(mark, ground, theme) >= 3


@THEMES
@pytest.mark.parametrize(("ink", "least"), ON_TINTS)
def test_the_grounds_of_all_departments_carry_text_and_controls(ink: str, least: float, theme: int) -> None:
    shown = luminance(colour(ink, theme))
    assert len(HUES) == 12
    assert min(contrast(shown, tint(hue, theme)) for hue in HUES) >= least


def test_the_browser_s_own_bars_have_the_colour_of_the_page() -> None:
    said = (TEMPLATES / "layouts" / "document.html").read_text()
    bars = re.findall(r'name="theme-color" media="\(prefers-color-scheme: (?:light|dark)\)" content="(#\w{6})"', said)
    assert bars == [colour("ground", 0), colour("ground", 1)]
