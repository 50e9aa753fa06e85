"""How tables lie where there are many machines: see ARCHITECTURE, decision 5."""

from typing import Final

BY_CUSTOMER: Final = {"kind": "distributed", "by": "customer_id"}
LOCAL: Final = {"kind": "local"}
