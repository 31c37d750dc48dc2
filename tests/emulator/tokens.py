"""Who calls: bearer tokens and what they are good for. Keys of service accounts, access and refresh tokens, all by the world's clock."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.emulator.discovery import Api
from tests.emulator.errors import ApiError
from tests.emulator.world import Account, World

LIFETIME = timedelta(hours=1)
SKEW = timedelta(minutes=10)
"""How far a client's clock may be off (Google says "reasonable"; the number is unverified)."""

CHALLENGE = 'Bearer realm="https://accounts.google.com/"'
INVALID = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
MISSING = INVALID.replace("Request had invalid authentication credentials.", "Request is missing required authentication credential.")
TIMEFRAME = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."
)


class InvalidGrant(Exception):
    """An assertion that is not accepted; the text is the token endpoint's ``error_description``."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token: who, what for, through which client project, until when."""

    value: str
    account: Account
    scopes: frozenset[str]
    app: str
    expires: datetime
    revoked: bool = False


@dataclass(slots=True)
class Key:
    """A service account's key. A disabled one signs nothing any more."""

    id: str
    email: str
    public: RSAPublicKey
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Assertion:
    """A JWT that a service account signed, checked."""

    account: Account
    claims: dict[str, Any]


@dataclass(slots=True)
class Refresh:
    """What a person granted to a client, until it is taken back."""

    account: Account
    scopes: frozenset[str]
    app: str
    client: str
    revoked: bool = False


