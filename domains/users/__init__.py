"""Users: who people are and how they prove it.

Promises: a password is kept only as an Argon2id hash, a session only as the hash of its token; a session ends at once
when it is ended here.
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
    NoSuchStaff,
    RoleInUse,
    RoleIsFixed,
    UnknownRole,
    WeakPassword,
)
from .models import OWNER, Credential, Person, PersonRole, Role, Session
from .permissions import Permission, by_resource
from .roles import RoleDraft, change_role, create_role, ensure_roles, find_role, people_by_role, remove_role, roles
from .sessions import end_session, session, start_session
from .signing_in import authenticate
from .staff import create_staff, disable, enable, find_staff, give_roles, staff

__all__ = [
    "OPERATOR",
    "OWNER",
    "Actor",
    "BadCredentials",
    "BeyondYou",
    "ChangedMeanwhile",
    "Credential",
    "EmailTaken",
    "LastOwner",
    "NoSuchStaff",
    "Permission",
    "Person",
    "PersonRole",
    "Role",
    "RoleDraft",
    "RoleInUse",
    "RoleIsFixed",
    "Session",
    "UnknownRole",
    "UsersAudit",
    "WeakPassword",
    "audit",
    "authenticate",
    "by_resource",
    "change_role",
    "create_role",
    "create_staff",
    "database",
    "disable",
    "enable",
    "end_session",
    "ensure_roles",
    "find_role",
    "find_staff",
    "give_roles",
    "people_by_role",
    "remove_role",
    "roles",
    "session",
    "staff",
    "start_session",
]
