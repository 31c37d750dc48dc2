"""Headings: what a thought is about, without the thought."""

from sheetsync.lint.vocabulary.phrases import Phrases, words

_HEADS = Phrases(
    "giá cả, chất lượng, uy tín, thương hiệu, tính năng, nhu cầu, mức độ, khả năng, thông tin, mong muốn, kỳ vọng, sự quan tâm, sự cân nhắc",
    "sự so sánh, sự lo lắng, sự tin tưởng, việc, tiêu chí, yếu tố, lợi ích, chi phí, độ tin cậy, mối quan tâm, nhận thức, nhận biết, cân nhắc",
    "so sánh giá, đánh giá chất lượng, tìm hiểu, so sánh, nghiên cứu, quan tâm, price, prices, pricing, quality, features, brand, reputation, costs",
    "value for money, trustworthiness, comparison, awareness, interest, need for, desire for, expectations, concerns, benefits, price comparison",
    "brand awareness, product quality, research, consideration, evaluation, comparing, evaluating, considering, interest in, trust in, credibility",
    "convenience",
)
_ALONE = Phrases(
    "giá, giá tiền, uy tín, tin cậy, trust, value, cost, time, money, service, dịch vụ, tiện lợi, tiện ích, an toàn, safety, delivery, giao hàng"
)
"""Nouns that are a heading only when nothing stands beside them."""
_VOICED = frozenset(
    "hợp lý rõ đáng quá thế ghê nhỉ thật lắm rồi thôi chứ mà à ơi đấy vậy đây nhé không chưa chẳng phải nên chắc hơi khá hơn cao thấp tốt kém ổn "  # noqa: SIM905
    "đắt rẻ được giống cũng is are isn't seems looks sounds too not no never maybe perhaps good bad great "
    "high low fair hmm please would could should can't".split()
)
"""Particles, verdicts and verbs by which somebody says something."""
_LONGEST = 7
"""A heading has no more words than these."""


def only_topic(text: str) -> bool:
    """Whether ``text`` is a heading such as "Giá cả, chất lượng" or "Brand awareness" rather than something that anybody thinks."""
    found = words(text)
    if len(found) > _LONGEST or text.rstrip().endswith(("!", "…")):
        return False
    return _ALONE.make_up(found) or (_HEADS.at(found) > 0 and _VOICED.isdisjoint(_beside_heads(found)))


def _beside_heads(found: tuple[str, ...]) -> set[str]:
    covered = {number for place, length in _HEADS.places(found) for number in range(place, place + length)}
    return {word for number, word in enumerate(found) if number not in covered}
