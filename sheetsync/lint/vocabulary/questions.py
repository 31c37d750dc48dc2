"""Questions: by their sign, or by the words that ask, since few people type question marks into a sheet."""

from sheetsync.lint.vocabulary.phrases import Phrases, words

_ASK_FIRST = Phrases(
    "làm sao, làm thế nào, làm cách nào, bằng cách nào, tại sao, vì sao, sao lại, sao mà, khi nào, bao giờ, bao lâu, bao nhiêu, mấy giờ, ở đâu",
    "đi đâu, mua đâu, hỏi ai, gọi ai, ai sẽ, ai là, ai có, liệu, liệu có, có phải, có nên, có cần, phải chăng, chỗ nào, nơi nào, cái nào, loại nào",
    "how much, how many, how long, how far, how often, how soon, how do, how does, how did, how can, how could, how is, how are, how will",
    "how would, how should, how to, how about, how easy, how hard, how big, how fast, how good, what's, what is, what are, what do, what does",
    "what if, what will, what would, what can, what should, what happens, what about, what kind, where is, where's, where are, where do, where does",
    "where can, where should, when is, when's, when are, when do, when does, when can, when will, why is, why are, why do, why does, why should",
    "why not, why can't, why would, who is, who's, who are, who do, who does, who can, who will, who should, which is, which one, which are",
    "which of, do i, do you, do they, do we, does it, does this, does that, does the, does my, did i, did you, is it, is this, is that, is there",
    "is the, is my, are there, are they, are these, are you, can i, can you, can they, can it, can we, could i, could it, could you, should i",
    "should we, will it, will they, will i, will this, would it, would i, would this, have i, has it, am i, may i, what else, is anybody, is anyone",
    "does anyone, does anybody",
)
"""Openings that ask even without a question mark."""
_ASK_LAST = Phrases(
    "không, chưa, hay không, hay chưa, nhỉ, hả, hở, gì, đâu, nào, ai, bao nhiêu, bao lâu, mấy, thế nào, ra sao, vì sao, tại sao, không nhỉ",
    "được không, được chưa, chăng, không vậy, gì vậy, gì đây, sao đây, không ta, hông, hôn",
)
"""Endings that ask in Vietnamese. "Không" and "chưa" ask only after a "có", "đã" or an adjective, see ``_plain_no``."""
_OPENS_YES_NO = frozenset({"có", "được", "đã", "còn", "phải", "nên", "kịp", "liệu"})
_NO_LAST = frozenset({"không", "chưa"})
_ANY = frozenset({"cũng", "chẳng", "nấy", "chả"})
"""After an asking word these make it a statement: "ai cũng" is everybody, "lúc nào cũng" always."""


def is_question(text: str) -> bool:
    """Whether ``text`` asks something, with or without a question mark."""
    if "?" in text:
        return True
    if text.rstrip(_CLOSING).endswith("!"):
        return False
    found = words(text)
    first = _ASK_FIRST.at(found)
    if first and not _ANY.intersection(found[first : first + 2]):
        return True
    return _asks_last(found)


_CLOSING = "”\"’'»)] \t"


def _asks_last(found: tuple[str, ...]) -> bool:
    last = next((start for start in range(max(0, len(found) - 3), len(found)) if _ASK_LAST.at(found, start) == len(found) - start), None)
    if last is None or last == 0 or _ANY.intersection(found):
        return False
    if found[last] in _NO_LAST:
        return bool(_OPENS_YES_NO.intersection(found[:last]))
    return found[last - 1] not in _NEGATIONS and not _NEGATIONS.intersection(found[:last])


_NEGATIONS = frozenset({"không", "chẳng", "chả", "chưa", "đừng"})
"""Before an asking word they make it a statement: "không biết hỏi ai" does ask something of oneself, and is left to the other signs."""
