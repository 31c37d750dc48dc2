"""Key files and stored sign-ins → accounts that Google knows.

Secrets stay where they are: nothing here copies, logs or shows them. Two rules keep them at home. With a loopback ``endpoint`` every address in a
credentials file has to be on this computer as well: whoever listens on a local port must never be handed a token of the real Google, and no call of
a test may leave the machine. Without one, every address has to be Google's own, so that a file from elsewhere can't send tokens anywhere else.
"""

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import google.auth
from google.auth import aws, external_account_authorized_user, identity_pool, impersonated_credentials, pluggable
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials as UserCredentials

from sheetsync.backends.google.address import is_loopback
from sheetsync.backends.google.sentences import CLIENTS_PAGE, KEYS_PAGE, Renewal
from sheetsync.errors import ConfigError, SignInNeeded

_SCOPE: Final = "https://www.googleapis.com/auth/"
SERVICE_SCOPES: Final = (f"{_SCOPE}spreadsheets", f"{_SCOPE}drive")
"""What an account without a person behind it asks for: what it can do is bounded by what is shared with it."""
USER_SCOPES: Final = (f"{_SCOPE}drive.file",)
"""What a person is asked for: only the files that sheetsync makes, or that they open with it."""

_WHOLE_DRIVE: Final = frozenset({f"{_SCOPE}drive", f"{_SCOPE}drive.readonly"})

TOKEN_URI: Final = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address, no secret
_ADDRESSES: Final = frozenset({"token_uri", "token_url", "auth_uri", "token_info_url", "revoke_url", "service_account_impersonation_url"})
_GOOGLES: Final = ("googleapis.com", "accounts.google.com")
_AWS: Final = "urn:ietf:params:aws:token-type:aws4_request"

Info = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoogleAccount:
    """Somebody Google knows, and who vouches for them.

    ``name`` is what people are shown (an e-mail address; empty where only Google knows it), ``project`` the Google Cloud project whose quota their
    calls count against. ``sign_in`` says who renews it.
    """

    name: str
    project: str
    credentials: Credentials = field(repr=False, compare=False)
    sign_in: Renewal = "service"

    @property
    def sees_all(self) -> bool:
        """Whether everything that the account may open is there for us: under ``drive.file`` only what we made is."""
        granted = getattr(self.credentials, "granted_scopes", None) or getattr(self.credentials, "scopes", None)
        return not _WHOLE_DRIVE.isdisjoint(granted) if granted else self.sign_in != "user"

    @property
    def key(self) -> str:
        """The account's name towards a quota: its project, a slash, and itself."""
        return f"{self.project}/{self.name}"


def default_folder(environ: Mapping[str, str], home: Path) -> Path:
    """Where sign-ins are stored: ``~/.config/sheetsync``, or under ``XDG_CONFIG_HOME``."""
    base = environ.get("XDG_CONFIG_HOME", "")
    return (Path(base) if base.startswith("/") else home / ".config") / "sheetsync"


def load_account(file: Path | None, *, folder: Path, environ: Mapping[str, str], endpoint: str | None = None) -> GoogleAccount:
    """The account that the credentials in ``file`` belong to; without a file, the application default credentials.

    The file may hold the key of a service account, a workload identity (``external_account``), an impersonation, an authorized user, or the client
    secrets of an app; for those, ``folder`` holds what ``login.sign_in`` stored. Nothing is asked of Google yet.

    Raises:
        ConfigError: ``file`` is missing, garbled, or names an address that it may not (see above).
        SignInNeeded: there are no default credentials, or nobody signed in with these client secrets.
    """
    named = file or (Path(path) if (path := environ.get("GOOGLE_APPLICATION_CREDENTIALS")) else None)
    if named is None:
        return _default_account(endpoint)
    info = read_info(named)
    check_addresses(named, info, endpoint)
    if secrets := client_of(info):
        return _signed_in(named, secrets, token_file(folder, str(secrets["client_id"])))
    if "web" in info:
        raise no_desktop_client(named)
    load = _LOADERS.get(str(info.get("type")))
    if load is None:
        raise _unusable(
            named, "it holds no kind of credentials that sheetsync knows", "tệp không chứa loại thông tin đăng nhập nào mà sheetsync biết"
        )
    try:
        return load(info)
    except (GoogleAuthError, ValueError, TypeError, AttributeError, KeyError) as fault:
        kind = info.get("type")
        raise _unusable(
            named, f"a part of the {kind} credentials is missing or damaged", f"thông tin đăng nhập {kind} bị thiếu hoặc hỏng một phần"
        ) from fault


