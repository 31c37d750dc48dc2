"""A person signs in: the consent page in their browser, and what Google gives for it, stored for next time."""

import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, Final

from google.oauth2.credentials import Credentials as UserCredentials
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]
from oauthlib.oauth2.rfc6749.errors import AccessDeniedError, OAuth2Error  # type: ignore[import-untyped]
from requests import Response
from requests.exceptions import HTTPError, RequestException

from sheetsync.backends.google.address import FOLDER, folder_ref
from sheetsync.backends.google.client import GoogleClient
from sheetsync.backends.google.credentials import (
    USER_SCOPES,
    GoogleAccount,
    check_addresses,
    client_of,
    load_account,
    no_desktop_client,
    read_info,
    store_token,
    token_file,
)
from sheetsync.backends.google.doctor_sentences import folder_to_name
from sheetsync.backends.google.refusals import TRANSIENT, Refusal, one_line, translated
from sheetsync.backends.google.transport import Manner, Wire
from sheetsync.errors import ConfigError, ServiceUnavailable, SignInNeeded
from sheetsync.ports import Check

PATIENCE: Final = 300
"""How many seconds a person has for the consent page."""

_MADE_FOR, _MAPS = "sheetsync-folder", "maps"
"""The private property of the folder that we make for a person."""

_FAREWELL: Final = (
    "sheetsync đã nhận được câu trả lời của bạn. Hãy đóng trang này và quay lại cửa sổ dòng lệnh.\n"
    "sheetsync has your answer. Close this page and go back to the terminal.\n"
)


def sign_in(
    file: Path,
    folder: Path,
    manner: Manner,
    *,
    say: Callable[[str], object],
    open_page: Callable[[str], object] = webbrowser.open,
    seconds: int = PATIENCE,
) -> GoogleAccount:
    """Let a person sign in with the client secrets in ``file``, and keep that in ``folder``.

    ``say`` is told the consent page's address, ``open_page`` opens it; it may come back only when the person closes the browser. The answer comes to
    a port of this computer.

    Raises:
        ConfigError: ``file`` holds no client secrets of a desktop app, or ``folder`` can't be written.
        SignInNeeded: the person refused, ticked a permission off, or did not answer within ``seconds``; or Google knows no such client.
        ServiceUnavailable: Google could not be reached.
    """
    info = read_info(file)
    check_addresses(file, info, manner.endpoint)
    client = client_of(info)
    if client is None:
        raise no_desktop_client(file)

    def show(address: str) -> None:
        say(address)
        Thread(target=_open, args=[open_page, address], daemon=True).start()

    credentials = _granted(_Flow.made({"installed": client}, manner, show), seconds)
    try:
        store_token(token_file(folder, str(client["client_id"])), credentials)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise ConfigError(
            str(folder),
            en=f"the sign-in can't be stored there ({reason}). Give yourself the right to write to this folder and sign in again.",
            vi=f"không lưu được thông tin đăng nhập vào đây ({reason}). Hãy cấp quyền ghi cho thư mục này rồi đăng nhập lại.",
        ) from None
    return load_account(file, folder=folder, environ={}, endpoint=manner.endpoint)


def own_folder(client: GoogleClient, name: str) -> Check:
    """Find the folder that sheetsync made in the person's drive before, or make one named ``name``, and say where it belongs in the settings.

    Under ``drive.file`` a folder that the person made stays invisible, so maps need one of ours.

    Raises:
        SheetsyncError: Google refuses, or can't be reached.
    """
    query = f"mimeType = '{FOLDER}' and appProperties has {{ key='{_MADE_FOR}' and value='{_MAPS}' }} and trashed = false"
    try:
        found = next(client.files(query, fields="id,name"), None)
        made = found or {"id": client.create_file(name, parents=(), app_properties={_MADE_FOR: _MAPS}, mime_type=FOLDER), "name": name}
    except Refusal as refusal:
        raise translated("https://drive.google.com", refusal) from refusal
    said, fix = folder_to_name(made["name"], folder_ref(made["id"]), made["id"])
    return Check("folder", "failed", said, fix)


