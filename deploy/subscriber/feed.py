"""The public side of an agency's feed: tokens, events and keys over HTTP, and the check of every event.

Bahasa Indonesia: sisi HTTP dari umpan instansi, dan pemeriksaan tanda tangan setiap kejadian.
"""
import base64
import json
import time
from urllib import parse, request

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey


class Refused(Exception):
    """Not signed, changed, or not of this feed. Nothing of it is kept. Its text names no personal data."""


class KeyUnknown(Refused):
    """Forged; or signed under a key so new that the key set does not show it yet."""


def canonical(event):
    """RFC 8785, for what the feed contains: whole numbers, names in ASCII."""
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def unbase64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified(event, agency, key):
    """The event without a doubt: signed under a key of e-PUPNS (`key(kid)` gives its 32 bytes), unchanged, of this agency."""
    try:
        signed = {name: event[name] for name in event if name != "epupnssig"}
        VerifyKey(key(str(event["epupnskid"]))).verify(canonical(signed).encode(), unbase64(event["epupnssig"]))
    except (ValueError, KeyError, TypeError, RecursionError, BadSignatureError):
        raise Refused("the signature does not fit: changed, or not from e-PUPNS") from None
    if event["agencycode"] != agency:
        raise Refused("an event of another agency's feed")
    return event


class NoRedirect(request.HTTPRedirectHandler):
    def redirect_request(self, *_):  # a token goes nowhere else
        return None


class Door:
    """The public API: key set, token, events."""

    def __init__(self, url, client_file):
        self.url, self.client_file, self.token = url.rstrip("/"), client_file, (None, 0.0)
        self.opener = request.build_opener(NoRedirect)
        address = parse.urlsplit(url)
        if address.scheme != "https" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise SystemExit("subscriber: --url must begin with https://, since a secret is sent there")

    def ask(self, path, authorization=None, form=None):
        body = parse.urlencode(form).encode() if form else None
        headers = {"Authorization": authorization} if authorization else {}
        with self.opener.open(request.Request(self.url + path, body, headers), timeout=30) as answer:
            return json.load(answer)

    def bearer(self):
        """OAuth 2.0 client credentials; a token lives for five minutes."""
        if time.monotonic() > self.token[1]:
            with open(self.client_file, encoding="utf-8") as file:
                client = json.load(file)
            basic = base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
            answer = self.ask("/oauth2/token", f"Basic {basic}", {"grant_type": "client_credentials"})
            self.token = (answer["access_token"], time.monotonic() + answer["expires_in"] - 30)
        return "Bearer " + self.token[0]

    def events(self, agency, after):
        query = parse.urlencode({"after": after, "limit": 500, "agency": agency})
        return self.ask(f"/v1/events?{query}", self.bearer())

    def keys(self):
        """The public keys of e-PUPNS, by id."""
        keys = self.ask("/.well-known/jwks.json")["keys"]
        return {key["kid"]: key["x"] for key in keys if key.get("crv") == "Ed25519"}
