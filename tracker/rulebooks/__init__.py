"""Rulebooks as files: TOML texts, one for each place and day of coming into force. No code belongs here."""
