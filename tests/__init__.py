"""Tests, by stage."""
