"""Wherebot: "where is my order?", answered inside Slack."""

import gc

# Hardly anything of what is loaded, or made for an answer, is garbage: to look for that as often
# as Python does by itself costs a tenth of each start.
gc.set_threshold(50_000, 20, 100)
