"""Speed and memory in figures: `python -m bench [NAME …]`. Not part of the installed program; needs Linux's /proc.

Each module in BENCHES has `run(scale)`, which takes the scale of its sizes (1.0: those of docs/performance.md) and
gives its figures.
"""

from __future__ import annotations

BENCHES = ("poll", "schedule", "clean", "tag", "stories", "summaries", "store", "match", "send", "start")
