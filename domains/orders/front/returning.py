"""Returns."""

from ..errors import IllegalReturn, ReturnChanged, TooLateToReturn, UnknownReturn
from ..models import OrderReturn, OrderReturnLine
from ..returning.asking import ask_return, in_time, returnable
from ..returning.deciding import Come, answer_return, end_return, inspect_return
from ..returning.reading import ReturnPage, returns
from ..states import ReturnReason, ReturnStatus

__all__ = [
    "Come",
    "IllegalReturn",
    "OrderReturn",
    "OrderReturnLine",
    "ReturnChanged",
    "ReturnPage",
    "ReturnReason",
    "ReturnStatus",
    "TooLateToReturn",
    "UnknownReturn",
    "answer_return",
    "ask_return",
    "end_return",
    "in_time",
    "inspect_return",
    "returnable",
    "returns",
]
