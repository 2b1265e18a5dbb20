"""Who did what to whom: the events that sentences tell, and what they only wish, plan or deny."""
