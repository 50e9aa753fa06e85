"""For programs: webhooks now, a JSON interface under /api/v1 later. What is not there answers with a JSON problem."""

from litestar.types import ControllerRouterHandler

from . import webhooks

routes: list[ControllerRouterHandler] = [webhooks.stripe]
