"""What teams write over lanes and stages in sheets of their own, beyond the titles and aliases that a map type knows.

Bound to roles, never to types, so that a new map type needs nothing here. A type's own titles and aliases always win over these.
"""

from collections.abc import Mapping

from sheetsync.model.words import fold


def _listed(*lists: str) -> tuple[str, ...]:
    """Phrases with commas between them, folded."""
    return tuple(dict.fromkeys(fold(phrase) for text in lists for phrase in text.split(",") if phrase.strip()))


ROLE_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "action": _listed(
        "hành động, hoạt động, actions, activities, hành vi, hành vi khách hàng, khách làm gì, khách hàng làm gì",
        "khách đang làm gì, việc khách làm, việc khách hàng làm, hoạt động của khách",
        "hoạt động của khách hàng, hoạt động khách hàng, hành động khách hàng, hành động của khách, hành động của người dùng",
        "các hành động, thao tác",
        "họ làm gì, việc làm, việc họ làm, bước của khách, bước của khách hàng, các bước của khách, các bước của khách hàng, bước khách đi",
        "các bước khách đi, bước khách làm, các bước khách làm, customer's steps, steps of the customer, steps they take, steps customers take",
        "customer activities, customer activity, user actions, user action, what they do, what customers do, what do they do",
        "activity, behaviour",
        "behavior, customer behaviour, customer behavior, customer steps, customer doing, actions taken, tasks, customer tasks",
        "do",
        "what the customer does, what customer does",
    ),
    "thought": _listed(
        "suy nghĩ, câu hỏi, thoughts, thought, thinking, questions, khách nghĩ gì, khách hàng nghĩ gì, khách đang nghĩ gì",
        "họ nghĩ gì, câu hỏi của khách, câu hỏi của khách hàng, câu hỏi khách hàng, thắc mắc",
        "suy nghĩ của khách, suy nghĩ khách hàng, băn khoăn, điều khách nghĩ, nghĩ gì",
        "customer thinking, what they think, what do they think, what customers think, customer questions, questions asked",
        "mindset, think",
        "thoughts & questions, thoughts and questions, questions & thoughts, what the customer thinks, key questions",
    ),
    "emotion": _listed(
        "cảm xúc, cảm giác, emotion, emotions, feelings, feeling, tâm trạng, khách cảm thấy gì, khách cảm thấy thế nào",
        "khách hàng cảm thấy gì, họ cảm thấy thế nào, cảm nhận, cảm xúc khách hàng, mức cảm xúc",
        "cảm thấy, cảm thấy thế nào, cảm xúc của khách, cảm nhận của khách hàng, mức hài lòng",
        "mood, sentiment, emotional state, customer feeling, customer feelings, customer emotion, customer emotions",
        "how they feel, how do they feel",
        "feels, feel, emotional journey, emotion level, what they feel, what the customer feels",
    ),
    "touchpoint": _listed(
        "điểm chạm, điểm tiếp xúc, touchpoint, touchpoints, touch points, contact points, điểm chạm thương hiệu",
        "điểm chạm với khách hàng, điểm chạm khách hàng, các điểm chạm, các điểm tiếp xúc, kênh tiếp xúc, kênh/điểm chạm",
        "nơi tiếp xúc, điểm tiếp xúc với thương hiệu, gặp thương hiệu ở đâu, khách gặp ta ở đâu, điểm tương tác",
        "kênh & điểm chạm, điểm gặp gỡ",
        "interaction points, interaction point, customer touchpoints, brand touchpoints, channels & touchpoints",
        "touchpoints & channels, touchpoints/channels",
        "where they meet us, where do they meet us, where we meet them, current touchpoints, existing touchpoints",
    ),
    "channel": _listed("kênh, các kênh, kênh truyền thông", "channel, channels, media"),
    "gap": _listed(
        "điểm chạm thiếu, điểm chạm còn thiếu, thiếu điểm chạm, còn thiếu, còn thiếu gì, thiếu gì, đang thiếu gì, lỗ hổng",
        "khoảng trống điểm chạm",
        "cơ hội, cơ hội điểm chạm, cơ hội còn thiếu, cơ hội bị bỏ lỡ, điểm chạm cần bổ sung, điểm chạm đang thiếu",
        "missing, what is missing, what's missing, touchpoint gaps, missing touch points, missed opportunities, opportunity",
    ),
    "improvement": _listed(
        "cải thiện, cách cải thiện, improvement, improvements, cơ hội, cơ hội cải thiện, cơ hội cải tiến, cải tiến, ý tưởng",
        "ý tưởng cải thiện, đề xuất, giải pháp đề xuất, hướng cải thiện, điểm cần cải thiện",
        "biện pháp cải thiện",
        "opportunities, opportunity, improvement ideas, improvement opportunities, ideas for improvement, recommendations",
        "suggestions, how to improve",
        "opportunities for improvement, what to improve",
    ),
    "pain": _listed(
        "điểm đau, trở ngại, rào cản, pains, pain points, obstacles, nỗi đau, nỗi đau khách hàng, khó khăn, vấn đề",
        "vấn đề gặp phải, vướng mắc, điểm đau của khách hàng, điểm đau khách hàng, điểm nghẽn, bức xúc",
        "khó khăn gặp phải, phiền toái, điểm gây khó chịu",
        "painpoint, painpoints, pain-point, pain-points, frustrations, frustration, problems, problem, issues, friction",
        "challenges, customer pains",
        "customer pain points, pains & obstacles, obstacles & pains, blockers",
    ),
    "motivation": _listed(
        "động lực, động cơ, motivation, motivations, lý do, điều thúc đẩy, yếu tố thúc đẩy",
        "motives, drivers & motivations, what drives them, triggers, trigger, how will we move the buyer along",
        "how will we move the buyer along his or her journey with us in mind, how will we move the customer along",
    ),
    "need": _listed(
        "nhu cầu, needs, nhu cầu khách hàng, điều khách cần, khách cần gì, mong muốn, cần gì",
        "customer needs, user needs, what they need, wants, needs & wants",
    ),
    "content": _listed(
        "nội dung, content, nội dung hỗ trợ, nội dung giải đáp, cách xử lý, cách giải quyết, giải pháp khắc phục",
        "helpful content, content & fixes, solutions, fixes",
    ),
    "value": _listed(
        "giá trị, giá trị mang lại, value, giá trị thương hiệu mang lại, ta giúp được gì",
        "value added, how we add value, how can we help, value proposition",
    ),
    "expectation": _listed(
        "kỳ vọng, mong đợi, expectation, expectations, mong đợi của khách hàng, khách mong gì, khách kỳ vọng gì, điều mong đợi",
        "kì vọng",
        "customer expectations, customer expectation, what they expect, expects",
    ),
    "process": _listed(
        "quy trình, process, processes, quy trình nội bộ, quy trình thực hiện", "our process, internal process, internal processes, workflow"
    ),
    "program": _listed(
        "chương trình, program, programs, chương trình khuyến mãi, chương trình áp dụng, chiến dịch",
        "marketing program, marketing programs, programmes, campaigns",
    ),
    "assessment": _listed(
        "kiểm tra & đánh giá, đánh giá chất lượng, nhận xét, kiểm tra và đánh giá", "review, check & review, quality check, rating, assessments"
    ),
    "evidence": _listed(
        "bằng chứng hữu hình, vật chứng, yếu tố vật chất, bằng chứng vật chất", "physical evidences, physical touchpoints, props, artifacts"
    ),
    "frontstage": _listed(
        "tiền tuyến, frontstage, front stage, onstage, hành động phía trước, hành động của nhân viên, nhân viên tuyến đầu",
        "tuyến đầu, tiền sảnh, nhân viên tiếp xúc, tương tác tiền tuyến",
        "onstage actions, frontstage employee actions, front-stage, frontline, frontline actions, front-stage actions",
        "employee actions, visible actions",
        "frontstage interactions, onstage employee actions",
    ),
    "employee": _listed(
        "nhân viên, nhân viên làm gì, việc của nhân viên, tuyến đầu, nhân viên hỗ trợ",
        "employees, employee, agent, agents, staff actions, what staff do, frontline, frontline employees, human agent",
    ),
    "technology": _listed(
        "công nghệ, technology, hệ thống công nghệ, công nghệ sử dụng, công cụ, công nghệ tiền tuyến",
        "tools, systems & tools, technologies, front-line technology, it systems, self-service",
    ),
    "backstage": _listed(
        "hậu trường, backstage, back stage, hành động phía sau, hậu cần, bộ phận hậu trường, phía sau, hậu đài, nội bộ",
        "back-stage, behind the scenes, backstage employee actions, back-stage actions, invisible actions, back office",
    ),
    "support": _listed(
        "quy trình hậu cần, hệ thống hỗ trợ, quy trình hỗ trợ nội bộ", "support systems, internal support, supporting processes, support functions"
    ),
    "people": _listed("con người, nhân sự, people, nhân lực, ai tham gia, người tham gia", "actors, who is involved, roles, teams involved"),
    "policy": _listed("chính sách, policies, policy, chính sách & quy định, nội quy", "policies & rules, regulations"),
    "device": _listed("thiết bị sử dụng", "devices used"),
    "environment": _listed("môi trường xung quanh, không gian", "surroundings, setting"),
    "change": _listed(
        "đề xuất thay đổi, thay đổi cần làm, cải tiến đề xuất", "proposed improvements, what changes, what will change, recommended changes"
    ),
    "scenario": _listed("ví dụ kịch bản, tình huống ví dụ, câu chuyện", "example story, scenarios, sample scenario, storyboard"),
    "research": _listed(
        "tìm hiểu gì, đang tìm hiểu gì, khách tìm hiểu gì, thông tin tìm kiếm",
        "what they research, information sought, searching for, what do they research",
    ),
    "company-action": _listed(
        "công ty làm gì, hành động công ty, hành động của doanh nghiệp, việc của công ty, chúng ta làm gì",
        "bước tiếp theo của công ty, hoạt động marketing",
        "our actions, brand actions, business actions, what we do, marketing activities, marketing campaigns, next steps",
    ),
    "goal": _listed(
        "mục tiêu, mục tiêu của giai đoạn, mục tiêu doanh nghiệp, mục tiêu kinh doanh",
        "goals, business goal, business goals, brand goals, objective, objectives, our goal",
    ),
    "owner": _listed(
        "bộ phận phụ trách, người chịu trách nhiệm, đơn vị phụ trách, chủ trì, ai phụ trách, phòng ban, phòng ban phụ trách",
        "trách nhiệm",
        "owners, pic, person in charge, team, responsibility, department, responsible team, who owns it",
    ),
    "kpi": _listed(
        "kpi, kpis, chỉ số kpi, đo lường, thước đo, cách đo, chỉ số đo lường, chỉ tiêu",
        "kpis, metrics, measures, success metrics, success measure, how we measure, target time, sla",
    ),
    "persona": _listed(
        "khách hàng mục tiêu, đối tượng, persona, chân dung", "target customer, customer persona, user persona, actor, target persona, customer"
    ),
    "objective": _listed("mục tiêu của bản đồ, mục tiêu bản đồ", "goal, map objective, map goal"),
    "start": _listed("bắt đầu, khởi đầu", "starts, starting point, journey start"),
    "end": _listed("kết thúc", "ends, ending point, journey end"),
    "date": _listed(
        "cập nhật lần cuối, ngày cập nhật, cập nhật, ngày kiểm tra, ngày xem lại, ngày đánh giá",
        "last updated, updated, last reviewed, reviewed, last checked, review date",
    ),
    "base-map": _listed(
        "phóng to từ, zoomed in from, zoom of, zoom from, dựa trên, xây dựng từ, xây dựng trên, phát triển từ",
        "built on, builds on, based on map, built from",
    ),
    "note": _listed("ghi chú, chú thích", "note, notes, remarks, comments, comment"),
}
"""Other words for a lane",
"by the role of its field. A role the type lacks keeps its words from being taken for a lane that only sounds alike."""

