"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.outreach.datasets.settlement import SettlementDataset
from khetane.outreach.datasets.visit import VisitDataset
from khetane.outreach.datasets.work import TaskDataset, VisitNoteDataset

DATASETS = (VisitDataset(), VisitNoteDataset(), TaskDataset(), SettlementDataset())
