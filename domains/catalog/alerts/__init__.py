"""Telling people when what was sold out is back: asked for, confirmed by a letter, called in order, told once."""
