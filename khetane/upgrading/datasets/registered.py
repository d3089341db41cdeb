"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.upgrading.datasets.concerned import ConcernedDataset
from khetane.upgrading.datasets.event import ProcessEventDataset
from khetane.upgrading.datasets.process import ProcessDataset
from khetane.upgrading.datasets.proposal import ProposalDataset
from khetane.upgrading.datasets.safeguard import SafeguardDataset

DATASETS = (
    ProcessDataset(),
    ProcessEventDataset(),
    SafeguardDataset(),
    ProposalDataset(),
    ConcernedDataset(),
)
