"""The web, seen from here: guarded, bounded and polite."""
