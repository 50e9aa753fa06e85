"""What delivery costs and which tax is owed, as staff set it. Carts follow at once; orders keep theirs."""
