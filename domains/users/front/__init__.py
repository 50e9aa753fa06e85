"""The leaves of the front door, by noun."""
