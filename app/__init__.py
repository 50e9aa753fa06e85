"""The HTTP edge: what visitors, staff and other programs reach, and the `barrow` command."""
