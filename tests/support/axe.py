"""What axe-core, kept beside the tests as its makers publish it, finds wrong with a page."""

from functools import cache
from pathlib import Path

from playwright.async_api import Page

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "axe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => {
    const found = await axe.run({ runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
    const told = (rule, node) => `${rule.id}: ${node.target.join(" ")}: ${rule.help}`;
    return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


async def complaints(page: Page) -> list[str]:
    """A sentence for every element that breaks a rule; the page needs its scripts, for axe waits for timers."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_source())  # a policy against foreign scripts does not bind what the tests evaluate
    found: list[str] = await page.evaluate(LOOK, RULES)
    return found


@cache
def _source() -> str:
    return (FOLDER / "axe.min.js").read_text() + ";0"
