"""Which countries a text is about: names, and what tells those of several meanings apart."""
