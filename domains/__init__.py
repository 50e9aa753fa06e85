"""The six domains. Each owns one database, its words and its rules; see README.md."""
