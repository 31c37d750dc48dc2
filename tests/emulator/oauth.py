"""The token endpoint, the consent page, and the two calls that turn other credentials into tokens (workload identity, impersonation)."""

import hashlib
import html
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from tests.emulator.calls import Reply
from tests.emulator.errors import ApiError
from tests.emulator.tokens import LIFETIME, InvalidGrant, Token, Tokens
from tests.emulator.wire import Request, error_reply, json_bytes, page
from tests.emulator.world import Account

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105 - the name of a grant
ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - the name of a type
IAM_SCOPES = frozenset({"https://www.googleapis.com/auth/cloud-platform", "https://www.googleapis.com/auth/iam"})
SERVICE_ACCOUNTS, GENERATE = "/v1/projects/-/serviceAccounts/", ":generateAccessToken"
CODE_LIFETIME = timedelta(minutes=10)
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}

Form = Mapping[str, str]


class Refused(Exception):
    """What the token endpoint answers instead of a token."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class Client:
    """An OAuth client of kind "installed" of a project."""

    id: str
    secret: str
    project: str


@dataclass(frozen=True, slots=True)
class Code:
    """What a person consented to, to be changed for tokens once."""

    client: Client
    account: Account
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    method: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that is for us: which method it is in the log, and what to do."""

    method: str
    act: Callable[[], Reply]


