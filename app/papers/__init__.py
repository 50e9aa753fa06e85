"""Papers as PDF: invoices, credit notes, packing slips and pick lists."""