SHORT_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "action": _listed("đang làm gì, làm gì, làm những gì, họ đang làm gì, người dùng đang làm gì, what are they doing, what are customers doing"),
    "thought": _listed("đang nghĩ gì, họ đang nghĩ gì, hỏi gì, đang hỏi gì, what are they thinking, what are they asking"),
    "emotion": _listed("cảm thấy gì, đang cảm thấy gì, đang cảm thấy thế nào, thấy thế nào, đang thấy thế nào, how are they feeling"),
    "touchpoint": _listed("gặp ta, gặp chúng ta, gặp ta ở đâu, gặp chúng ta ở đâu, đang gặp ta ở đâu, meets us, meet us, meets us at, meeting us"),
    "company-action": _listed(
        "ta làm gì, ta đang làm gì, chúng ta đang làm gì, công ty đang làm gì, doanh nghiệp làm gì, doanh nghiệp đang làm gì",
        "ta đáp lại, chúng ta đáp lại, ta đáp lại thế nào, cách ta đáp lại, phản hồi của ta, phản hồi của chúng ta, phản hồi của công ty",
        "our response, our responses, our reply, our answer, we respond, how we respond, what are we doing",
    ),
    "kpi": _listed("number, numbers, the number, our number, the numbers, figure, figures, con số, số liệu"),
}
"""Questions and verbs whose subject went without saying. They mean a lane only where they are all that a heading says, for within a longer one the
subject may be anybody."""

