"""The pages of signing in speak one language in one script: most of what they say is a library's, in our words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from khetane.access.models import Account
from khetane.core.viewer import acting_as_system
from tests import world
from tests.world import PASSWORD

pytestmark = pytest.mark.django_db
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
CYRILLIC, LATIN = re.compile("[\u0400-\u04ff]"), re.compile("[A-Za-z\u00c0-\u024f]")
# Names of things, which no language writes otherwise here.
AS_THEY_ARE = {"Khetane", "JavaScript", "QR", "PIN", "English", "Srpski", "EUPL", "khetane", "IP-адреса"}
OPEN = (
    "login/", "signup/", "inactive/", "password/reset/", "password/reset/done/", "confirm-email/",
    "confirm-email/gone/", "password/reset/key/1-gone/", "3rdparty/login/cancelled/", "3rdparty/login/error/",
)  # fmt: skip
OWN = (
    "logout/", "email/", "password/change/", "sessions/", "3rdparty/", "2fa/", "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/", "2fa/webauthn/add/", "2fa/totp/deactivate/", "reauthenticate/", "2fa/reauthenticate/",
)  # fmt: skip
OF_A_KEY = ("2fa/", "2fa/webauthn/", "2fa/webauthn/keys/{key}/edit/", "2fa/webauthn/keys/{key}/remove/")
WITHOUT_A_SECOND_STEP = ("2fa/", "2fa/webauthn/", "2fa/totp/activate/", "2fa/recovery-codes/generate/")


class Words(HTMLParser):
    """What a page says to people, without what is called the same everywhere."""

    SAID = ("placeholder", "title", "aria-label", "alt", "data-label")
    EMPTY = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "use", "source"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        quiet = tag in ("script", "style", "code", "pre") or given.get("translate") == "no"
        if self.silent or quiet:
            self.silent += tag not in self.EMPTY
            return
        self.told += [given[name] or "" for name in self.SAID if name in given]

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag not in self.EMPTY))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(data)


def foreign(page: str) -> set[str]:
    """Words that mix scripts, and those in another than Cyrillic."""
    text = re.sub(r"\S+@\S+", "", " ".join(Words(page).told))
    return {word for word in WORD.findall(text) if LATIN.search(word)} - AS_THEY_ARE


@pytest.fixture
def account() -> Account:
    return world.account("health_mediator", world.town("HERE").unit)


def speaking(language: str, *, signed_in: Account | None = None) -> Client:
    client = Client(headers={"accept-language": language, "user-agent": "—"})
    if signed_in:
        client.post("/account/login/", {"login": signed_in.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("language", ["sr", "mk"])
@pytest.mark.parametrize("page", OPEN)
def test_before_signing_in(language: str, page: str) -> None:
    answer = speaking(language).get(f"/account/{page}", follow=True)
    assert foreign(answer.content.decode()) == set()


@pytest.mark.parametrize("language", ["sr", "mk"])
def test_refusals(language: str, account: Account) -> None:
    client = speaking(language)
    for path, said in (
        ("login/", {"login": account.email, "password": "wrong"}),
        ("login/", {}),
        ("password/reset/", {"email": "nobody"}),
        ("password/reset/", {"email": account.email}),
    ):
        answer = client.post(f"/account/{path}", said, follow=True)
        assert foreign(answer.content.decode()) == set(), (path, said)
    client = speaking(language, signed_in=account)
    change = {"oldpassword": "wrong", "password1": "one", "password2": "two"}
    for path, changed in (
        ("password/change/", change),
        ("password/change/", {**change, "oldpassword": PASSWORD, "password2": "one"}),
        ("2fa/totp/activate/", {"code": "000000"}),
        ("email/", {"action_add": "", "email": account.email}),
        ("reauthenticate/", {"password": "wrong"}),
        ("logout/", {}),
    ):
        answer = client.post(f"/account/{path}", changed, follow=True)
        assert foreign(answer.content.decode()) == set(), (path, changed)


@pytest.mark.parametrize("language", ["sr", "mk"])
def test_with_a_second_step(language: str, account: Account) -> None:
    with acting_as_system():
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)
    client = speaking(language)
    client.post("/account/login/", {"login": account.email, "password": PASSWORD})
    asked = client.get("/account/2fa/authenticate/")
    assert foreign(asked.content.decode()) == set()
    refused = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert foreign(refused.content.decode()) == set()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in OWN:
        answer = client.get(f"/account/{page}", follow=True)
        assert foreign(answer.content.decode()) == set(), page


@pytest.mark.parametrize("language", ["sr", "mk"])
def test_with_a_key(language: str, account: Account) -> None:
    client = speaking(language, signed_in=account)
    with acting_as_system():
        data = {"name": "Телефон", "credential": {}}
        key = Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data)
    for page in OF_A_KEY:
        answer = client.get(f"/account/{page.format(key=key.pk)}", follow=True)
        assert answer.status_code == 200
        assert foreign(answer.content.decode()) == set(), page


@pytest.mark.parametrize("language", ["sr", "mk"])
def test_before_there_is_a_second_step(language: str, account: Account) -> None:
    client = speaking(language, signed_in=account)
    for page in WITHOUT_A_SECOND_STEP:
        answer = client.get(f"/account/{page}", follow=True)
        assert foreign(answer.content.decode()) == set(), page


def test_a_word_of_two_scripts_is_found() -> None:
    assert foreign("<p>Aутентикатор код, QR, <b translate=no>Ana</b> e-поште</p>") == {
        "Aутентикатор",
        "e-поште",
    }
