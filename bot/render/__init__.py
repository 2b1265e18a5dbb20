"""Anything -> Message: text plus entities, within Telegram's limits. Pure."""
