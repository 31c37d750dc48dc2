"""Who took part in a review: the company's customers, or the colleagues who look after them."""

from collections.abc import Iterator

from sheetsync.lint.vocabulary.patterns import Patterns, mentions

_CUSTOMERS = ("khách hàng", "khách(?! hàng| sạn| quan)", "hội viên", "học viên", "bệnh nhân", "người dùng", "người mua")
_LOOKED_AFTER = ("chăm sóc", "dịch vụ", "hỗ trợ", "quan hệ", "trải nghiệm", "phòng", "phụ trách", "cskh", "quản lý", "ban")
"""Before the word for customers, these make a department of it: "chăm sóc khách hàng". "Khách sạn" is a hotel, "khách quan" means unbiased."""
_PEOPLE = "(?:customer|client|user|member|guest|patient|shopper)s?"
_OF_THE_HOUSE = "care|services?|success|support|relations|experience|research|insights?|team|manager|desk|interface|of (?:the )?(?:team|staff|board)"
"""After the word for customers, these make colleagues of it: "customer care"."""


def _patterns() -> Iterator[str]:
    not_looked_after = "".join(f"(?<!{word} )" for word in _LOOKED_AFTER)
    yield from (f"{not_looked_after}{word}" for word in _CUSTOMERS)
    yield f"(?<!team )(?<!staff )(?<!board )(?<!crew ){_PEOPLE}(?! (?:{_OF_THE_HOUSE})(?!\\w))"


CUSTOMERS: Patterns = tuple(_patterns())


def customers_took_part(text: str) -> bool:
    """Whether ``text`` names customers among those who were there."""
    return mentions(CUSTOMERS, text)
