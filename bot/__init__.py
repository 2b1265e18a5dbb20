"""Wirewatch: follow actors and countries in the news from Telegram."""

__version__ = "0.1.0"

# Shown to publishers in the User-Agent; the one place to change it in a fork.
PROJECT_URL = "https://wirewatch.example"
USER_AGENT = f"Wirewatch/{__version__} (+{PROJECT_URL})"
