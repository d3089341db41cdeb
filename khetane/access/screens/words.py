"""What is said of actions and kinds of records in the audit, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from khetane.core.collation import sort_key
from khetane.core.sensitivity import model_of

ACTIONS = {
    "read": _("read"),
    "wrote": _("wrote"),
    "exported": _("exported"),
    "erased": _("erased"),
    "redacted": _("took erased names out"),
    "searched": _("searched"),
    "decided": _("decided"),
    "created": _("created"),
    "changed": _("changed"),
    "invited": _("invited"),
    "accepted": _("accepted an invitation"),
    "granted": _("gave a role"),
    "confirmed": _("confirmed a role"),
    "refused": _("refused a role"),
    "kept_out": _("kept erased persons out"),
    "ended": _("ended a role"),
    "closed": _("closed"),
    "opened": _("opened again"),
    "overrode": _("opened in an emergency"),
    "reviewed": _("reviewed"),
    "revoked": _("revoked"),
    "handed_over": _("handed over"),
    "pseudonymised": _("pseudonymised"),
    "merged": _("merged"),
    "parted": _("parted again"),
    "told_apart": _("said not to be the same"),
    "kept": _("kept"),
    "loaded": _("loaded"),
    "published": _("published"),
    "retried": _("tried again"),
    "signed": _("signed"),
    "signed_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "verified": _("checked"),
    "printed": _("printed"),
    "sealed": _("sealed"),
    "linked": _("gave a link"),
    "copy_opened": _("opened a copy"),
    "copy_wrong_code": _("typed a wrong code"),
    "concerned": _("is concerned herself"),
    "concerned_other": _("declared another account concerned"),
    "received": _("received"),
    "take_up": _("took up"),
    "asked": _("asked"),
    "answer": _("answered"),
    "escalate": _("passed on"),
    "close": _("closed"),
    "reopen": _("opened again"),
    "assigned": _("said whose it is"),
    "replied": _("wrote again"),
    "reopened": _("asked to look again"),
    "judged": _("said whether content"),
    "removed": _("removed"),
    "page_opened": _("opened a sealed page"),
    "page_wrong_code": _("typed a wrong code"),
    "page_answered": _("answered on a sealed page"),
    "imported": _("brought in"),
    "discarded": _("discarded"),
    "undid": _("undid"),
    "withdrew": _("took back"),
}
# What is no record of ours, or is called otherwise here than where it stands; every other kind has the name of its records.
KINDS = {
    "attachment": _("file"),
    "audit": _("audit"),
    "grant": _("role of an account"),
    "job": _("job"),
    "override": _("emergency"),
    "request": _("request of a person"),
    "second_step": _("second step of signing in"),
    "unit_report": _("report of a unit"),
    "upload": _("kept upload"),
}


def kind_word(kind: str) -> str:
    """What the records are called that an event tells of; a kind nobody knows any more, by its code."""
    model = model_of(kind)
    return str(KINDS.get(kind) or (model._meta.verbose_name if model else kind))


def alike(action: str) -> list[str]:
    """Every action that is called as this one is: a reader cannot tell them apart, and asks for all of them."""
    return [code for code, word in ACTIONS.items() if str(word) == str(ACTIONS[action])]


def action_choices() -> list[tuple[str, str]]:
    """What can be asked for: each word once, in the reader's order."""
    first = {str(word): code for code, word in reversed(ACTIONS.items())}
    return sorted(((code, word) for word, code in first.items()), key=lambda one: sort_key(one[1]))
