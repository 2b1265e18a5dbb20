"""Who a name is: the registry of actors, and which names are one actor's."""
