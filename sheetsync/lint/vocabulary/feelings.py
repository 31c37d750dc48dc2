"""Feelings, and what people are like: words that say how something was, not what it was."""

from sheetsync.lint.vocabulary.phrases import Phrases, words

_FEELINGS = (
    "vui, vui vẻ, vui sướng, vui mừng, vui lòng, hạnh phúc, hài lòng, thỏa mãn, thích, thích thú, phấn khích, phấn khởi, hào hứng, háo hức",
    "thoải mái, yên tâm, an tâm, tin tưởng, tự hào, ấn tượng, hứng thú, tò mò, bất ngờ, ngạc nhiên, biết ơn, nhẹ nhõm, dễ chịu, buồn, buồn bã, bực",
    "bực bội, bực mình, bực tức, tức giận, tức, giận, cáu, khó chịu, thất vọng, chán, chán nản, chán ngán, lo, lo lắng, lo âu, lo sợ, sợ",
    "căng thẳng, mệt, mệt mỏi, bối rối, hoang mang, nghi ngờ, bình thường, trung tính, ổn, tốt, tệ, tích cực, tiêu cực, sốt ruột, áp lực, xấu hổ",
    "ngại, ngại ngùng, không vui, không hài lòng, không thoải mái, không thích, khó khăn, stress, happy, unhappy, satisfied, unsatisfied",
    "dissatisfied, pleased, delighted, glad, joyful, excited, content, fulfilled, comfortable, confident, proud, curious, surprised, impressed",
    "interested, grateful, relieved, calm, sad, angry, annoyed, frustrated, frustrating, upset, irritated, disappointed, bored, worried, anxious",
    "afraid, scared, stressed, tired, confused, neutral, ok, okay, fine, good, bad, great, positive, negative, nervous, frustration, happiness",
    "satisfaction, dissatisfaction, anger, joy, excitement, stress, confusion, anxiety, worry, disappointment, annoyance, delight, trust, fear",
    "sadness, ưng ý, ưng, ưng bụng, mãn nguyện, mừng, sung sướng, nhẹ người, xúc động, cảm động, tin cậy, được trân trọng, thư giãn, relaxed, amazed",
    "thrilled, cheerful, hopeful, valued, welcome, reassured, overwhelmed, sự hài lòng, sự thất vọng, sự lo lắng, sự thoải mái, niềm vui",
    "niềm tin, sự tin tưởng",
)
_FEEL = "cảm thấy, cảm giác, cảm nhận, thấy, cảm xúc, trở nên, được, bị, feel, feels, feeling, felt, is, am, are, be, become, becomes, i'm"
_MUCH = (
    "rất, quá, khá, hơi, hết sức, vô cùng, cực, cực kỳ, thật, thật sự, thực sự, lắm, nhiều, hơn, một chút, chút, và, nhưng, vẫn, đều, luôn, cũng",
    "về, mà, very, so, really, quite, a bit, a little, extremely, too, more, rather, totally, and, but, still, always, slightly, somewhat, with, it",
    "pretty, much",
)
_WHO = "thương hiệu, brand, tôi, mình, em, khách, khách hàng, họ, i, they, customer, customers, user, users, sự, niềm, nỗi, of, the, a, to"
_QUALITIES = (
    "tốt, tuyệt vời, xuất sắc, vui vẻ, good, great, excellent, amazing, poor, bad, tệ",
    "thân thiện, nhiệt tình, niềm nở, lịch sự, chu đáo, tận tâm, tận tình, vui tính, dễ thương, dễ mến, dễ gần, chuyên nghiệp, cởi mở, ân cần",
    "hòa nhã, nhã nhặn, tử tế, thô lỗ, cộc lốc, thờ ơ, lạnh nhạt, vô tâm, khó tính, đáng yêu, đáng tin, có tâm, có tầm, tốt bụng, kiên nhẫn",
    "nhanh nhẹn, chill, ấm cúng, ấm áp, yên tĩnh, sạch sẽ, sạch, gọn gàng, sang trọng, hiện đại, đẹp, đẹp mắt, rộng rãi, thoáng mát, tiện nghi",
    "tiện lợi, dễ dùng, nhanh, nhanh chóng, uy tín, chất lượng, peaceful, cozy, cosy, clean, quiet, relaxing, modern, luxurious, beautiful, pretty",
    "spacious, convenient, easy, easy to use, fast, quick, reliable, trustworthy, inviting, pleasant, charming, calm, friendly, kind, polite",
    "helpful, attentive, caring, warm, professional, patient, courteous, rude, unfriendly, unhelpful, cold",
    "nice, lovely, welcoming, knowledgeable, cheerful, approachable, enthusiastic, competent, impatient",
)
_PEOPLE = (
    "không gian, không khí, bầu không khí, khung cảnh, môi trường, cơ sở vật chất, phòng ốc, nội thất, cô giáo, thầy giáo, thầy cô, cô, thầy",
    "chủ nhà",
    "atmosphere, ambience, ambiance, vibe, vibes, mood, interior, environment, space, the place, facilities, host, hosts, mùi hương, âm nhạc",
    "dịch vụ, trải nghiệm, experience, customer experience, customer service, nhân viên, bảo vệ, lễ tân, tư vấn viên, nhân viên tư vấn",
    "nhân viên bán hàng, thu ngân, phục vụ, người phục vụ, chủ quán, chủ shop, đội ngũ, kỹ thuật viên, bác sĩ, giáo viên, huấn luyện viên, tài xế",
    "shipper, mọi người, ai cũng, các, những, bạn, staff, the staff, guard, the guard, employee, employees, team, people, receptionist, agent",
    "agents, cashier, waiter, waitress, service, everybody, everyone, sales staff, shop staff, driver, doctor, teacher, trainer, coach, crew",
    "store staff, support staff, our staff, hướng dẫn viên, nhân viên cửa hàng, nhân viên giao hàng, rep, reps",
)
_STANCE = Phrases(
    "thái độ, tác phong, phong thái, sự thân thiện, sự nhiệt tình, sự niềm nở, sự tận tâm, sự tận tình, sự chu đáo, sự lịch sự, sự chuyên nghiệp",
    "tính cách, attitude, the attitude, friendly attitude, friendliness, the friendliness, kindness, the kindness, politeness, the politeness",
    "helpfulness, courtesy, professionalism, warmth, rudeness, the helpfulness, good attitude, staff attitude, employee attitude",
    "the staff's attitude, the warmth",
)
"""Openings that name how somebody is, whoever that is: "Thái độ thân thiện của nhân viên"."""

