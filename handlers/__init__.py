"""Telegram in: update -> use case -> render -> reply."""
