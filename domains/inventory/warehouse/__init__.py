"""What lies between the shelves: transfers from one location to another, what is bought from suppliers; and the sheets
on which the shelves are counted."""