THEIRS: Mapping[str, tuple[str, ...]] = {
    "personal-goal": _listed(
        "mục tiêu của khách, mục tiêu của khách hàng, mục tiêu khách hàng, mục tiêu của họ, mục tiêu cá nhân",
        "customer's goal, customer goal, customer goals, customer's goals, user goal, user goals, their goal, their goals",
    ),
    "source": _listed("evidence, proof, proofs, bằng chứng, dẫn chứng, chứng cứ, minh chứng, căn cứ"),
}
"""Names that sound like a lane and mean the customer's own, or how the team came to know something."""

ABOUT_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "owner": _listed(
        "người lập, người lập bản đồ, người soạn, người vẽ, người làm, người thực hiện, người phụ trách, phụ trách, phụ trách bản đồ",
        "owner, map owner, owned by, prepared by, created by, made by, author, drawn by",
    ),
}
"""Words for what is said over a map that mean another thing, or none, over a lane."""

CUSTOMERS = frozenset(_listed("khách hàng, khách, người dùng, customer, customers, client, clients, guest, guests, user, users"))
"""A heading that says who acts: what the customer does, beside what others do."""

ACTORS = frozenset({"frontstage", "backstage", "employee", "technology", "support"})
"""Roles that say what others than the customer do."""

CORE = frozenset({"action", "thought", "emotion", "touchpoint", "gap", "expectation", "evidence", "frontstage", "backstage", "employee", "support"})
"""Roles that only a map of a journey or a service has; needs, pains, owners and notes stand in many other sheets too."""

