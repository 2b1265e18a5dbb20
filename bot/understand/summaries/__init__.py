"""A few sentences that say what an article or a story says."""
