"""The front door by noun: what each part of the catalogue lets outsiders use."""
