"""Where people are signed in, and with which proofs."""

from ..second_factors import (
    Pending,
    begin_second_factor,
    clear_second_factor,
    confirm_second_factor,
    pending_second_factor,
    prove_again,
    prove_second_factor,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
)
from ..sessions import (
    Tokens,
    end_session,
    end_sessions,
    forget_sessions,
    refresh,
    session,
    sessions,
    start_session,
)
from ..tokens import (
    LIFE as ACCESS_LIFE,
)
from ..tokens import (
    Audience,
)

__all__ = [
    "ACCESS_LIFE",
    "Audience",
    "Pending",
    "Tokens",
    "begin_second_factor",
    "clear_second_factor",
    "confirm_second_factor",
    "end_session",
    "end_sessions",
    "forget_sessions",
    "pending_second_factor",
    "prove_again",
    "prove_second_factor",
    "recovery_codes_left",
    "refresh",
    "remove_second_factor",
    "renew_recovery_codes",
    "session",
    "sessions",
    "start_session",
]
