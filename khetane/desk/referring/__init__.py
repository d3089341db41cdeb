"""Referrals on the screen: sending on, answering, following up, pages and letters for institutions."""
