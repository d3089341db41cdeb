"""The list of persons of the unit who may be recorded twice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from khetane.core.routes import requires
from khetane.desk.listing import Listing, list_page
from khetane.people.models import MatchCandidate, Proposal
from khetane.people.same.actions import PERMISSION

PROPOSALS = Listing(
    kind="match_candidate",
    permission=PERMISSION,
    title=_("Same person?"),
    rows=lambda: MatchCandidate.objects.select_related("person__household", "other__household"),
    order=("-probability", "id"),
    columns=(_("Person"), _("May be the same as"), _("How likely"), _("State")),
    filters={"state": (_("State"), Proposal.choices)},
    empty=_("Nobody of your unit seems to be recorded twice. The register is looked through each night."),
    standing={"state": Proposal.OPEN.value},
)


@requires(PERMISSION)
def same_persons(request: HttpRequest) -> HttpResponse:
    """Likeliest first; a record of another unit is not shown, only that there is one."""
    return list_page(PROPOSALS, request)
