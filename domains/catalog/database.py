"""The catalogue's own MongoDB and the documents kept in it."""

from collections.abc import Sequence

from beanie import Document

from ..shared.documents import Documents


def _models() -> Sequence[type[Document]]:
    from .models import DOCUMENTS

    return DOCUMENTS


documents = Documents("catalog", _models)
