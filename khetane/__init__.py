"""Khetane: system of record and measuring instrument of joint social-inclusion work."""
