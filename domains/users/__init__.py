"""Users: who people are and how they prove it.

Promises: a password is kept only as an Argon2id hash, a refresh token or a link only as its hash; a session ends at
once when it is ended here; who has an account shows nowhere but in its mailbox.
"""

from .actor import OPERATOR, Actor
from .audits import UsersAudit, audit
from .database import database
from .errors import (
    BadCredentials,
    BeyondYou,
    ChangedMeanwhile,
    EmailTaken,
    LastOwner,
    LinkGone,
    NoSecondFactor,
    NoSuchStaff,
    RoleInUse,
    RoleIsFixed,
    TooSoon,
    UnknownRole,
    WeakPassword,
    WrongCode,
    WrongPassword,
)
from .events import EmailChanged, EmailVerified, LinkAsked, PasswordChanged, RefreshTokenReused, SecondFactorChanged
from .joining import ask_to_join, ask_to_reset, change_password, join, reset, shortest_for
from .models import OWNER, Credential, Party, Person, PersonRole, Proof, ProofKind, RefreshToken, Role, Session
from .moving import ask_to_move, follow
from .parties import take_on, take_on_order
from .passwords import SHORTEST
from .permissions import Permission, by_resource
from .proving import Letter, LinkLetter, forget_proofs, letter, link
from .queries import find_person, taken_parties
from .roles import RoleDraft, change_role, create_role, ensure_roles, find_role, people_by_role, remove_role, roles
from .second_factors import (
    Pending,
    begin_second_factor,
    confirm_second_factor,
    pending_second_factor,
    prove_again,
    prove_second_factor,
    recovery_codes_left,
    remove_second_factor,
    renew_recovery_codes,
)
from .sessions import Tokens, end_session, end_sessions, forget_sessions, refresh, session, sessions, start_session
from .signing_in import authenticate, prove_password_again
from .staff import create_staff, disable, enable, find_staff, give_roles, staff
from .tokens import Audience

__all__ = [
    "OPERATOR",
    "OWNER",
    "SHORTEST",
    "Actor",
    "Audience",
    "BadCredentials",
    "BeyondYou",
    "ChangedMeanwhile",
    "Credential",
    "EmailChanged",
    "EmailTaken",
    "EmailVerified",
    "LastOwner",
    "Letter",
    "LinkAsked",
    "LinkGone",
    "LinkLetter",
    "NoSecondFactor",
    "NoSuchStaff",
    "Party",
    "PasswordChanged",
    "Pending",
    "Permission",
    "Person",
    "PersonRole",
    "Proof",
    "ProofKind",
    "RefreshToken",
    "RefreshTokenReused",
    "Role",
    "RoleDraft",
    "RoleInUse",
    "RoleIsFixed",
    "SecondFactorChanged",
    "Session",
    "Tokens",
    "TooSoon",
    "UnknownRole",
    "UsersAudit",
    "WeakPassword",
    "WrongCode",
    "WrongPassword",
    "ask_to_join",
    "ask_to_move",
    "ask_to_reset",
    "audit",
    "authenticate",
    "begin_second_factor",
    "by_resource",
    "change_password",
    "change_role",
    "confirm_second_factor",
    "create_role",
    "create_staff",
    "database",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "ensure_roles",
    "find_person",
    "find_role",
    "find_staff",
    "follow",
    "forget_proofs",
    "forget_sessions",
    "give_roles",
    "join",
    "letter",
    "link",
    "pending_second_factor",
    "people_by_role",
    "prove_again",
    "prove_password_again",
    "prove_second_factor",
    "recovery_codes_left",
    "refresh",
    "remove_role",
    "remove_second_factor",
    "renew_recovery_codes",
    "reset",
    "roles",
    "session",
    "sessions",
    "shortest_for",
    "staff",
    "start_session",
    "take_on",
    "take_on_order",
    "taken_parties",
]
