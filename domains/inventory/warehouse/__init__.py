"""What lies between the shelves: transfers from one location to another, and what is bought from suppliers."""
