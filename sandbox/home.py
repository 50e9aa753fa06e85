"""BARROW_HOME: the folder with everything one shop keeps on a laptop, and the lock that lets one run have it."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox import runfile
from sandbox.refusals import CannotStart

SHORT = Path("/tmp")  # noqa: S108 - a socket's path has room for about 100 characters; the folder below is checked


def prepared(home: Path) -> Path:
    """The home as an absolute path, made where it is missing."""
    home = home.expanduser().resolve()
    try:
        if not home.exists():
            home.mkdir(parents=True)
            home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # ours; PostgreSQL's own account passes through
        (home / "log").mkdir(mode=0o700, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise CannotStart(f"{home} is not a folder: choose another with BARROW_HOME.") from error
    except FileNotFoundError as error:  # what the system itself shows, such as /proc, takes no folders
        raise CannotStart(f"{home} cannot be made: choose another folder with BARROW_HOME.") from error
    return home


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Held as long as the process lives; the kernel gives it back however the process ends."""
    handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(
                f"Barrow already runs on {home}: stop that one first, or choose another folder with BARROW_HOME."
            ) from error
        yield
    finally:
        os.close(handle)


def short_folder(home: Path) -> Path:
    """A folder for sockets, the same for a home at every start unless somebody else sits on its name."""
    name = hashlib.sha256(f"{os.geteuid()}:{home}".encode()).hexdigest()[:8]
    folder = SHORT / f"barrow-{name}"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.lstat()
        if found.st_uid != os.geteuid() or folder.is_symlink() or not folder.is_dir() or found.st_mode & 0o022:
            folder = Path(tempfile.mkdtemp(prefix="barrow-", dir=SHORT))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    return folder


def remove_short_folder(folder: Path) -> None:
    """Only what short_folder makes: the name may come from a file."""
    if folder.parent == SHORT and folder.name.startswith("barrow-"):
        shutil.rmtree(folder, ignore_errors=True)


def kept_secrets(home: Path) -> dict[str, str]:
    """Made once and kept, so that sessions and order links outlive a restart."""
    target = home / "secrets.json"
    kept = _read(target)
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "STRIPE_SECRET_KEY": f"sk_test_{secrets.token_hex(24)}",
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(24)}",
    }
    if made.keys() - kept.keys():
        kept = made | kept
        runfile.write_private(target, kept)
    return kept


def _read(target: Path) -> dict[str, str]:
    try:
        return {str(name): str(value) for name, value in json.loads(target.read_text()).items()}
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CannotStart(f"{target} is damaged: put it right, or remove it to have new secrets made.") from error