def _open(open_page: Callable[[str], object], address: str) -> None:
    with suppress(webbrowser.Error, OSError):  # the address was shown as well
        open_page(address)


class _Flow(InstalledAppFlow):  # type: ignore[misc]
    """Google's own flow for programs on a person's computer; shows the page where we say, and can do so with a local endpoint.

    oauthlib refuses to speak plain http, also to this computer. So with an endpoint it is told https, and what it sends goes out by our wire.
    """

    show: Callable[[str], None]
    local: bool

    @classmethod
    def made(cls, secrets: dict[str, Any], manner: Manner, show: Callable[[str], None]) -> "_Flow":
        local = manner.endpoint is not None
        client = {
            key: value.replace("http://", "https://", 1) if local and key.endswith("_uri") else value for key, value in secrets["installed"].items()
        }
        flow: _Flow = cls.from_client_config({"installed": client}, scopes=list(USER_SCOPES))
        flow.show, flow.local = show, local
        flow.oauth2session.mount("https://", Wire(manner.endpoint, manner, lambda _: None))
        flow.oauth2session.trust_env = not local
        flow.oauth2session.register_compliance_hook("access_token_response", _sound)
        return flow

    def authorization_url(self, **options: Any) -> tuple[str, str]:
        address, state = super().authorization_url(**options)
        self.show(address.replace("https://", "http://", 1) if self.local else address)
        return address, state

    def fetch_token(self, **options: Any) -> Any:
        return super().fetch_token(include_client_id=True, timeout=60, **options)


def _sound(answer: Response) -> Response:
    """The token endpoint's answer, unless it is trouble of its own."""
    if answer.status_code in TRANSIENT | {429}:
        raise HTTPError(response=answer)
    return answer


def _granted(flow: _Flow, seconds: int) -> UserCredentials:
    """What Google gives for the person's consent."""
    try:
        credentials: UserCredentials = flow.run_local_server(
            host="127.0.0.1",
            port=0,
            open_browser=False,
            authorization_prompt_message=None,
            success_message=_FAREWELL,
            timeout_seconds=seconds,
            prompt="consent",  # else Google gives nothing lasting to people who consented before
        )
    except AccessDeniedError:
        raise _not_granted("you refused on the consent page", "bạn đã từ chối trên trang cấp quyền") from None
    except WSGITimeoutError:
        raise _not_granted("the consent page was not answered in time", "trang cấp quyền không được trả lời kịp") from None
    except Warning:  # what oauthlib raises when other scopes were granted than asked for
        raise _not_granted("a permission was unticked", "một quyền đã bị bỏ chọn") from None
    except OAuth2Error as refused:
        said = one_line(f"{refused.error}: {refused.description}" if refused.description else str(refused.error))
        raise _not_granted(f"Google says {said}", f"Google trả lời {said}") from None
    except RequestException as failure:
        raise ServiceUnavailable(
            en=f"Google can't be reached to sign in ({type(failure).__name__}). Check the network, its proxy and firewall, then run again.",
            vi=f"Không kết nối được với Google để đăng nhập ({type(failure).__name__}). Hãy kiểm tra mạng, proxy và tường lửa, rồi chạy lại.",
        ) from failure
    finally:
        flow.oauth2session.close()
    if not credentials.refresh_token:
        raise _not_granted("Google gave nothing that lasts", "Google không cấp quyền lâu dài")
    return credentials


def _not_granted(en: str, vi: str) -> SignInNeeded:
    return SignInNeeded(
        en=f"Nobody is signed in: {en}. Run `sheetsync doctor --login` again and allow what the page asks for.",
        vi=f"Chưa đăng nhập được: {vi}. Hãy chạy lại `sheetsync doctor --login` và cho phép các quyền mà trang yêu cầu.",
    )