PLACES = frozenset({"touchpoint", "evidence", "frontstage", "backstage"})
"""Roles that make a map of a table even where nothing names its stages: a list of contact points, a blueprint."""

OCCASIONS = frozenset({"action", "content", "environment", "evidence", "process", "program", "scenario", "touchpoint"})
"""Roles whose words teams also write over what a journey is divided into; those of the other roles stand over people, values or remarks."""

WHO = frozenset(
    _listed(
        "tên, họ tên, họ và tên, nhóm, nhóm khách, nhóm khách hàng, phân khúc, đối tượng, bộ phận, phòng ban, mã, mã số, trạng thái",
        "name, full name, names, group, segment, persona, respondent, respondents, interviewee, participant, participants, team",
        "department, id, code, ref, status, date, priority, ngày, ngày ghi, ưu tiên, mức ưu tiên, kênh, nguồn, source, channel",
    )
)
"""Headings over who took part, and over what only tells records apart: what stands under them are no stages."""

PEOPLE = _listed(
    "tên, họ tên, họ và tên, người, người trả lời, khách phỏng vấn, name, full name, names, person, respondent, respondents, interviewee, participant"
)
"""Headings over people themselves: a table of what each did, thought and felt is one of interviews."""

WHO_STARTS = frozenset(_listed("ai, người, who, whose"))
"""How such a heading may begin."""

