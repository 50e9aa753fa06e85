"""Prices as staff keep them; how they are evaluated is in `pricing`."""
