"""For programs: webhooks, and a JSON interface under /api/v1. What is not there answers with a JSON problem."""

from litestar.types import ControllerRouterHandler

from . import v1, webhooks

routes: list[ControllerRouterHandler] = [webhooks.stripe, *v1.routes]
