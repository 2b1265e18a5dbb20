"""The schema's history, run by bot.store.migrate; one revision a file in versions/."""
