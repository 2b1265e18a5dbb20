"""Which reports tell one event, and how many independent sources stand behind it."""
