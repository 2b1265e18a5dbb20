"""Reading an article: language, countries, actors, summary, story. Pure; no I/O."""
