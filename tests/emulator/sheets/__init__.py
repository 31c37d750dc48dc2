"""The methods of Sheets v4, by discovery id.

Ranges are read in ``a1``, people's typing in ``typed``, formulas in ``syntax``; ``formulas`` works cells out (``evaluation``, ``functions``,
``lookups``); ``numbers`` and ``locales`` say how they look. ``answer``, ``grid``, ``cells`` and ``threads`` put all that into JSON; ``writing``,
``batch``, ``requests`` and ``moves`` change it.
"""

from collections.abc import Mapping

from tests.emulator.calls import Handler
from tests.emulator.sheets import batch, copying, create, get, metadata, values

HANDLERS: Mapping[str, Handler] = {
    **create.HANDLERS,
    **get.HANDLERS,
    **values.HANDLERS,
    **batch.HANDLERS,
    **metadata.HANDLERS,
    **copying.HANDLERS,
}