def read_info(file: Path) -> Info:
    """The JSON object in a credentials file.

    Raises:
        ConfigError: it can't be read, or holds none.
    """
    try:
        found = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise ConfigError(
            str(file),
            en=f"this credentials file is not there. Save the JSON key from {KEYS_PAGE} under that name, "
            "or name the right file in credentials, under [google] in sheetsync.toml.",
            vi=f"không có tệp thông tin đăng nhập này. Hãy tải khóa JSON ở {KEYS_PAGE} rồi lưu với tên đó, "
            "hoặc ghi đúng tên tệp vào mục credentials, dưới [google] trong sheetsync.toml.",
        ) from None
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        raise ConfigError(
            str(file), en=f"can't be read ({reason}). Check its rights.", vi=f"không đọc được ({reason}). Hãy kiểm tra quyền của tệp."
        ) from None
    except (ValueError, RecursionError):
        raise _unusable(file, "it is no JSON", "tệp không phải JSON") from None
    if not isinstance(found, dict):
        raise _unusable(file, "it is no JSON object", "tệp không phải một đối tượng JSON")
    return found


def client_of(info: Info) -> Info | None:
    """The client that client secrets are of, for programs on a person's own computer; ``None`` for other credentials."""
    found = info.get("installed")
    return found if isinstance(found, dict) and "client_id" in found else None


def no_desktop_client(file: Path) -> ConfigError:
    """What to say of a file that is no client for programs on a person's own computer, where it should be, or nearly is."""
    return ConfigError(
        str(file),
        en=f"holds no client secrets of a desktop app. Open {CLIENTS_PAGE}, create an OAuth client of the type Desktop app, download its JSON "
        "and name that file in credentials, under [google] in sheetsync.toml.",
        vi=f"không chứa client secrets của ứng dụng máy tính. Hãy mở {CLIENTS_PAGE}, tạo OAuth client loại Desktop app, tải tệp JSON về "
        "rồi ghi tên tệp đó vào mục credentials, dưới [google] trong sheetsync.toml.",
    )


def check_addresses(file: Path, info: Info, endpoint: str | None) -> None:
    """Hold every address in the credentials against ``endpoint``.

    Raises:
        ConfigError: ``endpoint`` is not on this computer, or an address is there although the endpoint is not, or the other way round.
    """
    if endpoint is not None and not is_loopback(endpoint):
        raise ConfigError(
            "[google] endpoint",
            en=f"{endpoint} is not on this computer. Leave the line out to work with Google, or name a local emulator, such as http://127.0.0.1:8085.",
            vi=f"{endpoint} không nằm trên máy này. Hãy bỏ dòng này để làm việc với Google, hoặc ghi địa chỉ emulator, ví dụ http://127.0.0.1:8085.",
        )
    for address in _addresses(info):
        if endpoint is not None and not is_loopback(address):
            raise ConfigError(
                str(file),
                en=f"these are credentials of the real Google ({address}), and [google] endpoint is a local emulator, which must never get them. "
                "Take the emulator's own key file, or leave endpoint out.",
                vi=f"đây là thông tin đăng nhập của Google thật ({address}), còn [google] endpoint là emulator trên máy, không được nhận chúng. "
                "Hãy dùng tệp khóa của emulator, hoặc bỏ dòng endpoint.",
            )
        if endpoint is None and not _is_googles(address):
            raise ConfigError(
                str(file),
                en=f"it would send secrets to {address}, which is not Google. Take a file from the Google Cloud Console, or set [google] endpoint.",
                vi=f"tệp này sẽ gửi bí mật đến {address}, không phải Google. Hãy dùng tệp từ Google Cloud Console, hoặc đặt [google] endpoint.",
            )


