"""Collections: what they gather, by hand and by rule."""
