"""What the longer commands of `barrow` do; app/cli.py only names them and their options."""
