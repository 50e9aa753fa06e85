"""What the domains say of themselves, side by side, and what a disagreement looks like."""

from dataclasses import dataclass

from domains import catalog, inventory, notifications, orders, payments, users
from domains.shared.outbox import Backlog

from ..recounting import lost_sales

PAID = (orders.PaymentStatus.PAID, orders.PaymentStatus.PARTIALLY_REFUNDED, orders.PaymentStatus.REFUNDED)


@dataclass(frozen=True)
class Violation:
    """A rule that does not hold: `name` is the rule, `subject` what it fails for, `remedy` the compensating entry."""

    name: str
    subject: str
    explanation: str
    remedy: str


@dataclass(frozen=True)
class Figures:
    orders: orders.OrdersAudit
    payments: payments.PaymentsAudit
    inventory: inventory.InventoryAudit
    notifications: notifications.NotificationsAudit
    catalog: catalog.CatalogAudit
    backlogs: dict[str, Backlog]
    lost_sales: tuple[str, ...] = ()
    trail: tuple[users.Breach, ...] = ()
    unlinked: float = 0.0
    unfinished: tuple[users.Unfinished, ...] = ()

    @property
    def quiet(self) -> bool:
        """Nothing is on its way from one domain to another."""
        return not any(backlog.open for backlog in self.backlogs.values())


async def figures(*, whole_log: bool = False) -> Figures:
    people, goods, placed = await users.audit(whole_log=whole_log), await catalog.audit(), await orders.audit()
    money, stock, told = await payments.audit(), await inventory.audit(), await notifications.audit()
    backlogs = {
        "users": people.backlog,
        "catalog": goods.backlog,
        "orders": placed.backlog,
        "payments": money.backlog,
        "inventory": stock.backlog,
        "notifications": told.backlog,
    }
    lost, trail = await lost_sales(), tuple(people.breaches)
    erasing = tuple(people.unfinished)
    return Figures(placed, money, stock, told, goods, backlogs, lost, trail, people.unlinked, erasing)
