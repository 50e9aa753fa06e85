"""What things cost, and why. Pure: the same inputs and moment give the same answer, today and in ten years."""

from .cart import LineSnapshot, PricingContext, price

__all__ = ["LineSnapshot", "PricingContext", "price"]
