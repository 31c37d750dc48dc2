"""What `sheetsync doctor` says of sign-in, folder and storage, beyond what refused calls say (``sentences``)."""

from sheetsync.backends.google.sentences import Told, api, free_some, of
from sheetsync.model.words import Text


def signed_in(email: str) -> Text:
    """Google knows who we are."""
    return Text(f"Đã đăng nhập{of(email, ' bằng ')}.", f"Signed in{of(email, ' as ')}.")


def clock_right() -> Text:
    """It is as good as Google's."""
    return Text("Đồng hồ máy này đúng giờ.", "This computer's clock is right.")


def service_answers(*, drive: bool) -> Text:
    """It is switched on, and our permission reaches."""
    name = api(drive=drive)
    return Text(f"{name} trả lời.", f"The {name} answers.")


def folder_unseen(link: str, email: str, *, sees_all: bool) -> Told:
    """Drive does not show the folder; it never tells a wrong id from one that is not shared."""
    if not sees_all:
        return Told(
            Text(
                f"{email} không thấy thư mục {link} qua sheetsync: với lần đăng nhập này, sheetsync chỉ thấy những gì chính nó tạo ra "
                "(quyền drive.file).",
                f"{email} can't see the folder {link} through sheetsync, which under this sign-in sees only what it made itself (scope drive.file).",
            ),
            Text(
                'Hãy ghi maps = "google:" trong sheetsync.toml rồi chạy lại `sheetsync doctor --login` để sheetsync tạo một thư mục cho bạn. '
                "Nếu muốn dùng thư mục có sẵn, hãy dùng tài khoản dịch vụ và chia sẻ thư mục với tài khoản đó.",
                'Write maps = "google:" in sheetsync.toml and run `sheetsync doctor --login` again, and sheetsync makes a folder for you. '
                "To work in a folder that is there already, use a service account and share the folder with it.",
            ),
        )
    return Told(
        Text(f"{email} không thấy thư mục {link} trong Drive.", f"{email} can't see the folder {link} in Drive."),
        Text(
            f"Hãy mở đường liên kết đó. Nếu thư mục hiện ra, hãy bấm Chia sẻ và thêm {email} làm Người chỉnh sửa "
            "(trong bộ nhớ dùng chung: Người quản lý nội dung). "
            "Nếu không, hãy chép lại đường liên kết của thư mục vào sheetsync.toml.",
            f"Open that link. If the folder shows, press Share and add {email} as an Editor (in a shared drive: a Content manager). "
            "If it does not, copy the right folder's link to sheetsync.toml.",
        ),
    )


def no_folder(name: str) -> Told:
    """The address in the settings is that of a file."""
    return Told(
        Text(f"“{name}” là một tệp, không phải thư mục.", f"“{name}” is a file, not a folder."),
        Text(
            "Hãy mở thư mục trong Drive và chép địa chỉ của thư mục (có /folders/) vào sheetsync.toml.",
            "Open the folder in Drive and copy its address (the one with /folders/) to sheetsync.toml.",
        ),
    )


def folder_binned(name: str) -> Told:
    """It, or a folder around it, was thrown away."""
    return Told(
        Text(f"Thư mục “{name}” đang nằm trong thùng rác.", f"The folder “{name}” is in the bin."),
        Text(
            "Hãy mở thùng rác (https://drive.google.com/drive/trash, hoặc thùng rác của bộ nhớ dùng chung), bấm chuột phải vào thư mục và chọn "
            "Khôi phục; hoặc ghi thư mục khác vào sheetsync.toml.",
            "Open the bin (https://drive.google.com/drive/trash, or the shared drive's own), right-click the folder and choose Restore; "
            "or name another folder in sheetsync.toml.",
        ),
    )


def folder_only_viewed(name: str, link: str, email: str, *, in_shared_drive: bool) -> Told:
    """Nothing can be made there."""
    button = Text("Quản lý thành viên", "Manage members") if in_shared_drive else Text("Chia sẻ", "Share")
    role = Text("Người quản lý nội dung", "Content manager") if in_shared_drive else Text("Người chỉnh sửa", "Editor")
    return Told(
        Text(
            f"{email} chỉ được xem thư mục “{name}” nên không tạo được bản đồ ở đó.",
            f"{email} may only view the folder “{name}”, so no map can be made there.",
        ),
        Text(
            f"Hãy mở {link} và bấm {button.vi} rồi đổi vai trò của {email} thành {role.vi}.",
            f"Open {link} and press {button.en}, then change the role of {email} to {role.en}.",
        ),
    )


