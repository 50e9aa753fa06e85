"""What every domain stands on: settings, databases, messaging, money, time, refusals."""
