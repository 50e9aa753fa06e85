"""Carts."""

from ..awaiting import awaited
from ..bought import Bought, bought, bought_by
from ..carts import (
    add_to_cart,
    cart,
    cart_count,
    change_quantity,
    choose_shipping,
    enter_code,
    fill_cart,
    merge_carts,
    recode_cart,
    refresh_prices,
    set_contact,
    take_out_code,
)
from ..draft import Draft
from ..models.cart import MOST_LINES, MOST_OF_ONE

__all__ = [
    "MOST_LINES",
    "MOST_OF_ONE",
    "Bought",
    "Draft",
    "add_to_cart",
    "awaited",
    "bought",
    "bought_by",
    "cart",
    "cart_count",
    "change_quantity",
    "choose_shipping",
    "enter_code",
    "fill_cart",
    "merge_carts",
    "recode_cart",
    "refresh_prices",
    "set_contact",
    "take_out_code",
]
