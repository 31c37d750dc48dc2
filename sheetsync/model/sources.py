"""Where methods and rules come from: documents, cited as ``S3:42`` (document and line), and other writings, by a short name."""

import re

from sheetsync.model.words import Text

DOCUMENTS = {
    "S0": Text("cẩm nang của HubSpot", "HubSpot's guide"),
    "S1": Text("đồng hồ cát của Duct Tape Marketing", "Duct Tape Marketing's hourglass"),
    "S2": Text("bài về hành trình mua hàng thương mại điện tử", "the e-commerce journey article"),
    "S3": Text("hướng dẫn của Zapier", "Zapier's guide"),
    "S4": Text("hướng dẫn bảy bước", "the seven-step guide"),
}
"""The documents that map types come from."""

_PRACTICE = Text("kinh nghiệm của người làm bản đồ hành trình", "what practitioners of journey mapping advise")
_WRITINGS = {
    "NN/g": Text("Nielsen Norman Group", "Nielsen Norman Group"),
    "Smaply": Text("mười lỗi thường gặp theo Smaply", "Smaply's ten mistakes of journey mapping"),
    "customerscience": Text("bài rà soát bản đồ của Customer Science", "Customer Science's audit of journey maps"),
    "TheyDo": Text("TheyDo", "TheyDo"),
    "Custory": Text("Custory", "Custory"),
    "deanpeters": _PRACTICE,
    "product-on-purpose": _PRACTICE,
    "cguo": _PRACTICE,
}
_MARK = re.compile(rf"S[0-4](?=:)|{'|'.join(map(re.escape, _WRITINGS))}")


def named(source: str, language: str) -> str:
    """What the marks of a rule's ``source`` (``S3:46,63``, ``NN/g; TheyDo``) stand for, in words for people; empty where it is sheetsync itself."""
    known = {**DOCUMENTS, **_WRITINGS}
    return ", ".join(dict.fromkeys(known[mark].of(language) for mark in _MARK.findall(source)))
