"""Bytes -> Entry: everything a publisher may send, read without trusting it."""
