"""Reviews: written by who bought, read by staff before anybody else, counted with the product they are about."""
