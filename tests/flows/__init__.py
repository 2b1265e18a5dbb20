"""The whole bot over HTTP: feeds in, alerts and answers out, and what happens when it is cut off."""
