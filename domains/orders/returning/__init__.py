"""Returns: asked for, agreed to, taken in piece by piece, paid back."""