@dataclass(slots=True)
class OAuth:
    """All that is no API method.

    ``subjects`` are the tokens of other identity providers and whom they stand for, ``impersonators`` who may act as which service account.
    """

    tokens: Tokens
    clients: dict[str, Client] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    subjects: dict[str, Account] = field(default_factory=dict)
    impersonators: set[tuple[str, str]] = field(default_factory=set)

    def client(self, project: str, url: str) -> dict[str, dict[str, Any]]:
        """A new OAuth client, as the file that the console offers for download."""
        secret = self.tokens.secret()
        client = Client(f"{project}-{secret[:32]}.apps.googleusercontent.com", "GOCSPX-" + secret[32:60], project)
        self.clients[client.id] = client
        installed = {
            "client_id": client.id,
            "client_secret": client.secret,
            "project_id": project,
            "auth_uri": f"{url}/o/oauth2/auth",
            "token_uri": f"{url}/token",
            "redirect_uris": ["http://localhost"],
        }
        return {"installed": installed}

    def federate(self, subject_token: str, service_account: str) -> None:
        """Trust ``subject_token`` of another identity provider, and let who holds it act as ``service_account``."""
        principal = f"principal-{len(self.subjects)}@pool.iam.gserviceaccount.com"
        self.subjects[subject_token] = self.tokens.world.account(principal, kind="service")
        self.impersonators.add((principal, service_account.lower()))

    def workload(self, source: Path, service_account: str, url: str) -> dict[str, Any]:
        """A configuration of kind ``external_account``, which takes its subject token from a file."""
        return {
            "type": "external_account",
            "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/provider",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": f"{url}/v1/token",
            "credential_source": {"file": str(source)},
            "service_account_impersonation_url": f"{url}{SERVICE_ACCOUNTS}{service_account}{GENERATE}",
        }

    def visit(self, request: Request) -> Visit | None:
        """What ``request`` is for; ``None`` when it is an API call."""
        match request.verb, request.path:
            case "POST", "/token":
                return Visit("oauth2.token", lambda: self._token(_form(request)))
            case "POST", "/revoke":
                return Visit("oauth2.revoke", lambda: self._revoke(_form(request)))
            case "POST", "/v1/token":
                return Visit("sts.token", lambda: self._exchange(_form(request)))
            case "GET", "/o/oauth2/auth" | "/o/oauth2/v2/auth":
                return Visit("oauth2.consent", lambda: self._consent_page(dict(request.query)))
            case "POST", "/o/oauth2/auth" | "/o/oauth2/v2/auth":
                return Visit("oauth2.consent", lambda: self._consent(request))
            case "POST", path if path.startswith(SERVICE_ACCOUNTS) and path.endswith(GENERATE):
                email = unquote(path.removeprefix(SERVICE_ACCOUNTS).removesuffix(GENERATE))
                return Visit("iamcredentials.generateAccessToken", lambda: self._impersonate(request, email))
        return None

    def _token(self, form: Form) -> Reply:
        grants = {JWT_BEARER: self._from_assertion, "refresh_token": self._from_refresh, "authorization_code": self._from_code}
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            return _refusal(Refused("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}"))
        try:
            return grant(form)
        except Refused as refused:
            return _refusal(refused)

    def _from_assertion(self, form: Form) -> Reply:
        try:
            assertion = self.tokens.assertion(form.get("assertion", ""))
        except InvalidGrant as problem:
            raise Refused("invalid_grant", str(problem)) from None
        if assertion.claims.get("sub", assertion.account.email) != assertion.account.email:
            words = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."
            raise Refused("unauthorized_client", words, 401)
        scopes = str(assertion.claims.get("scope", "")).split()
        if not scopes:
            raise Refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        return _granted(self.tokens.issue(assertion.account, scopes, assertion.account.project))

    def _from_refresh(self, form: Form) -> Reply:
        client = self._known_client(form)
        refresh = self.tokens.refresh.get(form.get("refresh_token", ""))
        if refresh is None or refresh.client != client.id:
            raise Refused("invalid_grant", "Bad Request")
        if refresh.revoked:
            raise Refused("invalid_grant", "Token has been expired or revoked.")
        wanted = frozenset(form.get("scope", "").split()) or refresh.scopes
        if not wanted <= refresh.scopes:
            raise Refused("invalid_scope", "Bad Request")
        return _granted(self.tokens.issue(refresh.account, wanted, refresh.app))

    def _from_code(self, form: Form) -> Reply:
        client = self._known_client(form)
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or code.client != client or code.expires <= self.tokens.world.clock():
            raise Refused("invalid_grant", "Malformed auth code." if code is None else "Bad Request")
        if code.redirect_uri != form.get("redirect_uri"):
            raise Refused("redirect_uri_mismatch", "Bad Request")
        if code.challenge and code.challenge != _challenge(form.get("code_verifier", ""), code.method):
            raise Refused("invalid_grant", "Invalid code verifier." if "code_verifier" in form else "Missing code verifier.")
        refresh = self.tokens.grant(code.account, code.scopes, client.project, client.id)
        return _granted(self.tokens.issue(code.account, code.scopes, client.project), refresh_token=refresh)

    def _known_client(self, form: Form) -> Client:
        client = self.clients.get(form.get("client_id", ""))
        if client is None:
            raise Refused("invalid_client", "The OAuth client was not found.", 401)
        if form.get("client_secret") != client.secret:
            raise Refused("invalid_client", "Unauthorized", 401)
        return client

    def _revoke(self, form: Form) -> Reply:
        value = form.get("token", "")
        if value in self.tokens.refresh:
            self.tokens.refresh[value].revoked = True
        elif self.tokens.access.pop(value, None) is None:
            return _refusal(Refused("invalid_token", "Token expired or revoked"))
        return Reply(200, json_bytes({}))

    def _exchange(self, form: Form) -> Reply:
        account = self.subjects.get(form.get("subject_token", ""))
        if form.get("grant_type") != TOKEN_EXCHANGE:
            return _refusal(Refused("unsupported_grant_type", "Invalid grant_type."))
        if account is None:
            return _refusal(Refused("invalid_grant", "The given credential is rejected by the attribute condition."))
        token = self.tokens.issue(account, form.get("scope", "").split(), account.project)
        return _granted(token, issued_token_type=ACCESS_TOKEN_TYPE)

    def _impersonate(self, request: Request, email: str) -> Reply:
        caller = self.tokens.access.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        target = self.tokens.world.accounts.get(email.lower())
        if caller is None or target is None or not self._may_impersonate(caller, target):
            denied = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist)."
            return error_reply(ApiError(403, denied), "iamcredentials")
        body = json.loads(request.body or b"{}")
        lifetime = timedelta(seconds=float(body.get("lifetime", "3600s").removesuffix("s")))
        token = self.tokens.issue(target, body.get("scope", ()), target.project, lifetime)
        return Reply(200, json_bytes({"accessToken": token.value, "expireTime": token.expires.strftime("%Y-%m-%dT%H:%M:%SZ")}))

    def _may_impersonate(self, caller: Token, target: Account) -> bool:
        return bool(IAM_SCOPES & caller.scopes) and (caller.account.email.lower(), target.email.lower()) in self.impersonators

    def _consent_page(self, asked: Form) -> Reply:
        problem = self._wrong_with(asked)
        if problem:
            return page(400, f"<!DOCTYPE html>\n<title>Error 400: {problem}</title>\n<p>Access blocked: authorization error. Error 400: {problem}\n")
        people = [account.email for account in self.tokens.world.accounts.values() if account.kind == "person"]
        return page(200, _consent_form(asked, people))

    def _consent(self, request: Request) -> Reply:
        """A person pressed a button: back to the client with a code, or with ``access_denied``."""
        form = parse_qs(request.body.decode(), keep_blank_values=True)
        asked = {name: values[-1] for name, values in form.items()}
        problem = self._wrong_with(asked)
        if problem:
            return page(400, f"<!DOCTYPE html>\n<title>Error 400: {problem}</title>\n")
        account = self.tokens.world.accounts.get(asked.get("account", "").lower())
        if asked.get("decision") != "allow" or account is None:
            return _redirect(asked, error="access_denied")
        scopes = frozenset(form.get("granted", asked["scope"].split()))
        value = "4/0" + self.tokens.secret()
        expires = self.tokens.world.clock() + CODE_LIFETIME
        method = asked.get("code_challenge_method", "plain")
        client = self.clients[asked["client_id"]]
        self.codes[value] = Code(client, account, scopes, asked["redirect_uri"], asked.get("code_challenge", ""), method, expires)
        return _redirect(asked, code=value, scope=" ".join(sorted(scopes)))

    def _wrong_with(self, asked: Form) -> str:
        if asked.get("client_id", "") not in self.clients:
            return "invalid_client"
        if urlsplit(asked.get("redirect_uri", "")).hostname not in LOOPBACK:
            return "redirect_uri_mismatch"
        if asked.get("response_type") != "code" or not asked.get("scope"):
            return "invalid_request"
        return ""


