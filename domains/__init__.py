"""The six domains. Each owns one database, its words and its rules; see README.md."""

import gc

# Modules and mapped classes are many objects that stay: looking through them every 700 new ones, as is the default,
# is a tenth of what starting a process costs, and pauses requests afterwards.
gc.set_threshold(20_000, 20, 20)
