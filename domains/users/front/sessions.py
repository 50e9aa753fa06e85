"""Where people are signed in, and with which proofs."""

from ..factors import (
    SecondFactors,
    clear_second_factor,
    recovery_codes_left,
    renew_recovery_codes,
    second_factors,
)
from ..passkeys.asking import (
    LASTS as QUESTION_LASTS,
)
from ..passkeys.asking import (
    Ceremony,
    ask_for_any_passkey,
    ask_for_passkey,
    ask_to_add_passkey,
)
from ..passkeys.keeping import (
    add_passkey,
    remove_passkey,
    rename_passkey,
)
from ..passkeys.proving import (
    authenticate_by_passkey,
    prove_passkey,
    prove_passkey_again,
)
from ..relying_party import (
    relying_party,
)
from ..second_factors import (
    Pending,
    begin_second_factor,
    confirm_second_factor,
    pending_second_factor,
    prove_again,
    prove_second_factor,
    remove_second_factor,
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
    "QUESTION_LASTS",
    "Audience",
    "Ceremony",
    "Pending",
    "SecondFactors",
    "Tokens",
    "add_passkey",
    "ask_for_any_passkey",
    "ask_for_passkey",
    "ask_to_add_passkey",
    "authenticate_by_passkey",
    "begin_second_factor",
    "clear_second_factor",
    "confirm_second_factor",
    "end_session",
    "end_sessions",
    "forget_sessions",
    "pending_second_factor",
    "prove_again",
    "prove_passkey",
    "prove_passkey_again",
    "prove_second_factor",
    "recovery_codes_left",
    "refresh",
    "relying_party",
    "remove_passkey",
    "remove_second_factor",
    "rename_passkey",
    "renew_recovery_codes",
    "second_factors",
    "session",
    "sessions",
    "start_session",
]