def folder_usable(name: str) -> Text:
    """Maps can be made there."""
    return Text(f"Dùng được thư mục “{name}”.", f"The folder “{name}” can be used.")


def folder_to_name(name: str, link: str, folder_id: str) -> Told:
    """We have one for a person who named none; settings are theirs to write."""
    return Told(
        Text("sheetsync.toml chưa nêu thư mục bản đồ.", "sheetsync.toml names no folder for the maps yet."),
        Text(
            f"sheetsync đã tạo thư mục “{name}” trong Drive của bạn ({link}). "
            f'Hãy ghi maps = "google:{folder_id}" trong sheetsync.toml rồi chạy `sheetsync doctor`.',
            f"sheetsync made the folder “{name}” in your Drive ({link}). "
            f'Write maps = "google:{folder_id}" in sheetsync.toml and run `sheetsync doctor`.',
        ),
    )


def in_shared_drive() -> Text:
    """Its storage is the organisation's."""
    return Text("Thư mục nằm trong bộ nhớ dùng chung.", "The folder is in a shared drive.")


def room_left(email: str) -> Text:
    """A person's own storage is not full."""
    return Text(f"Drive của {email} còn chỗ.", f"The Drive of {email} has room.")


def almost_full(email: str) -> Told:
    """A person's own storage is close to its limit."""
    return Told(Text(f"Drive của {email} sắp hết dung lượng.", f"The Drive of {email} is almost full."), free_some())


def comments_on_cells() -> Text:
    """Threads are seen and posted natively."""
    return Text("Ghi chú được gắn thẳng vào ô.", "Comments can hang on the very cells.")


def comments_beside_cells() -> Told:
    """Google refuses native threads, and Drive takes comments all the same."""
    return Told(
        Text(
            "Google không cho xem ghi chú gắn trên ô, nên sheetsync đăng ghi chú kèm đường liên kết tới ô; "
            "ghi chú hiện trong danh sách tất cả ghi chú của bảng tính.",
            "Google does not show comments on cells to sheetsync, so it posts comments with a link to the cell; "
            "they stand in the sheet's list of all comments.",
        ),
        Text(
            "Không cần làm gì thêm. Nếu muốn ghi chú nằm ngay trên ô, hãy hỏi quản trị viên Google Workspace xem ứng dụng có được phép dùng "
            "ghi chú của Trang tính không.",
            "Nothing has to be done. To have comments on the cells, ask your Google Workspace administrator whether apps may use comments in Sheets.",
        ),
    )


def no_comments(name: str, link: str, email: str) -> Told:
    """Our role on a sheet is too small."""
    return Told(
        Text(f"{email} không được ghi chú trong bảng tính “{name}”.", f"{email} may not comment on the sheet “{name}”."),
        Text(
            f"Hãy mở {link} và bấm Chia sẻ rồi đổi vai trò của {email} thành Người chỉnh sửa (chỉ để ghi chú: Người nhận xét).",
            f"Open {link} and press Share, then change the role of {email} to Editor (for comments alone: Commenter).",
        ),
    )


def not_all_seen() -> Told:
    """Under ``drive.file`` only what we made is there."""
    return Told(
        Text(
            "Với lần đăng nhập này, sheetsync chỉ thấy bảng tính do chính nó tạo (quyền drive.file): "
            "bản sao tạo trên web và bảng tính được kéo vào thư mục sẽ không hiện ra.",
            "Under this sign-in sheetsync sees only spreadsheets that it made itself (scope drive.file): "
            "copies made in the web, and sheets dragged into the folder, stay invisible.",
        ),
        Text(
            "Hãy tạo mọi bản đồ bằng `sheetsync new`. "
            "Nếu cần thấy mọi bảng tính trong thư mục, hãy dùng tài khoản dịch vụ với một bộ nhớ dùng chung.",
            "Make every map with `sheetsync new`. To have every sheet of the folder seen, use a service account and a shared drive.",
        ),
    )
