"""The documents' gym, filled in as a person would: five stages, one step each, lists as items; nothing on *About this map*."""

from sheetsync.model.journey import JourneyMap, Record, Stage, Tab

LANES = ("action", "thought", "touchpoint", "gap")

STAGES = {
    "awareness": (
        "Nhận thức",
        "Tìm phòng tập gần nhà trên mạng\nĐọc đánh giá\nSo sánh các gói hội viên",
        "“Leo cầu thang đã thở dốc, mình phải lo cho sức khỏe thôi.”\n“Giá mà quen ai từng tập ở đây.”",
        "Đánh giá trực tuyến\nTrang mạng xã hội\nQuảng cáo trả phí",
        "Chuyện thành công được ghim trên mạng xã hội",
    ),
    "consideration": (
        "Cân nhắc",
        "Lướt mạng xã hội của phòng tập\nVào trang web\nXem trang giá",
        "“Trông sạch và mới.”\n“Mình ngại gọi điện, mà muốn biết về lớp tập riêng.”",
        "Trang web\nMẫu liên hệ\nCửa sổ mời tập thử miễn phí",
        "Trò chuyện trực tuyến trên trang web",
    ),
    "conversion": (
        "Chuyển đổi",
        "Đi xem phòng tập\nGặp tư vấn viên\nCó thể đăng ký tập thử",
        "“Nhân viên dễ mến, đăng ký nhanh.”\n“Ước gì xem được lịch lớp mà không phải đến.”",
        "Buổi ghé thăm\nBuổi đi xem\nBuổi tư vấn\nĐăng ký tập thử\nBuổi làm quen\nThẻ ra vào",
        "Ứng dụng xem tiến trình, lịch lớp và đặt huấn luyện viên",
    ),
    "retention": (
        "Gắn kết",
        "Đến tập đều\nTham gia lớp\nTrao đổi với huấn luyện viên\nCó thể trả tiền sau khi tập thử",
        "“Hay là so lại với chỗ khác.”\n“Giá mà có người tập cùng.”",
        "Những lần đến tập\nLớp tập\nBuổi gặp huấn luyện viên\nThư nhắc sắp hết tập thử\nƯu đãi gia hạn riêng\nCuộc gọi hỏi thăm",
        "Sự kiện cộng đồng: hội thảo, thử thách",
    ),
    "loyalty": (
        "Lòng trung thành",
        "Giới thiệu bạn bè, đồng nghiệp\nKhoe trên mạng xã hội\nĐến tập và dự lớp thường xuyên",
        "“Đồng nghiệp mình sẽ thích, gần chỗ làm mà.”\n“Mình mê cô giáo đó, sẽ thử lớp khác của cô.”",
        "Chương trình giới thiệu\nTương tác trên mạng xã hội\nĐánh giá phòng tập\nLời chứng thực",
        "Quà cho khách thân thiết: giảm giá, hàng độc quyền",
    ),
}


def gym(**emptied: tuple[str, ...]) -> JourneyMap:
    """The gym; ``awareness=("touchpoint", "gap")`` empties those fields of that stage's step."""
    steps = tuple(
        Record(f"step-{key}", key, {lane: text for lane, text in zip(LANES, texts, strict=True) if lane not in emptied.get(key, ())})
        for key, (_, *texts) in STAGES.items()
    )
    stages = tuple(Stage(key, title) for key, (title, *_) in STAGES.items())
    return JourneyMap("gym", "customer-journey", 1, "Phòng tập", "vi", {}, {"map": Tab(stages, steps)})