@dataclass(slots=True)
class Tokens:
    """All keys and tokens. ``deleted`` holds the addresses of accounts that were deleted."""

    world: World
    random: Random
    keys: dict[str, Key] = field(default_factory=dict)
    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Refresh] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)

    def service_account(self, email: str, project: str, token_uri: str) -> dict[str, str]:
        """A key file of a service account, with a key of its own; the account is made when there is none."""
        account = self.world.account(email, kind="service", project=project)
        private = _private_key(len(self.keys))
        key = Key(f"{self.random.getrandbits(160):040x}", account.email, private.public_key())
        self.keys[key.id] = key
        return {
            "type": "service_account",
            "project_id": project,
            "private_key_id": key.id,
            "private_key": private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
            "client_email": account.email,
            "client_id": account.id,
            "auth_uri": token_uri.replace("/token", "/o/oauth2/auth"),
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }

    def issue(self, account: Account, scopes: Iterable[str], app: str, lifetime: timedelta = LIFETIME) -> Token:
        """A new access token."""
        token = Token("ya29." + self.secret(), account, frozenset(scopes), app, self.world.clock() + lifetime)
        self.access[token.value] = token
        return token

    def grant(self, account: Account, scopes: Iterable[str], app: str, client: str) -> str:
        """A new refresh token."""
        value = "1//0" + self.secret()
        self.refresh[value] = Refresh(account, frozenset(scopes), app, client)
        return value

    def revoke(self, email: str) -> None:
        """Take back everything ``email`` ever granted: access and refresh tokens."""
        for value, token in self.access.items():
            if token.account.email.lower() == email.lower():
                self.access[value] = replace(token, revoked=True)
        for refresh in self.refresh.values():
            refresh.revoked = refresh.revoked or refresh.account.email.lower() == email.lower()

    def expire(self, email: str = "") -> None:
        """Let the access tokens of ``email`` (by default everybody's) expire now."""
        for value, token in self.access.items():
            if not email or token.account.email.lower() == email.lower():
                self.access[value] = replace(token, expires=self.world.clock())

    def disable_keys(self, email: str) -> None:
        """Disable every key of a service account."""
        for key in self.keys.values():
            key.disabled = key.disabled or key.email.lower() == email.lower()

    def bearer(self, value: str, api: Api) -> Token:
        """The token that ``value`` is, or a JWT that a service account signed itself for ``api``. Raises ``ApiError`` 401."""
        token = self.access.get(value) or self._self_signed(value, api)
        if token is None or token.revoked:
            raise unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED" if token is None else "")
        if token.expires <= self.world.clock():
            raise unauthenticated("ACCESS_TOKEN_EXPIRED")
        return token

    def assertion(self, value: str) -> Assertion:
        """A JWT that one of the keys signed, in its time. Raises ``InvalidGrant`` with Google's words."""
        header, claims, signed, signature = _parts(value)
        email = str(claims.get("iss", ""))
        account = self.world.accounts.get(email.lower())
        if account is None or account.kind != "service" or email.lower() in self.deleted:
            raise InvalidGrant("Invalid grant: account not found")
        key = self.keys.get(str(header.get("kid", "")))
        if key is None or key.disabled or key.email.lower() != email.lower():
            raise InvalidGrant("Invalid JWT Signature.")
        try:
            key.public.verify(signature, signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise InvalidGrant("Invalid JWT Signature.") from None
        self._in_time(claims)
        return Assertion(account, claims)

    def secret(self) -> str:
        """Something nobody guesses."""
        return f"{self.random.getrandbits(256):064x}"

    def _in_time(self, claims: dict[str, Any]) -> None:
        now = self.world.clock().timestamp()
        issued, expires = float(claims.get("iat", 0)), float(claims.get("exp", 0))
        skew, longest = SKEW.total_seconds(), LIFETIME.total_seconds()
        if issued > now + skew or expires < now - skew or expires - issued > longest:
            raise InvalidGrant(TIMEFRAME)

    def _self_signed(self, value: str, api: Api) -> Token | None:
        try:
            assertion = self.assertion(value)
        except InvalidGrant:
            return None
        claims = assertion.claims
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:  # made for the whole API that it names
            if claims.get("aud") != api.document["rootUrl"]:
                return None
            scopes = frozenset(api.document["auth"]["oauth2"]["scopes"])
        expires = datetime.fromtimestamp(float(claims["exp"]), self.world.clock().tzinfo)
        return Token(value, assertion.account, scopes, assertion.account.project, expires)


def unauthenticated(reason: str = "") -> ApiError:
    """401 for a token that is not, or no longer, accepted."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}] if reason else []
    return ApiError(
        401,
        INVALID,
        details=details,
        reason="authError",
        location="Authorization",
        location_type="header",
        headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'},
    )


def unregistered(*, anonymous: bool) -> ApiError:
    """What a call without credential is told; ``anonymous`` methods would take an API key."""
    if anonymous:
        message = (
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API."
        )
        return ApiError(403, message, reason="forbidden")
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "CREDENTIALS_MISSING", "domain": "googleapis.com"}]
    return ApiError(
        401,
        MISSING,
        details=details,
        reason="required",
        location="Authorization",
        location_type="header",
        headers={"WWW-Authenticate": CHALLENGE},
    )


def insufficient_scopes(service: str, method: str) -> ApiError:
    """403 for a token that was not granted what the method needs."""
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": f"{service}.googleapis.com", "method": method},
    }
    return ApiError(
        403,
        "Request had insufficient authentication scopes.",
        details=[info],
        reason="insufficientPermissions",
        headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope"'},
    )


@cache
def _private_key(number: int) -> RSAPrivateKey:  # noqa: ARG001 - one for each number
    """The key with that number, shared by the local Googles of a process. It is half as long as Google's: making and reading those takes a while."""
    return generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it guards nothing


def _parts(value: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    """Header, claims, what is signed, signature. Raises ``InvalidGrant``."""
    try:
        head, body, signature = value.split(".")
        header, claims = (json.loads(_decoded(part)) for part in (head, body))
    except ValueError:
        raise InvalidGrant("Invalid JWT: Failed to parse JWT.") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise InvalidGrant("Invalid JWT: Failed to parse JWT.")
    return header, claims, f"{head}.{body}".encode(), _decoded(signature)


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
