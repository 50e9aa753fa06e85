"""Where this start serves, and what its processes find in their environment."""

import errno
import os
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.home import kept_secrets
from sandbox.mongo import free_port
from sandbox.refusals import CannotStart, disk_full

ENOUGH_BYTES = 200_000_000
LOOPBACK = "127.0.0.1"  # the sandbox itself serves nobody else
REACHED_AT = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 - where one asks when all addresses are served


@dataclass(frozen=True)
class Addresses:
    host: str
    port: int
    smtp_port: int

    @property
    def outside_port(self) -> int:
        return self.port + 1

    @property
    def shop(self) -> str:
        host = reached_at(self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def outside(self) -> str:
        return f"http://{LOOPBACK}:{self.outside_port}"


def addresses(port: int) -> Addresses:
    """Refuses a port that is taken: Barrow needs this one and the next."""
    if not 1 <= port <= 65534:
        raise CannotStart(f"PORT must be between 1 and 65534, not {port}: Barrow takes that port and the next.")
    host = os.environ.get("HOST") or LOOPBACK
    _check_free(host, port)
    _check_free(LOOPBACK, port + 1)
    return Addresses(host, port, free_port())


def environment(home: Path, at: Addresses, given: Mapping[str, str]) -> dict[str, str]:
    """What is given stays as it is. A Stripe key of one's own means Stripe itself, unless an address says otherwise."""
    made = {
        **kept_secrets(home),
        "HOST": at.host,
        "PORT": str(at.port),
        "BASE_URL": at.shop,
        "SMTP_URL": f"smtp://127.0.0.1:{at.smtp_port}",
        "STRIPE_API_BASE": f"{at.outside}/stripe",
    }
    if given.get("STRIPE_SECRET_KEY") and not given.get("STRIPE_API_BASE"):
        del made["STRIPE_API_BASE"]
    return {name: given.get(name) or value for name, value in made.items()} | {"BARROW_HOME": str(home)}


def check_disk(home: Path) -> None:
    if shutil.disk_usage(home).free < ENOUGH_BYTES:
        raise disk_full(home)


def reached_at(host: str) -> str:
    return REACHED_AT.get(host, host)


def _check_free(host: str, port: int) -> None:
    """Asks first: some systems let one bind beside a listener on all addresses."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as caller:
            caller.settimeout(1)
            taken = caller.connect_ex((reached_at(host), port)) == 0
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
    except PermissionError as error:
        raise CannotStart(f"Port {port} is not open to this user: choose one above 1023 with PORT.") from error
    except (OSError, UnicodeError) as error:  # also of a name that nobody knows, or that cannot be one
        if getattr(error, "errno", None) != errno.EADDRINUSE:
            raise CannotStart(f"HOST={host} is no address of this machine.") from error
        taken = True
    if taken:
        raise CannotStart(f"Port {port} is in use: choose another with PORT (Barrow takes that port and the next).")
