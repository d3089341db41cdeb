"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.programmes.datasets.enrolment import EnrolmentDataset
from khetane.programmes.datasets.milestone import MilestoneDataset
from khetane.programmes.datasets.session import SessionDataset

DATASETS = (EnrolmentDataset(), MilestoneDataset(), SessionDataset())