def _granted(token: Token, **more: str) -> Reply:
    body = {"access_token": token.value, "expires_in": int(LIFETIME.total_seconds()) - 1, **more, "scope": " ".join(sorted(token.scopes))}
    return Reply(200, json_bytes({**body, "token_type": "Bearer"}))


def _refusal(refused: Refused) -> Reply:
    return Reply(refused.status, json_bytes({"error": refused.error, "error_description": refused.description}))


def _redirect(asked: Form, **answer: str) -> Reply:
    if "state" in asked:
        answer["state"] = asked["state"]
    return Reply(302, b"", "text/html; charset=UTF-8", {"Location": f"{asked['redirect_uri']}?{urlencode(answer)}"})


def _form(request: Request) -> Form:
    return {name: values[-1] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def _challenge(verifier: str, method: str) -> str:
    if method != "S256":
        return verifier
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _consent_form(asked: Form, people: list[str]) -> str:
    """A page that a browser shows as it is, and that any HTTP client passes by posting its fields."""
    hidden = "\n".join(f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in asked.items())
    accounts = "\n".join(f"<option>{html.escape(email)}</option>" for email in people)
    scopes = "\n".join(
        f'<p><label><input type="checkbox" name="granted" value="{html.escape(scope)}" checked> {html.escape(scope)}</label>'
        for scope in asked["scope"].split()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Sign in</title>\n<form method="post" action="/o/oauth2/auth">\n'
        f'{hidden}\n<p><label>Account <select name="account">\n{accounts}\n</select></label>\n{scopes}\n'
        '<p><button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Cancel</button>\n</form>\n</html>\n'
    )
