"""People: how an account begins, what it knows of its owner, and how they prove who they are, how they go."""

from ..address_book import (
    AddressBook,
    NoSuchAddress,
    address_book,
    change_address,
    find_address,
    remove_address,
    save_address,
)
from ..erasing import (
    Left,
    Unfinished,
    erase,
    left_of,
    note_erased,
)
from ..joining import (
    ask_to_join,
    ask_to_reset,
    change_password,
    join,
    reset,
    shortest_for,
)
from ..moving import (
    ask_to_move,
    follow,
)
from ..own_data import (
    own_data,
)
from ..parties import (
    take_on,
    take_on_order,
)
from ..passwords import (
    SHORTEST,
)
from ..profiles import (
    OtherWords,
    Wording,
    consent,
    consents,
    save_profile,
    wording,
)
from ..proving import (
    Letter,
    LinkLetter,
    forget_proofs,
    letter,
    link,
)
from ..queries import (
    checked_email,
    find_person,
    people_after,
    taken_parties,
)
from ..signing_in import (
    authenticate,
    prove_password_again,
)

__all__ = [
    "SHORTEST",
    "AddressBook",
    "Left",
    "Letter",
    "LinkLetter",
    "NoSuchAddress",
    "OtherWords",
    "Unfinished",
    "Wording",
    "address_book",
    "ask_to_join",
    "ask_to_move",
    "ask_to_reset",
    "authenticate",
    "change_address",
    "change_password",
    "checked_email",
    "consent",
    "consents",
    "erase",
    "find_address",
    "find_person",
    "follow",
    "forget_proofs",
    "join",
    "left_of",
    "letter",
    "link",
    "note_erased",
    "own_data",
    "people_after",
    "prove_password_again",
    "remove_address",
    "reset",
    "save_address",
    "save_profile",
    "shortest_for",
    "take_on",
    "take_on_order",
    "taken_parties",
    "wording",
]
