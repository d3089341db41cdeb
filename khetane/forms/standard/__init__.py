"""Our own forms, as folders of CSV sheets (see README.md); free of Django."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent

FORMS = (
    "settlement_profile",
    "settlement_inspection",
    "household_registration",
    "household_update",
    "member",
    "visit",
    "note_coordination",
    "note_education",
    "note_health",
    "note_social_protection",
    "note_employment",
    "note_legal",
    "needs_education",
    "needs_health",
    "needs_employment",
    "needs_social_protection",
    "needs_housing",
    "needs_documents",
    "needs_discrimination",
    "need_followup",
    "task_followup",
    "plan_review",
    "service",
    "group_delivery",
    "scheme_attendance",
    "scheme_milestone",
    "consent",
    "referral_answer",
    "procedure_step",
    "new_client",
)
