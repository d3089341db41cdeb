"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.people.datasets.household import HouseholdDataset
from khetane.people.datasets.person import PersonDataset

DATASETS = (HouseholdDataset(), PersonDataset())
