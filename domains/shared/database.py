"""A domain's own PostgreSQL: one engine per event loop, and transactions that carry their facts to the outbox."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from . import away, inbox, outbox
from .errors import Contended
from .loops import PerLoop
from .settings import settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SERVER_SETTINGS = {
    "statement_timeout": "8000",
    "lock_timeout": "5000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
}
PRUNED_AT_ONCE = 5_000  # rows
# What a lost or refused connection looks like: class 08, admin shutdown, crash, cannot connect now; lock waits
TURNED_BACK = ("40P01", "40001")  # a deadlock, a serialisation failure
AWAY = ("08", "57P", "53300", "55P03", "57014")


class Database:
    """`Database("orders")` reads ORDERS_DATABASE_URL. Its metadata holds the domain's tables, outbox and inbox."""

    session_class: ClassVar[type[Session]] = Session

    def __init__(self, name: str) -> None:
        self.name = name
        self.metadata = sa.MetaData(naming_convention=NAMING)
        self.outbox = outbox.SqlOutbox(self)
        self.inbox = inbox.table(self.metadata)
        self._engine: PerLoop[AsyncEngine] = PerLoop(self._create_engine)

    @property
    def url(self) -> str:
        url: str = getattr(settings(), f"{self.name}_database_url")
        return url

    @property
    def engine(self) -> AsyncEngine:
        return self._engine()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: commits at the end, together with the facts recorded in it; rolls back on any error."""
        async with self._session() as session, session.begin():
            yield session
            await session.flush()
            await self.outbox.write(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """For questions: nothing is committed. What is loaded stays readable afterwards."""
        async with self._session() as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncConnection]:
        """For one small question that is asked again and again: no transaction is begun for it."""
        with self.answering():
            async with self.engine.connect() as connection:
                yield await connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Unavailable where the server is away or has no room, whatever its driver calls that; Contended where it has
        turned us back."""
        try:
            yield
        except (OSError, PoolTimeout) as error:
            raise away.unavailable("PostgreSQL", self.name, self.url, error) from error
        except DBAPIError as error:
            if _away(error):
                raise away.unavailable("PostgreSQL", self.name, self.url, error.orig or error) from error
            if _state(error) in TURNED_BACK:
                raise Contended from error
            raise

    async def prune_inbox(self, before: datetime) -> int:
        """Forget what consumers did before then, some at a time so that no statement takes long."""
        forgotten = 0
        while True:
            async with self.transaction() as session:
                gone = await inbox.prune(session, before, PRUNED_AT_ONCE)
            forgotten += gone
            if gone < PRUNED_AT_ONCE:
                return forgotten

    async def ping(self) -> None:
        async with self.reading() as session:
            await session.execute(sa.text("SELECT 1"))

    async def close(self) -> None:
        engine = self._engine.pop()
        if engine is not None:
            await engine.dispose()

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[AsyncSession]:
        info: dict[str, Any] = {"database": self}
        with self.answering():
            kind = self.session_class
            async with AsyncSession(self.engine, sync_session_class=kind, expire_on_commit=False, info=info) as session:
                yield session

    def _create_engine(self) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            pool_size=settings().database_pool,
            max_overflow=0,
            pool_timeout=10,  # a rush queues here; longer than this, a visitor is better told
            hide_parameters=True,  # what an error prints ends in a log: addresses and tokens must not
            connect_args={"server_settings": {**SERVER_SETTINGS, "application_name": "barrow"}, "timeout": 5},
        )
        sa.event.listen(engine.sync_engine, "checkout", _check_open)
        return engine


def _check_open(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    """What its server has closed is replaced. The driver knows that without asking; SQLAlchemy's own ping would ask
    three times before every transaction."""
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError


def _away(error: DBAPIError) -> bool:
    return error.connection_invalidated or _state(error).startswith(AWAY)


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", "") or "")
