"""Pictures: fetched or uploaded, cut to size, hung, swept away."""
