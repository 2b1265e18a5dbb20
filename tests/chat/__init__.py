"""Handlers over a real Application, with the Bot API replaced at its HTTP edge."""
