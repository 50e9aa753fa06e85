"""`make run`: starts everything a shop needs, says where it is, and ends it all together."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn

from sandbox import stores
from sandbox.refusals import CannotStart, of_system
from sandbox.run import Process, Run, Stopped, StopRequests, running
from sandbox.services import BARROW, Doing, Programme, Service, Step
from sandbox.surroundings import LOOPBACK, Addresses, addresses, check_disk, environment, reached_at

DATABASES = stores.VARIABLES["PostgreSQL"] | stores.VARIABLES["MongoDB"]
PREPARE_SECONDS = 300  # for a slow and busy machine; a usual one needs a few


def up(home: Path, port: int, programme: Programme = BARROW) -> int:
    """Runs until it is asked to stop (0) or cannot go on (1, and one sentence saying why)."""
    try:
        with stop_requests() as stop:
            _serve(home, port, programme, stop)
    except (Stopped, KeyboardInterrupt):
        say("Everything has stopped.")
        return 0
    except CannotStart as refusal:
        return refuse(str(refusal))
    except OSError as error:
        known = of_system(error, home)
        if known is None:
            raise
        return refuse(str(known))
    return 0


def _serve(home: Path, port: int, programme: Programme, stop: StopRequests) -> None:
    if os.environ.get("BARROW_ENV") == "production":
        raise CannotStart("This is the sandbox, and BARROW_ENV says production: start what the Procfile names instead.")
    with running(home, stop) as run:
        try:
            _live(run, port, programme)
        except Stopped:
            say("Stopping …")
            raise


def _live(run: Run, port: int, programme: Programme) -> NoReturn:
    check_disk(run.home)
    at = addresses(port)
    given = {name: value for name, value in os.environ.items() if value}
    run.share(environment(run.home, at, given))
    programme.refuse(run.environment)
    servers = stores.start(run, given=given, say=say)
    run.share({name: given[name] for names in stores.VARIABLES.values() for name in names & given.keys()})
    for step in programme.first:
        if DATABASES & given.keys() or not step.done(run.home):
            _prepare(run, servers, step)
    services = _start(run, programme.serving, at)
    filling = [_begin(run, step) for step in _demo(run, programme, given)]
    _await(run, lambda: _ready(at), lambda: _tend(run, servers, services, filling))
    services += _start(run, programme.behind, at)
    if not _all_done(filling):
        say(f"The shop is open at {_shop(run)}/ meanwhile.")
    _await(run, lambda: _all_done(filling), lambda: _tend(run, servers, services, filling))
    run.note()
    _announce(run, at)
    while True:
        _tend(run, servers, services)


def _prepare(run: Run, servers: list[Process], step: Step) -> None:
    doing = _begin(run, step)
    _await(run, lambda: doing.done, lambda: _tend(run, servers, (), [doing]))
    step.note(run.home)


def _demo(run: Run, programme: Programme, given: Mapping[str, str]) -> list[Step]:
    """A demo login has no place in somebody's real database, nor demo goods beside real payments."""
    if "STRIPE_API_BASE" not in run.environment or DATABASES & given.keys():
        return []
    return [step for step in programme.demo if not step.done(run.home)]


def _begin(run: Run, step: Step) -> Doing:
    return Doing(run, step, _environment(run), say)


def _start(run: Run, commands: Mapping[str, Sequence[str]], at: Addresses) -> list[Service]:
    say(f"Starting {', '.join(commands)} …")
    known = {
        "home": str(run.home),
        "shop_url": at.shop,
        "outside_port": str(at.outside_port),
        "smtp_port": str(at.smtp_port),
    }
    return [
        Service(run, name, [part.format_map(known) for part in command], _environment(run), say)
        for name, command in commands.items()
    ]


def _tend(run: Run, servers: list[Process], services: Sequence[Service], steps: Sequence[Doing] = ()) -> None:
    for server in servers:
        if server.ended:
            raise server.failure(f"Everything stops, because the {server.log.stem} server")
    for step in steps:
        step.tend()
    for service in services:
        service.tend()
    run.check_leash()
    run.pause(0.1)


def _await(run: Run, ready: Callable[[], bool], meanwhile: Callable[[], None]) -> None:
    deadline = time.monotonic() + PREPARE_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise CannotStart(f"The shop is not ready after {PREPARE_SECONDS} seconds: see the logs in {run.home}/log.")
        meanwhile()


def _all_done(steps: Sequence[Doing]) -> bool:
    return all(step.done for step in steps)


def _ready(at: Addresses) -> bool:
    asked = (reached_at(at.host), at.port, "/readyz"), (LOOPBACK, at.outside_port, "/inbox.json")
    return all(_answers(*where) for where in asked)


def _answers(host: str, port: int, path: str) -> bool:
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _announce(run: Run, at: Addresses) -> None:
    shop = _shop(run)
    say("")
    say(f"  Shop         {shop}/")
    say(f"  Back office  {shop}/admin{_demo_login(run.home)}")
    say(f"  Sandbox      {at.outside}/inbox")
    say("")
    say("Ctrl-C stops everything.")


def _shop(run: Run) -> str:
    return run.environment["BASE_URL"].rstrip("/")


def _demo_login(home: Path) -> str:
    try:
        login: Mapping[str, str] = json.loads((home / "demo-login.json").read_text())
    except (OSError, ValueError):
        return ""
    return f"  ({login['email']}, password {login['password']})"


def _environment(run: Run) -> dict[str, str]:
    return os.environ | run.environment | {"PYTHONUNBUFFERED": "1"}


@contextmanager
def stop_requests() -> Iterator[StopRequests]:
    """Ctrl-C and friends only count: whoever waits looks at the count, so nothing is cut off in mid-step."""
    stop = StopRequests()

    def count(*_: object) -> None:
        stop.count += 1

    asking = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # under nohup it stays ignored
        asking.append(signal.SIGHUP)
    before = {each: signal.signal(each, count) for each in asking}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def say(line: str) -> None:
    with suppress(OSError):  # nobody reads any more: no reason to stop
        print(line, flush=True)


def refuse(sentence: str) -> int:
    with suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)
    return 1
