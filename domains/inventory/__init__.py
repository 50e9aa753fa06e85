"""Inventory: where every SKU lies, how many are on hand, and for which order each of them is kept.

It promises that no unit is ever promised twice, whatever Redis, the workers or the clock are doing, and that every
figure is the sum of its ledger.
"""

from . import events
from .audits import InventoryAudit, LevelAudit, OrderStock, OverdueHold, audit
from .counting import set_on_hand
from .database import database
from .errors import (
    BelowPromised,
    CodeTaken,
    LimitsChanged,
    LocationChanged,
    NotSent,
    NotTogether,
    OutOfStock,
    PromisedBeyond,
    RulesChanged,
    SkuKept,
    StockChanged,
    TooFew,
)
from .events import OrderGoodsMoved, PlacedGoods, StockRefused, StockReservedAgain, StockTurned, Turn, TurnedItem
from .exporting import export_stock
from .front import bundles as _bundles
from .front import counts as _counts
from .front import reordering as _reordering
from .front import warehouse as _warehouse
from .front.bundles import *
from .front.counts import *
from .front.reordering import *
from .front.warehouse import *
from .grid import Grid, Sought, Standing, grid, how_many, level
from .handling import Deed, handle
from .history import Count, Movements, Step, Story, customers_of, history, stories
from .importing import CountedItem, Verdict, consider, count_imported
from .leaving import check_unbound, check_unkept, leave_skus
from .limits import Limits, end_limits, set_limits
from .models import (
    Allocation,
    AllocationStatus,
    Location,
    MovementKind,
    Reservation,
    ReservationStatus,
    StockLevel,
    StockMovement,
)
from .places import (
    DAYS,
    LocationDraft,
    change_location,
    create_location,
    ensure_default_location,
    find_location,
    forget_shops,
    locations,
    open_location,
    shops,
)
from .projection import Supply, availability, available, supplies
from .promises import allocate, prolong, release, sweep_ended_holds
from .queries import Kept, held, kept_at, left_from, levels, location_codes, made_of, movements, on_hand, whereabouts
from .rebuilding import Drift, Rebuilt, drift, rebuild
from .reserving import Item, reserve, reserve_again
from .returning import Outside, outside, take_back
from .routing import Destination, Fate, Nearness, Route, Rule
from .rulebook import Rulebook, change_rules, rulebook
from .sending import Sendable, sendable
from .serving import unserved
from .shipping import ship
from .simulating import simulate
from .telling import tell_turned
from .together import MOST_TOGETHER, Picked, handle_together
from .watching import watch

__all__ = [
    "DAYS",
    "MOST_TOGETHER",
    "Allocation",
    "AllocationStatus",
    "BelowPromised",
    "CodeTaken",
    "Count",
    "CountedItem",
    "Deed",
    "Destination",
    "Drift",
    "Fate",
    "Grid",
    "InventoryAudit",
    "Item",
    "Kept",
    "LevelAudit",
    "Limits",
    "LimitsChanged",
    "Location",
    "LocationChanged",
    "LocationDraft",
    "MovementKind",
    "Movements",
    "Nearness",
    "NotSent",
    "NotTogether",
    "OrderGoodsMoved",
    "OrderStock",
    "OutOfStock",
    "Outside",
    "OverdueHold",
    "Picked",
    "PlacedGoods",
    "PromisedBeyond",
    "Rebuilt",
    "Reservation",
    "ReservationStatus",
    "Route",
    "Rule",
    "Rulebook",
    "RulesChanged",
    "Sendable",
    "SkuKept",
    "Sought",
    "Standing",
    "Step",
    "StockChanged",
    "StockLevel",
    "StockMovement",
    "StockRefused",
    "StockReservedAgain",
    "StockTurned",
    "Story",
    "Supply",
    "TooFew",
    "Turn",
    "TurnedItem",
    "Verdict",
    "allocate",
    "audit",
    "availability",
    "available",
    "change_location",
    "change_rules",
    "check_unbound",
    "check_unkept",
    "consider",
    "count_imported",
    "create_location",
    "customers_of",
    "database",
    "drift",
    "end_limits",
    "ensure_default_location",
    "events",
    "export_stock",
    "find_location",
    "forget_shops",
    "grid",
    "handle",
    "handle_together",
    "held",
    "history",
    "how_many",
    "kept_at",
    "leave_skus",
    "left_from",
    "level",
    "levels",
    "location_codes",
    "locations",
    "made_of",
    "movements",
    "on_hand",
    "open_location",
    "outside",
    "prolong",
    "rebuild",
    "release",
    "reserve",
    "reserve_again",
    "rulebook",
    "sendable",
    "set_limits",
    "set_on_hand",
    "ship",
    "shops",
    "simulate",
    "stories",
    "supplies",
    "sweep_ended_holds",
    "take_back",
    "tell_turned",
    "unserved",
    "watch",
    "whereabouts",
]
__all__ += _counts.__all__
__all__ += _reordering.__all__
__all__ += _bundles.__all__
__all__ += _warehouse.__all__