def token_file(folder: Path, client_id: str) -> Path:
    """Where the sign-in with that client is stored in ``folder``."""
    return folder / f"google-{sha256(client_id.encode()).hexdigest()[:12]}.json"


def store_token(file: Path, credentials: UserCredentials) -> None:
    """Keep a sign-in, for the owner alone, whole or not at all. The client's secret is not copied."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(_as_json(credentials))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


class StoredCredentials(UserCredentials):
    """A person's sign-in that is stored again whenever Google renews it."""

    keep: Callable[[UserCredentials], None] | None = None

    def refresh(self, request: Any) -> None:
        super().refresh(request)  # type: ignore[no-untyped-call]
        if self.keep:
            with suppress(OSError):  # the old one still renews itself next time
                self.keep(self)


def _as_json(credentials: UserCredentials) -> str:
    expiry = credentials.expiry
    kept = {
        "type": "sheetsync-sign-in",
        "client_id": credentials.client_id,
        "refresh_token": credentials.refresh_token,
        "token": credentials.token,
        "expiry": expiry.replace(tzinfo=UTC).isoformat() if expiry else None,
        "scopes": list(credentials.scopes or ()),
    }
    return json.dumps(kept, indent=1)


def _signed_in(file: Path, secrets: Info, token: Path) -> GoogleAccount:
    """The person who signed in with these client secrets before."""
    login_first = SignInNeeded(
        en=f"Nobody has signed in on this computer with {file} yet. Run `sheetsync doctor --login`.",
        vi=f"Chưa ai đăng nhập trên máy này bằng {file}. Hãy chạy `sheetsync doctor --login`.",
    )
    if not token.is_file():
        raise login_first
    try:
        kept = read_info(token)
        expiry = datetime.fromisoformat(kept["expiry"]).astimezone(UTC).replace(tzinfo=None) if kept.get("expiry") else None
        credentials = StoredCredentials(  # type: ignore[no-untyped-call]
            kept["token"],
            refresh_token=str(kept["refresh_token"]),
            token_uri=secrets.get("token_uri", TOKEN_URI),
            client_id=secrets["client_id"],
            client_secret=secrets.get("client_secret"),
            scopes=list(kept["scopes"]),
            expiry=expiry,
        )
    except (ConfigError, KeyError, TypeError, ValueError):
        raise login_first from None
    credentials.keep = lambda renewed: store_token(token, renewed)
    return GoogleAccount("", _project_of_client(secrets), credentials, "user")


def _service(info: Info) -> GoogleAccount:
    credentials = service_account.Credentials.from_service_account_info(dict(info), scopes=SERVICE_SCOPES)  # type: ignore[no-untyped-call]
    return GoogleAccount(str(info["client_email"]), str(info.get("project_id", "")), credentials)


def _user(info: Info) -> GoogleAccount:
    scopes = info.get("scopes")
    # Not google-auth's own loader: that one sends the refresh token to Google whatever the file says.
    credentials = UserCredentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=str(info["refresh_token"]),
        token_uri=info.get("token_uri", TOKEN_URI),
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        scopes=[str(scope) for scope in scopes] if isinstance(scopes, list) else None,
        quota_project_id=info.get("quota_project_id"),
    )
    return GoogleAccount(str(info.get("account", "")), _project_of_client(info), credentials, "gcloud")


def _workload(info: Info) -> GoogleAccount:
    kind: Any = identity_pool
    if info.get("subject_token_type") == _AWS:
        kind = aws
    elif "executable" in info["credential_source"]:
        kind = pluggable
    credentials = kind.Credentials.from_info(dict(info), scopes=SERVICE_SCOPES)
    name = str(info.get("service_account_impersonation_url", "")).rpartition("/")[2].partition(":")[0]
    return GoogleAccount(name or str(info["audience"]), _project_of(name), credentials)


