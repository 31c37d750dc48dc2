"""The command line."""

import gc

# One run makes many objects that stay, and hardly any garbage that only the collector finds: looking for it often took a tenth of the time.
gc.set_threshold(50_000)
