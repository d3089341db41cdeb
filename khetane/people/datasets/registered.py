"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.people.datasets.consent import ConsentDataset
from khetane.people.datasets.document import DocumentDataset
from khetane.people.datasets.household import HouseholdDataset
from khetane.people.datasets.person import PersonDataset
from khetane.people.datasets.said import SelfIdentificationDataset, StatusDataset

DATASETS = (
    HouseholdDataset(),
    PersonDataset(),
    DocumentDataset(),
    SelfIdentificationDataset(),
    StatusDataset(),
    ConsentDataset(),
)
