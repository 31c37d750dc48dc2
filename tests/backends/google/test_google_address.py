"""Addresses: whatever people paste, one id comes out; what is no address is left to be a title."""

import pytest

from sheetsync.backends.google.address import folder_id, folder_ref, workbook_id, workbook_ref

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-abcde"
FOLDER = "1k2-J3h4G5f6D7s8A9p0O1i2U3y4T5r6e"
DRIVE = "0AB1cdEFGhijkUk9PVA"


@pytest.mark.parametrize(
    "word",
    [
        ID,
        f"  {ID}\n",
        f"google:{ID}",
        f"google: https://docs.google.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com/spreadsheets/d/{ID}",
        f"https://docs.google.com/spreadsheets/d/{ID}/",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=123#gid=123",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing",
        f"https://docs.google.com/spreadsheets/d/{ID}/edit?gid=5#gid=5&range=B7",
        f"https://docs.google.com/spreadsheets/d/{ID}/htmlview",
        f"https://docs.google.com/spreadsheets/u/0/d/{ID}/edit",
        f"https://docs.google.com/a/example.com/spreadsheets/d/{ID}/edit",
        f"http://docs.google.com/spreadsheets/d/{ID}/edit",
        f"docs.google.com/spreadsheets/d/{ID}/edit",
        f"https://drive.google.com/file/d/{ID}/view?usp=drive_link",
        f"https://drive.google.com/open?id={ID}&usp=drive_fs",
    ],
)
def test_a_workbook_is_known_by_any_of_its_addresses(word: str):
    assert workbook_id(word) == ID


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (FOLDER, FOLDER),
        (DRIVE, DRIVE),
        (f"google:{FOLDER}", FOLDER),
        (f"https://drive.google.com/drive/folders/{FOLDER}", FOLDER),
        (f"https://drive.google.com/drive/folders/{DRIVE}?resourcekey=0-x&usp=sharing", DRIVE),
        (f"https://drive.google.com/drive/u/1/folders/{FOLDER}?usp=drive_link", FOLDER),
        (f"drive.google.com/drive/mobile/folders/{FOLDER}", FOLDER),
        (f"https://drive.google.com/folderview?id={FOLDER}", FOLDER),
    ],
)
def test_a_folder_is_known_by_any_of_its_addresses(word: str, expected: str):
    assert folder_id(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "",
        "Phòng tập",
        "maps/gym.xlsx",
        "customer-journey-of-the-gym-in-hanoi-2026-q4",
        "google:",
        "google:Phòng tập",
        f"https://example.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com.example.com/spreadsheets/d/{ID}/edit",
        f"https://docs.google.com/document/d/{ID}/edit",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vQ/pubhtml",
        f"ftp://docs.google.com/spreadsheets/d/{ID}/edit",
        "https://[docs.google.com/spreadsheets/",
        f"https://drive.google.com/drive/folders/{FOLDER}",
    ],
)
def test_what_is_no_address_of_a_workbook_is_none(word: str):
    assert workbook_id(word) is None


def test_what_is_written_is_read_again():
    assert workbook_id(workbook_ref(ID)) == ID
    assert folder_id(folder_ref(FOLDER)) == FOLDER
