"""What a report adds to its story, and how much that matters."""
