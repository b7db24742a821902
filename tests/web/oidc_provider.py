"""An OpenID provider, by Authlib's own server part, run as a process: `python -m tests.web.oidc_provider PORT`.

Everybody who comes is “anna”, subject “s-1”, and agrees. A test may ask for an ID token that lies: `POST /lie`.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey

CLIENT, SECRET = "trustpool", "a secret of the test's own"
KEY = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
FORGED = RSAKey.generate_key(2048, {"kid": "k1", "alg": "RS256", "use": "sig"})
CODES: dict[str, Any] = {}
STATE = {"lie": ""}  # what the next ID token is wrong in


class Client(ClientMixin):
    """The pool, as the provider knows it."""

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return ""

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri.endswith("/login/provider/back")

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class Code(AuthorizationCodeMixin):
    """An authorization code that was given out."""

    def __init__(self, asked: Any) -> None:
        self.redirect_uri, self.scope = asked.payload.redirect_uri, asked.payload.scope
        self.nonce = asked.payload.data.get("nonce")
        self.code_challenge = asked.payload.data.get("code_challenge")
        self.code_challenge_method = asked.payload.data.get("code_challenge_method")

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)

    def get_nonce(self) -> str:
        return "somebody else's" if STATE["lie"] == "nonce" else str(self.nonce)

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class CodeGrant(grants.AuthorizationCodeGrant):
    """Codes are kept in memory, and are good once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def save_authorization_code(self, code: str, asked: Any) -> None:
        CODES[code] = Code(asked)

    def query_authorization_code(self, code: str, _client: Client) -> Code | None:
        return CODES.get(code)

    def delete_authorization_code(self, code: Code) -> None:
        for name in [name for name, kept in CODES.items() if kept is code]:
            del CODES[name]

    def authenticate_user(self, _code: Code) -> dict[str, str]:
        return {"sub": "s-1"}


class IdToken(OpenIDCode):
    """What is signed, truly or not."""

    def __init__(self, issuer: str) -> None:
        super().__init__(require_nonce=True)
        self._issuer = issuer

    def exists_nonce(self, _nonce: str, _request: Any) -> bool:
        return False

    def resolve_client_private_key(self, _client: Any) -> Any:
        return FORGED if STATE["lie"] == "key" else KEY

    def get_compatible_claims(self, _request: Any) -> dict[str, Any]:
        lie, now = STATE["lie"], int(time.time())
        return {
            "iss": "https://other.example" if lie == "issuer" else self._issuer,
            "aud": ["another client"] if lie == "audience" else [CLIENT],
            "iat": now,
            "exp": now - 3600 if lie == "time" else now + 300,
        }

    def generate_user_info(self, _user: Any, _scope: str) -> UserInfo:
        return UserInfo(sub="s-1", preferred_username="anna", name="安娜")

    def get_client_algorithm(self, _client: Any) -> str:
        return "RS256"


def provider(issuer: str) -> Flask:
    """The application."""
    app = Flask("provider")
    server = AuthorizationServer(app, query_client=lambda _: Client(), save_token=lambda *_: None)
    server.register_grant(CodeGrant, [IdToken(issuer), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Any:
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{issuer}/authorize",
            token_endpoint=f"{issuer}/token",
            jwks_uri=f"{issuer}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.get("/keys")
    def keys() -> Any:
        return jsonify(keys=[KEY.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Any:
        return server.create_authorization_response(grant_user={"sub": "s-1"})

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.post("/lie")
    def lie() -> str:
        STATE["lie"] = request.get_data(as_text=True)
        return ""

    return app


if __name__ == "__main__":
    import os

    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
    port = int(sys.argv[1])
    provider(f"http://127.0.0.1:{port}").run("127.0.0.1", port, threaded=True)
