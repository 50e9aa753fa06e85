""" "Tell me when it is back": who asked, who is called, what they are written."""

from ..alerts.asking import (
    Alert,
    alert_to_confirm,
    alert_to_end,
    ask_alert,
    confirm_alert,
    end_alert,
)
from ..alerts.auditing import (
    AlertsAudit,
)
from ..alerts.calling import (
    call_waiting,
    queues_to_call,
)
from ..alerts.cleaning import (
    end_lost_alerts,
    forget_alerts,
)
from ..alerts.letters import (
    AlertLetter,
    letter_of_return,
    letter_to_confirm,
)
from ..alerts.queues import (
    most_waited_for,
    waiting,
)
from ..events import (
    AlertAsked,
    BackInStock,
)
from ..models import (
    AlertQueue,
    AlertState,
)

__all__ = [
    "Alert",
    "AlertAsked",
    "AlertLetter",
    "AlertQueue",
    "AlertState",
    "AlertsAudit",
    "BackInStock",
    "alert_to_confirm",
    "alert_to_end",
    "ask_alert",
    "call_waiting",
    "confirm_alert",
    "end_alert",
    "end_lost_alerts",
    "forget_alerts",
    "letter_of_return",
    "letter_to_confirm",
    "most_waited_for",
    "queues_to_call",
    "waiting",
]
