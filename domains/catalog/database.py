"""The catalogue's own MongoDB and the documents kept in it."""

from ..shared.documents import Documents
from .models import DOCUMENTS

documents = Documents("catalog", lambda: DOCUMENTS)
