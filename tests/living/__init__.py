"""A story that moves on."""
