"""Households and the persons in them: documents, identity, status, consent, matching keys."""
