"""Entry or page or plain text -> Article: the report, without what publishers put around it."""