_FEELING_WORDS = Phrases(*_FEELINGS)
_ONLY_FEELING = Phrases(*_FEELINGS, _FEEL, *_MUCH, _WHO)
_QUALITY_WORDS = Phrases(*_QUALITIES)
_ONLY_QUALITY = Phrases(*_QUALITIES, *_FEELINGS, *_PEOPLE, *_MUCH, _FEEL, _WHO)
_FEELS = Phrases(
    "cảm thấy, có cảm giác, cảm giác, cảm nhận được sự, khách cảm thấy, khách hàng cảm thấy, tôi cảm thấy",
    "feel, feels, feeling, feelings of, customer feels, customers feel, the customer feels, a feeling of, i feel, sense of, a sense of",
)


def only_feeling(text: str) -> bool:
    """Whether ``text`` names a feeling and nothing besides: "Rất hài lòng", "Khách cảm thấy vui", "feels frustrated"."""
    found = words(text)
    return _ONLY_FEELING.make_up(found) and _FEELING_WORDS.within(found)


def tells_feeling(text: str) -> bool:
    """Whether ``text`` tells how somebody feels ("Cảm thấy yên tâm khi mua"), with or without a cause."""
    return _FEELS.at(words(text)) > 0 or only_feeling(text)


def only_quality(text: str) -> bool:
    """Whether ``text`` says what people are like rather than what happens: "Nhân viên thân thiện", "Thái độ của bảo vệ", "friendly staff"."""
    found = words(text)
    return _STANCE.at(found) > 0 or (_ONLY_QUALITY.make_up(found) and _QUALITY_WORDS.within(found))
