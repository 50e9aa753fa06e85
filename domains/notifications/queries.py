"""Questions about deliveries."""

from uuid import UUID

from .models import Delivery, DeliveryState


async def deliveries_about(about: UUID) -> list[Delivery]:
    """What was told about one order or fulfilment, oldest first."""
    return await Delivery.find({"about": about}).sort("queued_at").to_list()


async def deliveries(state: DeliveryState, limit: int = 50) -> list[Delivery]:
    """The newest deliveries in one state."""
    return await Delivery.find({"state": state.value}).sort("-queued_at").limit(limit).to_list()
