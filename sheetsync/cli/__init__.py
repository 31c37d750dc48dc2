"""The command line."""

import atexit
import gc

# One run makes many objects that stay, and hardly any garbage that only the collector finds. Looking for it often, and once more through
# everything at the end, took a sixth of the time of a short run.
gc.set_threshold(50_000)
atexit.register(gc.freeze)
