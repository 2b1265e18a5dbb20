"""Settings and the feeds file."""
