"""Which people and organisations a text names: by a recogniser, by rules, by titles and forms."""
