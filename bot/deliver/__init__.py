"""Edge: Telegram, outwards."""
