"""The orders database and the base of its tables."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase

from domains.shared.database import Database

database = Database("orders")


class Base(DeclarativeBase):
    metadata = database.metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: pg.UUID(as_uuid=True),
        datetime: sa.DateTime(timezone=True),
        str: sa.Text(),
    }
