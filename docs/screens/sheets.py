"""A contact sheet: one page at four widths, by day, by night, in forced colours and on paper."""

import io
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.async_api import Page

WIDTHS: Final = (360, 768, 1280, 1920)
DAY: Final[dict[str, Any]] = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
LIGHTS: Final = (DAY, DAY | {"color_scheme": "dark"}, DAY | {"forced_colors": "active"}, DAY | {"media": "print"})
HEIGHT: Final = 900  # pixels of the window
TALLEST: Final = 2600  # pixels of a page that are shown
SCALE: Final = 0.3
GAP: Final = 12
DRAWN: Final = "Promise.all([...document.images].map(img => img.decode().catch(() => {})))"
BETWEEN: Final = "#8b8b86"  # neither paper nor ink


async def sheet(page: Page, path: Path) -> None:
    """Each width is a column and each light a row, both in the order above."""
    await _with_all_pictures(page)
    shots = []
    for light in LIGHTS:
        await page.emulate_media(reduced_motion="reduce", **light)
        shots.append([await _shot(page, width) for width in WIDTHS])
    await page.emulate_media(**DAY)
    _pasted(shots).save(path, quality=62, method=6)


async def picture(page: Page, path: Path) -> None:
    """The page as it stands, from top to bottom."""
    await _with_all_pictures(page)
    await page.screenshot(path=path, type="jpeg", quality=72, full_page=True)


async def _with_all_pictures(page: Page) -> None:
    """Those too that load only when they come into view."""
    await page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(img => { img.loading = 'eager' })")
    await page.evaluate(DRAWN)


async def _shot(page: Page, width: int) -> Image.Image:
    await page.set_viewport_size({"width": width, "height": HEIGHT})
    await page.evaluate(DRAWN)
    tall = min(TALLEST, await page.evaluate("document.documentElement.scrollHeight"))
    clip: Any = {"x": 0, "y": 0, "width": width, "height": tall}
    taken = Image.open(io.BytesIO(await page.screenshot(type="png", full_page=True, clip=clip)))
    return taken.convert("RGB").resize((round(width * SCALE), round(tall * SCALE)), Image.Resampling.LANCZOS)


def _pasted(shots: list[list[Image.Image]]) -> Image.Image:
    widths, heights = [shot.width for shot in shots[0]], [max(shot.height for shot in row) for row in shots]
    size = sum(widths) + GAP * (len(widths) + 1), sum(heights) + GAP * (len(heights) + 1)
    pasted = Image.new("RGB", size, BETWEEN)
    for row, shots_of_row in enumerate(shots):
        for column, shot in enumerate(shots_of_row):
            left = sum(widths[:column]) + GAP * (column + 1)
            pasted.paste(shot, (left, sum(heights[:row]) + GAP * (row + 1)))
    return pasted
