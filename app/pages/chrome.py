"""What stands around every page: the departments with their grounds, how much is in the cart, the editorial pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.gateway import editorial
from app.security.visitor import Visitor
from domains import catalog, inventory, orders
from domains.shared import hues

STEP = 360 // 12  # degrees: static/css/base/tints.css has twelve grounds


@dataclass(frozen=True)
class Chrome:
    """`tints` are by the path of a department; one whose photograph has no colour is not among them."""

    departments: tuple[catalog.CategoryNode, ...]
    cart_count: int
    tints: Mapping[str, int] = field(default_factory=dict)
    articles: Sequence[catalog.Article] = ()
    shops: Sequence[inventory.Location] = ()

    def tint(self, path: str) -> str:
        """The classes that give an element the ground of the department above this category."""
        step = self.tints.get(path.partition("/")[0])
        return "" if step is None else f"tint tint--{step}"


async def load(visitor: Visitor) -> Chrome:
    """Departments and articles come from the process's cache; only a visitor who has a cart costs a query."""
    count = await orders.cart_count(visitor.party_id) if visitor.party_id else 0
    departments = await catalog.category_tree()
    hues_of = {node.path: await hues.picture_hue(node.picture) for node in departments if node.picture}
    tints = {path: hue // STEP for path, hue in hues_of.items() if hue is not None}
    return Chrome(departments, count, tints, await editorial.links(), await editorial.shops())
