"""Bundles: one SKU in the shop, several on the shelves."""
