"""The category tree: as shoppers read it, and as staff keep it."""
