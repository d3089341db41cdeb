"""Totals of units that are kept, since counting them anew for each reader takes as long as a night's work."""

from __future__ import annotations

from django.db import models

from khetane.core.sensitivity import declare


class KeptTotal(models.Model):
    """One total of one unit's half-year, rounded as it is told (migrations/0002); only the database's functions read it."""

    half = models.DateField()
    unit = models.ForeignKey("organisations.Unit", models.CASCADE, related_name="+")
    measure = models.CharField(max_length=40)
    number = models.BigIntegerField(null=True)
    kept_at = models.DateTimeField()

    sensitivity = declare(internal="id half unit measure number kept_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["half", "unit", "measure"], name="kept_total_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.half}"
