"""Passkeys (WebAuthn): asked for (`asking`), their answers read (`answers`), kept (`keeping`), used (`proving`).

Nothing is re-exported here: the front door of users names what callers need.
"""
