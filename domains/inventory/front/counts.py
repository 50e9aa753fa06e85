"""Count sheets."""

from ..errors import CountChanged, CountEnded, CountShort, LineChanged
from ..models import CountLine, CountStatus, StockCount
from ..warehouse.applying import apply_count
from ..warehouse.counts import Found, cancel_count, close_count, count_again, enter_found, explain_lines, open_count
from ..warehouse.sheets import CountPart, CountProgress, CountSheet, count_lines, count_progress, counts, find_count

__all__ = [
    "CountChanged",
    "CountEnded",
    "CountLine",
    "CountPart",
    "CountProgress",
    "CountSheet",
    "CountShort",
    "CountStatus",
    "Found",
    "LineChanged",
    "StockCount",
    "apply_count",
    "cancel_count",
    "close_count",
    "count_again",
    "count_lines",
    "count_progress",
    "counts",
    "enter_found",
    "explain_lines",
    "find_count",
    "open_count",
]