STAGE_HEADINGS = _listed(
    "giai đoạn, các giai đoạn, giai đoạn hành trình, giai đoạn khách hàng, tên giai đoạn, gđ, chặng, các chặng, pha",
    "stage, stages, phase, phases, journey stage, journey stages, journey phase, stage name, customer stage, lifecycle stage",
)
"""What stands over stage names."""

TIME_HEADINGS = _listed(
    "thời gian, khung thời gian, khung giờ, thời điểm, mốc thời gian, giờ, buổi, ngày, tuần, tháng, học kỳ, kỳ, thời kỳ",
    "bước, trình tự, hành trình, khúc, khúc nào, đoạn, đoạn nào, chặng nào, lúc, lúc nào, khi nào, bước nào, chặng đường",
    "time, time frame, timeframe, time of day, timeline, when, period, moment, hour, day, week, month, semester, step",
    "journey, duration, chapter, leg, milestone, scene, episode",
)
"""What may stand over stage names where the type has time frames or steps instead."""

STAGE_ALIKE: tuple[frozenset[str], ...] = tuple(
    frozenset(group)
    for group in (
        _listed("trước khi mua, trước khi mua hàng, trước mua, before buying, before purchase, before the purchase, pre-purchase, pre-sale"),
        _listed(
            "nhận thức, nhận biết, biết, biết đến, nhận diện, nhận diện thương hiệu, khám phá, chú ý, phát hiện",
            "nhận thức thương hiệu",
            "nhận biết thương hiệu, tiếp cận, nhận ra nhu cầu, phát sinh nhu cầu, nhận ra vấn đề",
            "awareness, aware, discovery, discover, know, attention, become aware, brand awareness, reach, need recognition, problem recognition",
        ),
        _listed(
            "tìm kiếm, tìm hiểu, nghiên cứu, tìm kiếm thông tin, tìm hiểu thông tin", "search, research, explore, exploration, information search"
        ),
        _listed(
            "cân nhắc, xem xét, so sánh, đánh giá, quan tâm, xem xét các tùy chọn, cân nhắc lựa chọn, so sánh lựa chọn",
            "đánh giá lựa chọn, đánh giá các lựa chọn, so sánh các lựa chọn",
            "consideration, consider, considering, compare, comparison, evaluation, evaluate, interest, considering options",
            "evaluation of alternatives",
        ),
        _listed(
            "quyết định, quyết định mua, quyết định mua hàng, mua, mua hàng, đặt hàng, thanh toán, chuyển đổi, chốt đơn, mua sắm",
            "đặt mua, ra quyết định, chọn mua, mua & thanh toán, giao dịch",
            "ordering, payment, transaction, booking, reservation, đặt chỗ",
            "decision, decide, purchase, purchasing, buy, buying, conversion, convert, order, checkout, acquisition",
            "purchase decision",
        ),
        _listed(
            "giữ chân, gắn kết, duy trì, hỗ trợ sau mua, hỗ trợ sau mua hàng, sau mua, sau mua hàng, sau bán hàng, hậu mãi",
            "dịch vụ sau mua, sau khi mua, sau khi mua hàng, sau bán, chăm sóc sau bán, chăm sóc sau bán hàng, chăm sóc sau mua hàng",
            "dịch vụ sau bán, dịch vụ sau bán hàng, after purchase, after buying, post-sale, post-sales, aftercare",
            "chăm sóc sau mua, chăm sóc khách hàng, giữ chân khách hàng, hỗ trợ",
            "retention, retain, post-purchase, post purchase, after-sales, after sales, post-purchase support, customer retention",
            "support",
        ),
        _listed(
            "trung thành, lòng trung thành, lòng trung thành với thương hiệu, ủng hộ, giới thiệu, lan tỏa, giới thiệu bạn bè",
            "ủng hộ thương hiệu, gắn bó, truyền miệng, chia sẻ, giới thiệu cho bạn bè, word of mouth, share, sharing",
            "loyalty, brand loyalty, advocacy, advocate, refer, referral, recommend, customer loyalty, loyal",
        ),
    )
)
"""Names that methods give to the same phase. Used where a type has just one stage of such a group."""

