"""Editorial pages: kept with their history, their Markdown made into harmless HTML."""
