"""Personal data: e-mail addresses, telephone numbers and numbers of identity papers, in the forms that Vietnam and others use."""

import re
from collections.abc import Iterator
from typing import Literal

from sheetsync.lint.vocabulary.phrases import Phrases, words

Kind = Literal["email", "phone", "id"]

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_NUMBER = r"(?<![\w.,/@#=-])(?:\+|\(\+?)?\d(?:[\s.()\-–]{0,2}\d){7,14}(?![\w@]|[.,/]\d)"
_SHARED = frozenset(
    "info support help hello hi sales contact hotro ho-tro lienhe lien-he cskh chamsockhachhang service services office admin marketing team care "  # noqa: SIM905
    "customercare customerservice booking order orders no-reply noreply news newsletter feedback tuvan tuyendung hr jobs press media billing shop "
    "reservation reservations donhang dat-hang dathang banhang kinhdoanh ketoan hotline phongkham tuyensinh daotao accounts name ten example".split()
)
"""Mailboxes of a desk rather than of a person."""
_NOT_A_PERSONS = Phrases(
    "hotline, tổng đài, zalo oa, mst, mã số thuế, mã đơn, đơn hàng, mã vận đơn, vận đơn, mã, số đơn, order, order no, invoice, tracking, sku, isbn",
    "stk, đường dây nóng, tax code, tax id, ref, fax, số hóa đơn, hóa đơn, số tài khoản, toll-free, helpline, call center, customer service",
    "version, barcode, hợp đồng, số hợp đồng, phiếu, phiếu bảo hành, seri, số seri, serial, serial no, imei, hồ sơ, số hồ sơ, biên lai, contract",
    "receipt, case, case no, warranty, policy no, số bảo hiểm",
)
"""Before a number they say that it is nobody's own."""
_PAPERS = Phrases(
    "cccd, cmnd, cmt, căn cước, căn cước công dân, chứng minh, chứng minh nhân dân, chứng minh thư, hộ chiếu, passport, id, id card, national id",
    "identity card, số cccd, số cmnd, ssn, định danh, mã định danh, số định danh, định danh cá nhân",
)
_DIGITS = frozenset("0123456789")
_FEWEST = 7
"""No number of a person has fewer digits than these."""
_PASSPORT = r"\b[A-Z]{1,2}\d{7,8}\b"
_NEAR = 24
"""How many characters before a number are looked at for what it is."""


def personal_data(text: str) -> frozenset[Kind]:
    """The kinds of personal data in ``text``. Desks (``support@``), hotlines, prices, dates, tax codes and order numbers are none."""
    found: set[Kind] = set()
    if "@" in text and any(_is_a_persons(address) for address in re.findall(_EMAIL, text)):
        found.add("email")
    if not _DIGITS.isdisjoint(text) and sum(sign in _DIGITS for sign in text) >= _FEWEST:
        found |= set(_numbers(text))
    return frozenset(found)


def _is_a_persons(address: str) -> bool:
    name = address.partition("@")[0]
    return name.lower().strip(".-_") not in _SHARED


def _numbers(text: str) -> Iterator[Kind]:
    for match in re.finditer(_NUMBER, text):
        before = words(text[max(0, match.start() - _NEAR) : match.start()])
        if kind := _kind_of(match.group(), before):
            yield kind
    for match in re.finditer(_PASSPORT, text):
        if _PAPERS.within(words(text[max(0, match.start() - _NEAR) : match.start()])):
            yield "id"


def _kind_of(number: str, before: tuple[str, ...]) -> Kind | None:
    digits = "".join(sign for sign in number if sign.isdigit())
    if _PAPERS.within(before) and len(digits) in {9, 11, 12}:
        return "id"
    if _NOT_A_PERSONS.within(before):
        return None
    if number.isdigit() and len(digits) == 12 and digits[0] == "0" and "001" <= digits[:3] <= "096":
        return "id"
    return "phone" if _is_phone(number, digits) else None


def _is_phone(number: str, digits: str) -> bool:
    if digits.startswith(("1900", "1800")) or max(map(len, re.findall(r"\d+", number))) < _TOGETHER:
        return False
    if "+" in number:
        return 9 <= len(digits) <= 15
    if digits.startswith("84"):
        return len(digits) == 11 and digits[2] in _MOBILE
    if digits.startswith("0"):
        return len(digits) in {10, 11} and digits[1] != "0"
    return re.fullmatch(_AMERICAN, number) is not None


_TOGETHER = 3
"""A telephone number has so many digits in a row somewhere; "0–3–6–9–12–15–18 tháng" are months."""
_MOBILE = "35789"
_AMERICAN = r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