STAGE_TURNS = _listed("trước, sau, tái, chưa, pre, post, before, after, re, repeat, not, until")
"""Words that make another stage of the one they stand before: "after purchase", "repurchase"."""

ASIDE = frozenset(
    _listed(
        "tổng, tổng cộng, tổng số, cộng, ghi chú, chú thích, lưu ý, nguồn, chú giải, cập nhật, người lập, ngày lập, ký hiệu",
        "kết luận, nhận xét chung",
        "total, totals, sum, subtotal, note, notes, legend, key, source, sources, updated, prepared by, comments, remark",
        "remarks, nb, summary, average",
        "trung bình, người soạn, liên hệ, tham khảo, mẫu, hướng dẫn, instructions, how to use, disclaimer, last updated",
        "created by, author",
    )
)
"""What begins a line beside the map: totals, notes, legends."""

BESIDE = frozenset(
    _listed(
        "open points, open point, open questions, open issues, to do, todo, to dos, to check, to clarify, action items, my notes",
        "việc cần làm, cần làm, việc cần hỏi, cần hỏi, cần hỏi lại, câu hỏi mở, câu hỏi còn mở, vấn đề mở, vấn đề còn mở, việc còn mở, còn mở",
        "điểm còn mở, cần xác nhận, cần kiểm tra lại",
        "link, links, url, urls, references, attachment, attachments, file, files, evidence link, evidence links, source links",
        "liên kết, đường dẫn, đường link, các link, tài liệu, tài liệu đính kèm, tài liệu tham khảo, đính kèm, tệp đính kèm",
        "nguồn tham khảo, link tham khảo, link nguồn, link minh chứng",
    )
)
"""What stands over a column or row of remarks or links beside the map, and over nothing else."""

BESIDE_STARTS = frozenset(_listed("link, links, url, đường dẫn, đường link, notes on, note on, remarks on, comments on, ghi chú, lưu ý"))
"""How the heading of such a column may begin, before it names the lane that it remarks on."""

GUIDES = frozenset(
    _listed(
        "vd, ví dụ, thí dụ, gợi ý, hướng dẫn, cách điền, điền vào, điền tên, ghi tên, tên bước, tên giai đoạn, câu hỏi gợi ý",
        "eg, e.g., ex, example, for example, sample, tip, hint, guidance, guide, prompt, prompts, what to write, write here, fill in, how to fill",
        "name of, guiding question, guiding questions, key question, key questions",
    )
)
"""How a line begins that only says what to write under the headings."""

MAP_WORDS = frozenset(
    _listed("bản đồ, hành trình, journey, map, blueprint, bản thiết kế, trải nghiệm, experience, ban do, hanh trinh, đồng hồ cát", "hourglass")
)
"""What a title of a map mostly holds."""
