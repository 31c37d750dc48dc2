"""Words by which headings in a team's own words are told: who a heading speaks of, and what it asks about them.

Bound to roles, never to types. A phrase is a list of words; ``…`` stands for up to four words between, ``*`` for any ending of a word. ``cues.py``
reads them. The names that people give lanes by convention are in ``vocabulary.py``, and always win over these.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Who = Literal["customer", "company", "staff", "machine", "front", "behind", "rival"]
"""Whom a heading speaks of. Who is seen (``front``) or not (``behind``) says more of staff than that they are staff; what a ``rival`` does stands
in no lane."""


class Cue(NamedTuple):
    """Phrases that tell a role: only where the heading speaks of one of ``whom``, if any are named, and of none of ``unless``.

    ``over``: roles whose words then only say more of this one ("missing touchpoints" are missing).
    """

    role: str
    phrases: tuple[str, ...]
    whom: frozenset[Who] = frozenset()
    unless: frozenset[Who] = frozenset()
    over: frozenset[str] = frozenset()


def _listed(*lists: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for text in lists for phrase in text.split(",") if phrase.strip())


SUBJECTS: Mapping[Who, tuple[str, ...]] = {
    "customer": _listed(
        "customer*, client*, guest*, user*, buyer*, visitor*, patient*, student*, pupil*, parent*, family, families, member*, shopper*, traveller*",
        "traveler*, passenger*, resident*, citizen*, tenant*, donor*, reader*, player*, learner*, owner of, people, person, persona, somebody",
        "they, them, their, she, her, he, him, his, it, i, my, me, you, your, one, homeowner*, applicant*, subscriber*, diner*, rider*, driver*",
        "farmer*, khách hàng, khách, họ, người dân, người dùng, người mua, người bệnh, bệnh nhân, học viên, học sinh, sinh viên, phụ huynh, bạn ấy",
        "chị ấy, anh ấy, cô ấy, ông ấy, bà ấy, em ấy, chị, anh, em, cô, chú, bác, ông, bà, dì, hai bạn, các bạn, bạn, người ta, cư dân, du khách",
        "hành khách, thành viên, bên khách, bé, ba mẹ, bố mẹ, gia đình, cô dâu, chú rể, người xem, người chơi, người đọc, người hiến, người thuê",
        "người nhà, hội viên",
    ),
    "company": _listed(
        "we, us, our, ours, ourselves, company, brand, business, shop, store, firm, hotel, school, clinic, studio, agency, mình, chúng ta",
        "chúng tôi, ta, tụi mình, bên mình, bên em, bên ta, phía mình, công ty, doanh nghiệp, thương hiệu, tiệm, quán, cửa hàng, hãng, trường",
        "phường, app, phòng khám, khách sạn, nhà hàng, trung tâm, nhà xe, ngân hàng, bệnh viện, thư viện, hợp tác xã, xưởng, spa, sân, rạp",
    ),
    "staff": _listed(
        "người của ta, người của mình, người mình, người bên mình, staff, employee*, agent*, colleague*, waiter*, receptionist*, crew, operator*",
        "doctor*, nurse*, teacher*, trainer*, chef*, barista*, technician*, cashier*, librarian*, salespeople, bác sĩ, y tá, giáo viên, cô giáo",
        "our people, our team*, customer service, customer care, customer support, support team*, service team*, help desk, helpdesk, call centre",
        "call center, cskh, chăm sóc khách hàng, bộ phận chăm sóc, bộ phận hỗ trợ, đội hỗ trợ, đội chăm sóc, trực tổng đài, người làm dịch vụ",
        "thầy cô, huấn luyện viên, kỹ thuật viên, thu ngân, bảo vệ, đầu bếp, pha chế, hướng dẫn viên, shipper",
        "clerk*, nhân viên, tổng đài viên, lễ tân, cán bộ, điều dưỡng, người trực, thợ, phục vụ, tư vấn viên, anh em, đội ngũ",
    ),
    "machine": _listed("system*, machine*, bot, bots, chatbot, software, computer*, hệ thống, máy, phần mềm, robot, tổng đài tự động"),
    "front": _listed(
        "out front, front of house, front stage, frontstage, front line, frontline, front desk, in front, face to face, on stage, onstage",
        "on the floor, guest facing, customer facing, visible staff, who … see*, at the counter, trước mặt, phía trước, tiếp khách, mặt tiền",
        "in view, in plain view, see us do, sees us do, staff guests see, staff customers see, staff they see, người khách gặp, trong tầm mắt",
        "đứng quầy, trước quầy, ra mặt, tuyến đầu, trực tiếp gặp, ngoài sảnh, gặp khách trực tiếp",
    ),
    "behind": _listed(
        "out of view, off camera, sau bức màn, phía sau bức màn, sau màn, behind, behind the *, backstage, back stage, back office, back of house",
        "out of sight, unseen, invisible, not see, n t see, t see, never see*, cannot see, offstage, off stage, back room, nobody sees",
        "without … seeing, phía sau, hậu trường, không thấy, không nhìn thấy, đằng sau, sau lưng, khuất mắt, trong bếp, sau quầy, cánh gà",
        "không gặp mặt, phía trong, người phía sau, người đằng sau, người trong bếp, bộ phận phía sau, those behind",
        "in the back, in back, out back, out of … sight, out of … view, kitchen does, kitchen do, kitchen staff, kitchen team, bếp, nhà bếp",
        "internal work, internal step*, internal action*, internally, bên trong, đứng sau, ở phía trong, sau hậu trường, other department*",
        "back office team*, on the inside",
    ),
    "rival": _listed("competitor*, competition, rival*, other brand*, other compan*, other shop*, đối thủ, bên khác, hãng khác, chỗ khác, nơi khác"),
}
"""Who a heading may speak of."""

DOERS: Mapping[Who, tuple[str, ...]] = {
    "company": _listed("team*, squad*, department*, division*, unit, units, phòng ban, bộ phận, các bộ phận, đội, tổ"),
    "behind": _listed("warehouse*, accounting, accounts, finance, logistics, engineering, kho, nhà kho, kế toán, vận hành, cntt, hậu cần, điều phối"),
}
"""Who a heading may speak of as well where it asks what they do; over anything else the same words say who looks after it."""

WISHES: tuple[str, ...] = _listed(
    "want*, wish*, would like, d like, like, would love, hope for, expect*, need*, muốn, mong, mong muốn, ước, cần, kỳ vọng, kì vọng, mong đợi"
)
"""Words by which somebody wishes what another one did."""

_OTHERS: frozenset[Who] = frozenset({"company", "staff", "machine", "front", "behind", "rival"})
_COMPANY: frozenset[Who] = frozenset({"company"})
_CUSTOMER: frozenset[Who] = frozenset({"customer"})
_DOES = _listed(
    "do, does, did, doing, do*ing, làm gì, làm những gì, làm, làm ra sao, hành động, việc, what … up to, up to, action*, respond*, reply, replies",
    "answer*, trả lời, react*, reaction*, response*, đáp lại, phản hồi, xử lý, next step*, do next, bước tiếp theo, part, role, move*, lo gì",
)

CUES: tuple[Cue, ...] = (
    Cue(
        "action",
        _listed(
            "busy, busy with, get* busy with, occupied with, bận gì, bận việc gì, bận, xoay gì, xoay, loay hoay, loay hoay gì, mó tay, lo việc gì",
            "đi đâu làm gì, do, does, did, doing, what … do, up to, getting up to, action*, activit*, behav*, task*, steps, steps taken, moves",
            "goes about, go about, going on, goes on, hands, what happens, happens, how … use*, làm gì, làm những gì",
            "làm việc gì, làm, hành động, hành vi, hoạt động",
            "get* done, gets done, xử sự, ứng xử, hành xử, cư xử, xoay sở, thao tác, việc … làm, việc, xoay xở, diễn biến, đang làm, các bước",
            "tay làm, làm ra sao, đi những bước nào",
        ),
        unless=_OTHERS,
    ),
    Cue(
        "company-action",
        (
            *_DOES,
            *_listed(
                "run*, campaign*, launch*, put out, roll out, step in, ra tay, chạy gì, chạy, chiến dịch, chạy chiến dịch, hoạt động, việc cần làm"
            ),
        ),
        whom=_COMPANY,
    ),
    Cue("employee", _DOES, whom=frozenset({"staff"})),
    Cue("technology", _DOES, whom=frozenset({"machine"})),
    Cue("frontstage", (*_DOES, *SUBJECTS["front"]), whom=frozenset({"front"})),
    Cue("backstage", (*_DOES, *SUBJECTS["behind"]), whom=frozenset({"behind"})),
    Cue(
        "thought",
        _listed(
            "goes on … head, going on … head, goes on … mind, going on … mind, mutter*, buzz*, run* through … head",
            "run* through … mind, puzzl*, inner monologue, lăn tăn, lăn tăn gì, lấn cấn gì, vặn hỏi, nhẩm",
            "nhẩm gì, nghĩ bụng, tò mò gì, think*, thought*, mind, minds, on … mind, goes through … mind, goes through … head, head, wonder*, ask*",
            "asking, question*, say to themselves, say*, saying, said, believe*, doubt*, inner voice, own words, quote*, verbatim*",
            "tell* themselves, curious about, want* to know, unsure, nghĩ gì, nghĩ, nghĩ ngợi, suy nghĩ, hỏi gì, hỏi, câu hỏi, thắc mắc, tự hỏi",
            "băn khoăn, trong đầu, trăn trở, nói gì, nói thầm, lời khách, đắn đo gì, hay hỏi, câu hay hỏi, điều muốn biết, tự nhủ, nhủ, lấn cấn",
            "lo gì, nghi ngại, go* through … head*, go* through … mind*, heads, muốn biết, muốn biết gì, like to know, voice of, customer voice",
            "customer s voice, nói sao, nói thế nào, nói ra sao, nói điều gì",
        ),
        unless=_OTHERS,
    ),
    Cue("thought", _listed("ask* us, tell* us, say* to us, hỏi mình, hỏi tụi mình, nói với mình"), whom=_COMPANY, unless=_OTHERS - _COMPANY),
    Cue(
        "thought",
        _listed("think* … feel*, thought* … feel*, thought* … emotion*, suy nghĩ … cảm xúc, nghĩ … cảm xúc, nghĩ … cảm thấy"),
        unless=_OTHERS,
        over=frozenset({"emotion"}),
    ),
    Cue(
        "emotion",
        _listed(
            "gut feeling, leave* them, how … leave*, frame of mind, state of mind, sắc mặt, tâm thế, tâm can, thấy trong người, ra về thấy, feel*",
            "felt, mood*, emotion*, heart, hearts, happy or sad, sentiment*, in what spirits, spirits, temperature, smile or frown, how happy",
            "vibe, cảm xúc, cảm giác, cảm thấy, cảm nhận, tâm trạng, thấy sao, thấy thế nào, thấy ra sao, thấy như thế nào, vui hay buồn, vui buồn",
            "buồn vui, vui … buồn, trong lòng, lòng, thái độ, vui không, cung bậc, hài lòng không, mức vui, nét mặt, tâm lý, buồn hay vui, lòng dạ",
            "vui hay bực, vui hay giận, vui hay không, vui thế nào, vui ra sao, happy or not, happy or *, smiley*, emoji*, mặt khách, gương mặt",
            "vẻ mặt",
        ),
        unless=_OTHERS - {"company"},
    ),
    Cue(
        "touchpoint",
        _listed(
            "does … see us, do … see us, notice* us, where … us, where … our, run* across, pop* up, come* up against",
            "cross* … path*, paths cross, turn* up, giao tiếp, giao tiếp qua",
            "qua ngả nào, ngả nào, đụng, trao đổi qua, va vào, where … meet*, where … bump*, where … see* us, where … find* us, where it happens",
            "where … turn* up, where … show* up, where … reach*, where … come across, where … run into, where … encounter*, where … touch*",
            "where … cross*, where … contact*, touch*, touchpoint*, contact point*, point* of contact, channel*, meet*, run into, bump* into",
            "cross* paths, interact*, encounter*, through what, via, at which, places … meet*, how … reach*, where … hear*, meeting point*",
            "where … appear*, how … get* in touch, place*, gặp … ở đâu, gặp … đâu, gặp … chỗ nào, gặp … qua, gặp, chạm … đâu, chạm … ở đâu, chạm",
            "điểm chạm, tiếp xúc, kênh, kênh nào, qua đâu, qua kênh nào, có mặt ở đâu, có mặt chỗ nào, thấy … ở đâu, nhìn thấy … ở đâu",
            "biết … qua đâu, điểm gặp, nơi gặp, chỗ gặp, tương tác, ở đâu, đường nào, bắt gặp … đâu, tìm thấy … ở đâu, xuất hiện ở đâu",
            "liên hệ qua, nơi diễn ra, diễn ra ở đâu, ở chỗ nào, đụng … đâu, tìm … ở đâu, tới … bằng cách nào, qua những đâu, gặp nhau ở đâu",
            "qua cái gì",
        ),
    ),
    Cue(
        "people",
        _listed(
            "on shift, cast, faces, who … on duty, on duty, góp mặt, ai góp mặt, nhân sự, nhân lực, who is there, who s there, who … meet*",
            "whom … meet*, who … involved, who … with, who else, people present, people around, people involved, who takes part, who s around",
            "gặp ai, gặp những ai, ai có mặt, ai ở đó, ai tham gia, ai đi cùng, có những ai, với ai, người có mặt, ai xuất hiện",
            "những người tham gia, có ai, người liên quan, who … talk to, who … deal with, people … meet*, who help*, who join*, who accompan*",
            "ai giúp, ai ở bên, ai đi cùng, ai bên cạnh",
        ),
    ),
    Cue(
        "gap",
        _listed(
            "not covered, nobody cover*, unfilled, unserved, blank*, loose end*, bỏ ngỏ, bỏ lửng, còn bỏ ngỏ, sót, chỗ trống, chưa ai lo, missing",
            "miss, misses, gap*, lack*, isn t there, not there yet, not there, isn t … yet, don t have, do not have, doesn t exist, not yet",
            "yet to, absent, hole*, blank spot*, we have nothing, should be there, could be there, nothing there, not cover*, leave* … alone",
            "fall* short, still need*, uncovered, thiếu, thiếu gì, còn thiếu, còn trống, lỗ hổng, chưa có, chưa có gì, chưa ai, bỏ trống, bỏ sót",
            "hụt, khuyết, đáng lẽ, lẽ ra, chưa phục vụ, chưa làm được, chưa đỡ, còn hở, để trống, chưa tới, vắng mặt, trống",
            "chance for, chances for, opening for, blind spot*, chỗ hở, nobody offers, nobody does, should have, ought to be, hổng, còn hổng",
            "nên có, nên có thêm, cần có thêm, điểm mù",
        ),
        over=frozenset({"touchpoint", "improvement", "action"}),
    ),
    Cue(
        "owner",
        _listed(
            "answer* for, minds it, carries it, giao cho, gánh, ai gánh, cầm trịch, đứng mũi, đứng tên, phân công, who owns, owner*, owned by, pic",
            "look* after, in charge, responsib*, accountab*, who runs, who takes care, takes care, take care, who handles, squad*, team, teams",
            "whose job, whose desk, who s on it, on it, department*, who does it, who does this, who leads, held by, assigned to, ai lo, lo",
            "người lo, đơn vị lo, bộ phận lo, phụ trách, đầu mối, chịu trách nhiệm, trách nhiệm, ai làm, người làm, ai giữ, ai đảm nhiệm",
            "đảm nhiệm, ai trông, ai quản, ai cầm, việc của ai, bộ phận nào, phòng nào, ai theo, người giữ, ai chạy, ai đứng ra, tay ai, ai nhận",
            "phòng ban, đội nào, handled by, led by, run by, done by, taken care of by, makes it happen, whose baby, đảm trách, đảm nhận",
            "người trông",
        ),
        unless=frozenset({"behind"}),
    ),
    Cue(
        "kpi",
        _listed(
            "measur*, metric*, kpi*, how … know it, how … tell it, number* we watch, numbers, count, counts, counted, counting, track*",
            "success looks like, indicator*, what we count, figure*, yardstick*, how … know it works, score*, signal*, watch, đo, đo bằng",
            "đo bằng gì, đo thế nào, chỉ số, con số, số liệu, đo lường, số nào, tính bằng gì, thước đo, theo dõi số, biết là ổn, đếm gì",
            "target time*, time target*, target number*, target figure*, target rate*, target value*, response time*, sla, slas, service level*",
            "how we ll know, mức đạt, số khách, số lượt, số người, số đơn, how many, success is, success means, proof it works",
            "target … time, benchmark*, số mục tiêu, con số mục tiêu, thời gian mục tiêu, mức mục tiêu, thời gian phản hồi",
        ),
    ),
    Cue(
        "pain",
        _listed(
            "on … nerves, sore spot*, drive* … up the wall, up the wall, thorn*, grind* … down, gripe*, grievance*",
            "tear* … hair, nhăn mặt, lắc đầu, thở dài",
            "bực mình, khó ở, ấm ức, bí, pain*, annoy*, frustrat*, get* in … way, in … way, hurt*, hard, difficult*, obstacle*, barrier*, trouble*",
            "bother*, stuck, struggle*, problem*, go* wrong, goes wrong, friction, hate*, dislike*, complain*, worr*, fear*, afraid, what stops",
            "stop*, hold* … back, block*, snag*, hiccup*, irritat*, headache*, sore, grumble*, upset*, put* … off, drive* … mad, trip* … up",
            "slow* … down, lose* … patience, nuisance*, stumbl*, wear* … out, bực, bực vì, bực gì, mệt vì, mệt, vướng, vướng gì, khó, khó chịu",
            "khó khăn, gặp khó, đau, kẹt, trở ngại, phiền, phiền gì, than, than phiền, phàn nàn, rắc rối, ngại, cản, cản trở, chán, ức, khổ, nản",
            "trục trặc, sợ, lo lắng, mệt vì đâu, bực vì đâu, kêu ca, than gì, ngán, bất tiện, chưa hài lòng, không vừa lòng, làm khó, cực",
            "khó ở đâu, vướng ở đâu, kẹt ở đâu, mắc ở đâu, vấp, vấp ở đâu, bực ở đâu, đau ở đâu, rào cản, nghẽn",
            "lose* them, lose* people, lose* customer*, lose* guest*, lose* client*, lose* visitor*, drop* off, drop* out, drop offs, dropoff*",
            "dropout*, abandon*, bail* out, give* up, walk* away, mất khách, rớt khách, rơi rụng, khách rớt, khách rụng, bỏ dở, bỏ ngang",
            "bỏ giữa chừng, nửa chừng, khách bỏ, làm khách bỏ, chê, chê gì, deal breaker*, thất vọng, điểm trừ, chỗ dở, make* … leave, bỏ đi",
            "bug* them, bug* her, bug* him, khó cho, khó với, khó gì, khó nhất, gây khó, cái khó, điều khó, chỗ khó, nỗi khổ, khổ gì, khổ vì",
            "khổ nhất",
        ),
        unless=frozenset({"behind"}),
    ),
    Cue(
        "need",
        _listed(
            "give a lot for, would give, dying for, on … wish list, in need of, thèm gì, ao ước",
            "could do with, can do with, need*, wish*, want*, would like, would love, long* for, require*, could use, crave*, must have*",
            "would help, cần gì, cần, muốn gì, muốn, ước, ước gì, ước có, mong có, thèm, nhu cầu, đòi hỏi, cần có",
        ),
        unless=_OTHERS,
    ),
    Cue(
        "motivation",
        _listed(
            "tip* … forward, tilt*, urg*, spur*, encourag*, hối thúc, giục, dẫn dắt, lôi kéo, mồi lửa, níu, why, trigger*, tips the balance, tip*",
            "drive*, push*, mov* … on, move* … forward, moves them, get* … to the next, get* … next, take* the next, make* … go on, make* … move",
            "make* … continue, make* … say yes, reason*, motiv*, nudge*, convince*, persuad*, win* … over, pull*, decisive, bring* … further",
            "next stage, next step, keep* them going, keep* her going, keep* him going, sway*, seal*, vì sao, tại sao, lý do, vì đâu, đẩy",
            "đẩy … đi tiếp, đi tiếp, thúc đẩy, khiến, động lực, bước tiếp, sang bước, qua bước, qua giai đoạn sau, kéo … tiếp, kéo họ, thuyết phục",
            "cú hích, nhờ đâu, điều gì khiến, giúp … đi tiếp, vì cái gì, động cơ, quyết định vì, làm … đi tiếp",
        ),
        unless=_OTHERS,
    ),
    Cue(
        "motivation",
        _listed(
            "move* … along, move* … forward, bring* … further, đưa … đi tiếp, why … choose*, why … pick*, why us, vì sao … chọn, lý do … chọn",
            "tại sao … chọn, make* … stay, khiến … ở lại",
        ),
        whom=_COMPANY,
    ),
    Cue(
        "expectation",
        _listed(
            "expect*, hope*, look* forward, count* on, take* for granted, anticipat*, is hoping, waiting for",
            "mong gì, mong, mong đợi, trông đợi, trông mong, kỳ vọng, kì vọng, chờ đợi gì, chờ đợi, đợi gì, chờ gì, ngóng, trông chờ, hy vọng",
        ),
        unless=_OTHERS,
    ),
    Cue(
        "process",
        _listed(
            "way of doing, our way, how it s done here, habit*, nếp, nếp làm, bài bản, lệ thường, quy tắc làm, routine*, procedure*, process*",
            "how we do, every time, always do, in what order, playbook*, standard*, protocol*, workflow*, the way we, steps we, how we run",
            "how we handle, our steps, house habit*, how we work, drill, quy trình, theo bước nào, theo bước, làm theo bước, theo các bước",
            "cách làm, làm theo, trình tự, nề nếp, lề lối, các bước mình, cách mình làm, làm thế nào, làm như thế nào, làm ra sao, vận hành",
            "thói quen làm, khâu, sop, sops, standard operating, hướng dẫn làm, tiêu chuẩn, quy chuẩn, should be done",
            "step by step",
        ),
    ),
    Cue(
        "program",
        _listed(
            "có gì thêm, thêm gì, trò gì, sweetener*, extra*, bait*, freebie*, goody, bonus*, special*, mồi, mồi nhử",
            "thưởng, khuyến mại gì, phần quà, programme*, program*",
            "offer*, campaign*, promotion*, promo, promos, voucher*, gift*, perk*, discount*, reward*, giveaway*, treat*, goodies, ưu đãi",
            "chương trình, khuyến mãi, khuyến mại, quà, quà tặng, tặng, tặng gì, chiến dịch, giảm giá, đãi gì, chiêu",
        ),
    ),
    Cue(
        "assessment",
        _listed(
            "tốt hay dở, hay dở, tốt hay xấu, good or bad, keep an eye, eye on, look over, monitor*, prove*, dòm chừng",
            "ngó lại, theo dõi, canh, biết làm đúng",
            "check*, assess*, review*, inspect*, verif*, audit*, how well, test*, make sure, spot check*, find out how, quality",
            "kiểm tra, kiểm, đánh giá, soát, rà soát, chấm điểm, ai chấm, chấm gì, chấm thế nào, xem lại, kiểm soát",
            "giám sát, kiểm lại, làm tốt chưa, thử lại, know … right, know it s right, know … done right, biết là đúng",
        ),
    ),
    Cue(
        "evidence",
        _listed(
            "meet* the eye, meets the eye, catch* the eye, at first glance, đập vào mắt, bày ra, evidence, see and touch, sees and touches",
            "tangible*, what … see*, props, can touch, physical, see touch, sees touches, hold in … hand*, see hear, nhìn thấy, sờ, cầm nắm",
            "hiện vật, vật chứng, trông thấy, thứ … thấy, mắt thấy, thấy gì, thấy và chạm, thấy chạm, đồ vật, bằng chứng, thấy … chạm vào",
            "nhìn thấy gì, thấy tận mắt, cầm trên tay, see* … touch*, touch* … see*, see* … hear*, thấy … chạm, nhìn … chạm, nhìn … sờ, thấy … sờ",
            "thấy … nghe, thấy … cầm",
        ),
        unless=frozenset({"behind", "front"}),
    ),
    Cue(
        "support",
        _listed(
            "hold* … up, hold* … together, lean* on, prop* … up, stand* behind it, chống đỡ, nâng đỡ, gánh phía dưới, keep* … going",
            "keep* … running, make* … possible, support*, supplier*, partner*, underpin*, helping hands, behind that, help* from outside",
            "further back, rely on, depend* on, in the background, hỗ trợ, ở sau nữa, sau nữa, hậu cần, chống lưng, đối tác, nhà cung cấp",
            "bên ngoài giúp, phụ trợ, tiếp sức, lớp dưới, nền phía dưới, xa hơn nữa, việc nền, phần nền, lớp nền, nền móng, để … chạy được",
            "để … vận hành được, để … hoạt động được, groundwork, foundation*",
        ),
    ),
    Cue(
        "support",
        _listed("system* behind, hệ thống phía sau, hệ thống đằng sau, đỡ, đỡ đần, chống đỡ, giúp, giúp sức, việc đỡ, việc giúp, help*, hold* … up"),
        whom=frozenset({"behind"}),
    ),
    Cue(
        "technology",
        _listed(
            "gadget*, gizmo*, apparatus, wiring, thiết bị, đồ công nghệ, máy móc lo",
            "tool*, technolog*, tech, system*, software, machine*, machinery, robot*, automat*, digital, computer*, equipment, kit, gear, which app*",
            "công nghệ, phần mềm, máy móc, hệ thống, máy, công cụ, tự động, số hoá, kỹ thuật số, đồ nghề, trang thiết bị",
        ),
    ),
    Cue(
        "device",
        _listed(
            "device*, gadget*, which screen*, what screen*, hardware, on what screen, thiết bị, dùng máy gì, máy gì, máy nào, bằng máy nào",
            "screen, screens, màn hình nào, dùng thiết bị gì, cầm máy gì, dùng gì để, trên máy nào",
        ),
    ),
    Cue(
        "policy",
        _listed(
            "do s and don t s, do s and don ts, ground rules, what s forbidden, no gos, kiêng, điều cấm, rule*, house rule*, polic*, regulation*",
            "law, laws, allowed, must not, limits, dos and don ts, quy định, nội quy, chính sách, luật, luật lệ, cấm, nguyên tắc, điều lệ",
            "được phép, lệ, ràng buộc, không được làm, không được làm gì, được phép làm, được làm gì",
        ),
    ),
    Cue(
        "environment",
        _listed(
            "around … them, chung quanh, quang cảnh, phong cảnh, đang ở chỗ nào, không khí, environment*, space*, surrounding*, setting*",
            "atmosphere, around them, around her, around him, scenery, ambience, room, what it looks like, không gian, môi trường, chỗ ngồi",
            "khung cảnh, xung quanh, cảnh quan, nơi chốn, bối cảnh, ở đâu lúc",
        ),
    ),
    Cue(
        "value",
        _listed(
            "lend* … hand, lighten* … load, take* … off … shoulders, pitch* in, ra tay giúp, gánh giúp, lo giúp, chia sẻ, do for, could do for",
            "can do for, help*, how … help, add* value, value, make* … easier, bring*, ease, we give, benefit*, lighten*, be of use",
            "make … life easier, useful, relieve*, giúp, giúp gì, giúp được gì, đỡ, đỡ được, đỡ được việc gì, mang lại, đem lại, giá trị, được lợi",
            "hữu ích, có ích, đỡ đần, đỡ gì, gỡ … giúp, làm được gì cho, làm gì cho, what good, do … good, good … do, of help, có ích gì, ích gì",
        ),
        unless=frozenset({"behind"}),
    ),
    Cue(
        "change",
        _listed(
            "what is new, điểm mới, cái mới, change*, changing, must change, has to change, different, differently, transform*, must be new",
            "new compared, what s new, đổi, đổi gì, thay đổi, phải đổi, khác, khác gì, phải khác, so với bây giờ, thay gì, đổi mới, làm khác, cải tổ",
            "so với hiện tại",
        ),
    ),
    Cue("change", _listed("must do, have to do, việc phải làm, phải làm, phải làm gì, cần làm gì, cần làm"), unless=_CUSTOMER | _OTHERS - _COMPANY),
    Cue(
        "improvement",
        _listed(
            "could … make* it easier, could … make* this easier, can … make* it easier, can … make* this easier, make* it better",
            "make* this better, vá, vá lại, vá lại thế nào, chỉnh gì, chỉnh lại",
            "gỡ thế nào, might do better, make it smoother, improv*, fix*, idea*, opportunit*",
            "could try, try, tries, better, should do, could do, do better, next time, suggest*, experiment*, remed*, make it right, tweak*",
            "repair*, to try, what if, nên làm, nên làm gì, làm thêm, nên thêm, cải thiện, ý tưởng, khắc phục, tốt hơn, cơ hội, sửa, sửa gì",
            "đề xuất, gợi ý, thử gì, nâng cấp, gỡ, làm tốt hơn, nên sửa, sửa sao, cách gỡ, cải tiến, làm gì để tốt hơn, có thể thử, muốn thử",
            "hướng xử lý, cần sửa, tối ưu, optimi*, quick win*",
        ),
        unless=frozenset({"staff", "machine"}),
    ),
    Cue(
        "content",
        _listed(
            "current fix*, quick fix*, fix* in place, do about it, doing about it, done about it, content*, workaround*, fix* today, fix* now",
            "cop*ing, patch*, currently solve*, solve* … today, stopgap*, what we tell, answers we have, deal with it, đang chữa, chữa bằng",
            "chữa bằng gì, đang chữa bằng gì, nội dung, giải đáp, đối phó, tạm thời, tự xoay, đang xử lý, xử lý bằng, đang gỡ, đang giải quyết",
            "chữa cháy, giải quyết bằng gì",
        ),
    ),
    Cue(
        "research",
        _listed(
            "dig* into, dig* for, lục tìm, lục, lùng, soi gì, đọc kỹ, look* up, looking up, search*, research*, compar*, google*, find* out",
            "finding out, read* up, reading up, look* into, gather*, investigat*, seek*, reads about, look* for, study, studies, dig*, tra cứu",
            "tra cứu gì, tìm hiểu, tìm hiểu gì, tìm gì, so sánh, so sánh gì, tra gì, tra, dò, search, search gì, google, google gì, tham khảo",
            "tìm kiếm, đọc gì, xem gì, gõ gì, lên mạng tìm, so gì, tìm thông tin, hỏi thăm gì, mày mò, nghiên cứu",
        ),
        unless=_OTHERS,
    ),
    Cue(
        "scenario",
        _listed(
            "mẩu chuyện, chuyện nhỏ, tình huống, thử hình dung, snapshot, vignette*",
            "story, stories, scenario*, scene*, picture it, for example, tale, example*, imagine*, a day in, how it could look",
            "câu chuyện, kịch bản, ví dụ, minh hoạ, minh họa, chuyện kể, cảnh, kể chuyện, hình dung, chuyện sẽ, thử kể",
        ),
    ),
    Cue(
        "goal",
        _listed("goal*, aim*, objective*, target*, what we want, we want, purpose, intend*, mục tiêu, mục đích, muốn đạt, đích, nhắm tới"),
        unless=_CUSTOMER,
    ),
    Cue("goal", _listed("want*, after, muốn gì, muốn, cần đạt"), whom=_COMPANY, unless=_CUSTOMER),
    Cue("personal-goal", _listed("goal*, aim*, objective*, mục tiêu, mục đích"), whom=_CUSTOMER),
    Cue(
        "none",
        _listed(
            "how does … see us, how do … see us, note*, notes to self, remark*, comment*, status, state, date, due",
            "next meeting*, last meeting*, next call*, last call*, next contact, last contact, check date, review date, last check*, when … check*",
            "deadline, link*, priority, cost*, price*, budget, no, id, version",
            "done, source*, score, rating, percent, share, time spent, minutes, days, duration, effort, open point*, to discuss, to check, weather",
            "writer, author, ghi chú, ghi thêm, nhắc, lưu ý, trạng thái, tình trạng, ngày, ngày ghi, hạn, hạn chót, ưu tiên, chi phí, giá",
            "ngân sách, nguồn, mã, số thứ tự, link, xong chưa, còn hỏi lại, thời lượng, phút, nhiệt độ, bao lâu, mất bao lâu, tiền, tốn bao nhiêu",
            "bao nhiêu",
        ),
    ),
)
"""What a heading may ask, by the role of the lane that answers it. ``none`` stands over what no lane holds."""

INSTEAD: Mapping[str, tuple[str, ...]] = {
    "employee": ("frontstage",),
    "frontstage": ("employee",),
    "program": ("company-action",),
    "improvement": ("change",),
    "change": ("improvement",),
    "content": ("improvement",),
    "device": ("technology",),
    "process": ("company-action",),
    "support": ("backstage",),
    "evidence": ("touchpoint",),
    "channel": ("touchpoint",),
}
"""Where a type has no lane of a role, the next best one."""

ASKED_INSTEAD: Mapping[str, tuple[str, ...]] = {"employee": ("process",), "company-action": ("process",)}
"""The same for headings that ask what a team does, in types without any lane for what others than the customer do: that is how the work is done."""

IDLE = frozenset(
    _listed(
        "what, where, how, who, whom, why, when, which, whose, do, does, did, is, are, was, were, be, been, being, the, a, an, of, to, in, on, at",
        "by, for, and, or, s, t, re, ll, d, that, this, these, those, each, every, here, there, now, today, then, yet, still, with, from, will",
        "would, can, could, might, should, up, most, as, so, all, just, right, currently, again, moment, point, stage, step, along, way, really",
        "go, goes, get, gets, has, have, off, about, out, into, any, some, thing, things, part, main, current, future, desired, own, gì, nào, đâu",
        "sao, thế, như, đang, đã, sẽ, hay, và, của, là, có, ở, thì, những, các, cái, điều, việc, chỗ, nơi, lúc, khi, này, đó, cho, với, được, bị",
        "ra, từ, về, trong, thường, lại, mà, nhất, vậy, rồi, bằng, để, một, theo, qua, trên, vào, tới, đến, khúc, đoạn, còn, mấy, phần, nữa, hiện",
        "hiện tại, tại, ngay, hết, cả, bao, giờ, bây, mỗi, từng, lòng, thật, đây, kia, nhau, cùng, hồi, lần, dễ, tiếp",
    )
)
"""Words that neither tell a role nor speak against one."""
