"""Users: who people are and how they prove it.

Promises: a password is kept only as an Argon2id hash, a session only as the hash of its token; a session ends at once
when it is ended here.
"""

from .audits import UsersAudit, audit
from .database import database
from .errors import BadCredentials, EmailTaken, WeakPassword
from .models import Credential, Person, Role, Session
from .sessions import end_session, session, start_session
from .signing_in import authenticate
from .staff import create_staff, staff

__all__ = [
    "BadCredentials",
    "Credential",
    "EmailTaken",
    "Person",
    "Role",
    "Session",
    "UsersAudit",
    "WeakPassword",
    "audit",
    "authenticate",
    "create_staff",
    "database",
    "end_session",
    "session",
    "staff",
    "start_session",
]
