"""What the catalogue does a moment later."""

from uuid import UUID

from domains import catalog

from .consumer import consumer


@consumer(queue="imports", minutes=60)
async def run_import(fact: catalog.ImportUploaded, event_id: UUID) -> None:
    await catalog.run_import(fact.import_id, event_id=event_id)


@consumer(queue="pictures", minutes=10)
async def fetch_pictures(fact: catalog.PicturesWanted, event_id: UUID) -> None:
    await catalog.fetch_pictures(fact.product_id, event_id=event_id)
