"""Keys of programs."""

from ..api_keys import (
    DAYS as KEY_DAYS,
)
from ..api_keys import (
    MARK as KEY_MARK,
)
from ..api_keys import (
    KeyDraft,
    NewKey,
    api_keys,
    create_key,
    find_key,
    revoke_key,
)

__all__ = [
    "KEY_DAYS",
    "KEY_MARK",
    "KeyDraft",
    "NewKey",
    "api_keys",
    "create_key",
    "find_key",
    "revoke_key",
]
