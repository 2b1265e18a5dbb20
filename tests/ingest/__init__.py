"""What is stored at once and read later."""
