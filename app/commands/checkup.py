"""`barrow doctor`: what is reachable, and whether the databases have their newest shape."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import sqlalchemy as sa
from redis.asyncio import Redis
from rich.console import Console

from app import migrations
from app.commands.saying import perhaps_stopped, what_went_wrong
from domains import catalog, notifications, payments, stores
from domains.shared import media
from domains.shared.database import Database
from domains.shared.documents import Documents
from domains.shared.errors import Refusal
from domains.shared.redis import redis
from domains.shared.settings import settings


@dataclass(frozen=True)
class Finding:
    part: str
    well: bool
    told: str


async def report(console: Console) -> int:
    """Print a line per part; 0 when all are well."""
    findings = []
    for part, check in _checks():  # one by one: a busy processor is not to look like a store that does not answer
        finding = await _find(part, check)
        mark = "[green]ok  [/]" if finding.well else "[bold red]FAIL[/]"
        console.print(f"{mark} {finding.part:<24} {finding.told}", highlight=False)
        findings.append(finding)
    await stores.close()
    if all(finding.well for finding in findings):
        return 0
    if hint := perhaps_stopped():
        console.print(hint)
    return 1


def _checks() -> list[tuple[str, Callable[[], Awaitable[str]]]]:
    return [
        *((f"{database.name} (PostgreSQL)", _migrated(database)) for database in stores.DATABASES),
        *((f"{documents.name} (MongoDB)", _indexed(documents)) for documents in stores.DOCUMENTS),
        ("Redis", _answers(lambda: redis().ping())),
        ("Redis of the workers", _answers(_broker_answers)),
        ("pictures", _answers(media.ping)),
        ("mail server", _answers(notifications.ping)),
        ("Stripe", _answers(payments.ping)),
        ("messages between domains", _delivered),
    ]


async def _find(part: str, check: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(part, True, await check())
    except Exception as error:  # whatever it is, the operator wants to read it, not a traceback
        return Finding(part, False, what_went_wrong(error) or f"{type(error).__name__}: {error}".splitlines()[0])


def _answers(ask: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[str]]:
    async def check() -> str:
        await ask()
        return "answers"

    return check


async def _broker_answers() -> None:
    broker = Redis.from_url(settings().broker_url, socket_timeout=2.0, socket_connect_timeout=1.0)
    try:
        await broker.ping()
    finally:
        await broker.aclose()


def _migrated(database: Database) -> Callable[[], Awaitable[str]]:
    async def check() -> str:
        async with database.reading() as session:
            there = await session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        newest = migrations.newest(database.name)
        if there != newest:
            raise Refusal(f"is at {there}, newest is {newest}: run `barrow migrate`")
        return f"answers, at {there}"

    return check


def _indexed(documents: Documents) -> Callable[[], Awaitable[str]]:
    async def check() -> str:
        missing = await documents.missing_indexes()
        old = await catalog.old_documents() if documents is catalog.documents and not missing else 0
        if missing:
            raise Refusal(f"lacks indexes of {', '.join(missing)}: run `barrow migrate`")
        if old:
            raise Refusal(f"holds documents of an older shape, {old} of them: run `barrow migrate`")
        return "answers, with all indexes"

    return check


async def _delivered() -> str:
    dead = {name: (await outbox.backlog()).dead for name, outbox in stores.OUTBOXES.items()}
    if any(dead.values()):
        names = ", ".join(f"{name} {count}" for name, count in dead.items() if count)
        raise Refusal(f"given up after {settings().relay_attempts} attempts: {names}")
    return "none given up"
