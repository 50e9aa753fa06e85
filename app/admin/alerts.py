"""What has sold out and most people want to be told of when it is back."""

from app.gateway import alerting
from app.requests import get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains.users import Permission as P


@get_page("/alerts", name="admin.alerts", opt=seen_by(P.PRODUCTS_READ))
async def show() -> Rendered:
    return page("admin/alerts/index", wanted=await alerting.most_wanted())


routes = [show]
