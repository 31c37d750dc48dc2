"""``properties``, which every app sees, and ``appProperties``, which only the app that wrote them sees."""

from collections.abc import Mapping

from tests.emulator.calls import Call
from tests.emulator.errors import ApiError
from tests.emulator.world import File

LONGEST = 124
MOST = 30


Entries = dict[str, str]


def merged(call: Call, file: File | None = None) -> tuple[Entries, Entries]:
    """``properties`` and the app's ``appProperties`` as they are after the call's body; null clears an entry. Raises ``ApiError``."""
    shared = _merged(file.properties if file else {}, call.body.get("properties", {}))
    private = _merged(file.app_properties.get(call.app, {}) if file else {}, call.body.get("appProperties", {}))
    return shared, private


def _merged(old: Mapping[str, str], new: Mapping[str, str | None]) -> Entries:
    merged = {key: value for key, value in {**old, **new}.items() if value is not None}
    # The limits are documented, reasons and texts of their refusal are unverified.
    for key, value in merged.items():
        if len(key.encode()) + len(value.encode()) > LONGEST:
            raise ApiError(403, f"The property '{key}' is larger than {LONGEST} bytes.", reason="propertyTooLarge")
    if len(merged) > MOST:
        raise ApiError(403, "The maximum number of properties on this file has been reached.", reason="propertyLimitExceeded")
    return merged
