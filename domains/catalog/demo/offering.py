"""How the demo shop gathers its goods, what they state of themselves, and what it takes off."""

from dataclasses import dataclass
from typing import Final

from ...shared.ids import new_id
from ...shared.settings import settings
from ..collections.gathering import CollectionDetails
from ..models import AttributeKind, AttributeSpec, ConditionField, RuleCondition
from ..promotions.terms import (
    Limits,
    Measure,
    NthOrder,
    PercentOff,
    Promotion,
    PromotionClass,
    Scope,
    Step,
    Tiered,
)

KIND: Final = "house-and-table"
MATERIALS: Final = [
    "Ash", "Beech", "Brass", "Cast iron", "Copper", "Cotton", "Glass", "Granite", "Jute", "Linen", "Oak", "Olive wood",
    "Paper", "Soap", "Steel", "Stoneware", "Terracotta", "Terrazzo", "Walnut", "Wax", "Willow", "Wool",
]  # fmt: skip
COUNTRIES: Final = ["England", "France", "Germany", "Poland"]
ATTRIBUTES: Final = (
    AttributeSpec(key="material", name="Material", kind=AttributeKind.MULTISELECT, filterable=True, choices=MATERIALS),
    AttributeSpec(key="made-in", name="Made in", kind=AttributeKind.SELECT, filterable=True, choices=COUNTRIES),
    AttributeSpec(key="dishwasher-safe", name="Dishwasher-safe", kind=AttributeKind.BOOL, filterable=True),
)

WELCOME: Final = "WELCOME"
COLLECTIONS: Final = (
    CollectionDetails(
        "Breakfast on Sunday",
        description="For the one morning a week on which nobody has to be anywhere.",
        products=(
            "everyday-mug", "coffee-dripper", "teapot", "egg-cups", "stoneware-bowl", "jug", "linen-napkins",
            "salt-cellar",
        ),
    ),
    CollectionDetails(
        "For the first flat of one’s own",
        description="What we would take along if we could take little: things that do their work for thirty years.",
        products=(
            "chefs-knife", "oak-board", "iron-skillet", "dinner-plate", "tumblers", "waffle-towel", "wall-hook",
            "ash-stool", "reading-lamp",
        ),
    ),
    CollectionDetails(
        "When it grows dark early",
        description="Lamps, candles and wool, for the months in which the evening begins at four.",
        products=(
            "table-lamp", "globe-lamp", "storm-lantern", "tealight-holders", "brass-candlestick", "taper-candles",
            "wool-blanket", "teapot",
        ),
    ),
    CollectionDetails(
        "Small things to bring along",
        description="Presents of up to thirty euros, for those who said that one need not bring anything.",
        conditions=(RuleCondition(field=ConditionField.PRICE_TO, value="3000"),),
    ),
    CollectionDetails(
        "Stoneware",
        description="Everything that was earth once and has been through the fire at 1,240 degrees.",
        conditions=(RuleCondition(field=ConditionField.ATTRIBUTE, key="material", value="Stoneware"),),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """`code` is what a promotion asks for, empty for one that everybody is given."""

    promotion: Promotion
    code: str = ""


def offered() -> tuple[Offered, ...]:
    """In shares of prices, so that they mean the same in every currency."""
    currency = settings().shop_currency
    lay_the_table = Promotion(
        id=new_id(),
        name="Lay the table",
        label="Lay the table: 10% off from six pieces, 15% from twelve",
        announcement="Plates, bowls and mugs: 10% off from six pieces, 15% from twelve",
        kind=PromotionClass.LINE,
        currency=currency,
        scope=Scope(categories=frozenset({"table/plates", "table/bowls", "table/mugs"})),
        benefits=(Tiered(Measure.QUANTITY, (Step(6, PercentOff(1000)), Step(12, PercentOff(1500)))),),
        combines_with=frozenset({PromotionClass.SHIPPING}),
    )
    welcome = Promotion(
        id=new_id(),
        name="First order",
        label="Welcome: 10% off your first order",
        announcement=f"10% off the first order of your account with the code {WELCOME}",
        kind=PromotionClass.ORDER,
        currency=currency,
        benefits=(PercentOff(1000, most=50_00),),
        by_code=True,
        all_of=(NthOrder(1),),
        limits=Limits(per_customer=1),
    )
    return Offered(lay_the_table), Offered(welcome, WELCOME)
