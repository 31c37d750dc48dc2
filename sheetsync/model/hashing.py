"""SHA-256 of Python's own: ``hashlib`` loads OpenSSL, which takes longer than reading a small workbook. ``random`` goes round it in the same way."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha256 import sha256  # Python 3.11
    except ImportError:
        try:
            from _sha2 import sha256  # from Python 3.12 on
        except ImportError:  # another Python
            from hashlib import sha256

__all__ = ["sha256"]
