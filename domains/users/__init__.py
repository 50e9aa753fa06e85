"""Users: who people are and how they prove it.

Promises: a password is kept only as an Argon2id hash, a refresh token or a link only as its hash, a passkey by its
public half; a session ends at once when it is ended here; who has an account shows nowhere but in its mailbox.
"""

from .front.customers import *
from .front.facts import *
from .front.groups import *
from .front.impersonation import *
from .front.keys import *
from .front.people import *
from .front.refusals import *
from .front.sessions import *
from .front.staff import *
from .front.tables import *
from .front.trail import *
