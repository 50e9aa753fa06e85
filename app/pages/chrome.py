"""What stands around every page: the departments with the grounds they are shown on, and how much is in the cart."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.security.visitor import Visitor
from domains import catalog, orders
from domains.shared import hues

STEP = 360 // 12  # degrees: static/css/base/tints.css has twelve grounds


@dataclass(frozen=True)
class Chrome:
    """`tints` are by the path of a department; one whose photograph has no colour is not among them."""

    departments: tuple[catalog.CategoryNode, ...]
    cart_count: int
    tints: Mapping[str, int] = field(default_factory=dict)

    def tint(self, path: str) -> str:
        """The classes that give an element the ground of the department above this category."""
        step = self.tints.get(path.partition("/")[0])
        return "" if step is None else f"tint tint--{step}"


async def load(visitor: Visitor) -> Chrome:
    """The departments come from the process's cache; only a visitor who has a cart costs a query."""
    count = await orders.cart_count(visitor.party_id) if visitor.party_id else 0
    departments = await catalog.category_tree()
    hues_of = {node.path: await hues.picture_hue(node.picture) for node in departments if node.picture}
    return Chrome(departments, count, {path: hue // STEP for path, hue in hues_of.items() if hue is not None})