def _workforce(info: Info) -> GoogleAccount:
    credentials = external_account_authorized_user.Credentials.from_info(dict(info))  # type: ignore[no-untyped-call]
    return GoogleAccount("", _project_of_client(info), credentials, "gcloud")


def _impersonated(info: Info) -> GoogleAccount:
    address = str(info["service_account_impersonation_url"])
    name = address.rpartition("/")[2].partition(":")[0]
    source = info["source_credentials"]
    credentials = impersonated_credentials.Credentials(  # type: ignore[no-untyped-call]
        source_credentials=_LOADERS[source["type"]](source).credentials,
        target_principal=name,
        target_scopes=list(SERVICE_SCOPES),
        delegates=info.get("delegates"),
        quota_project_id=info.get("quota_project_id"),
        iam_endpoint_override=address,
    )
    return GoogleAccount(name, _project_of(name), credentials)


_LOADERS: Final[Mapping[str, Callable[[Info], GoogleAccount]]] = {
    "service_account": _service,
    "authorized_user": _user,
    "external_account": _workload,
    "external_account_authorized_user": _workforce,
    "impersonated_service_account": _impersonated,
}


def _default_account(endpoint: str | None) -> GoogleAccount:
    """What this computer, or the cloud it runs in, signs in with when nobody says."""
    if endpoint is not None:
        raise ConfigError(
            "sheetsync.toml",
            en="a local emulator gets only its own keys, never this computer's default credentials. Name the emulator's key file in credentials, "
            "under [google].",
            vi="emulator chỉ nhận khóa của riêng nó, không nhận thông tin đăng nhập mặc định của máy. Hãy ghi tệp khóa của emulator vào mục "
            "credentials, dưới [google].",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about quota projects of the gcloud tool; what matters comes as a refusal later
            credentials, project = google.auth.default(scopes=list(SERVICE_SCOPES))
    except (DefaultCredentialsError, OSError):
        raise SignInNeeded(
            en=f"There are no credentials for Google. Create a JSON key for a service account at {KEYS_PAGE}, "
            "save it beside sheetsync.toml, and write there, under [google]: "
            'credentials = "service-account.json". Then run `sheetsync doctor`.',
            vi=f"Chưa có thông tin đăng nhập Google. Hãy tạo khóa JSON cho một tài khoản dịch vụ ở {KEYS_PAGE}, "
            "lưu cạnh sheetsync.toml, và ghi trong tệp đó, dưới [google]: "
            'credentials = "service-account.json". Sau đó chạy `sheetsync doctor`.',
        ) from None
    if isinstance(credentials, UserCredentials):
        return GoogleAccount(credentials.account or "", project or "", credentials, "gcloud")
    return GoogleAccount(str(getattr(credentials, "service_account_email", "") or ""), project or "", credentials)


def _project_of(service_email: str) -> str:
    """``name@project.iam.gserviceaccount.com`` → ``project``."""
    return service_email.partition("@")[2].partition(".")[0]


def _project_of_client(info: Info) -> str:
    """The project whose number a client's id begins with."""
    return str(info.get("project_id") or str(info.get("client_id", "")).partition("-")[0])


def _addresses(value: object) -> Iterator[str]:
    """All addresses in credentials that something secret may be sent to."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _ADDRESSES and isinstance(item, str):
                yield item
            yield from _addresses(item)


def _is_googles(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" and parts.username is None and any(host == known or host.endswith(f".{known}") for known in _GOOGLES)


def _unusable(file: Path, en: str, vi: str) -> ConfigError:
    return ConfigError(
        str(file),
        en=f"can't be used to sign in: {en}. Create a new JSON key at {KEYS_PAGE} (Keys > Add key) and save it over this file.",
        vi=f"không dùng để đăng nhập được: {vi}. Hãy tạo khóa JSON mới ở {KEYS_PAGE} (Keys > Add key) rồi lưu đè lên tệp này.",
    )
