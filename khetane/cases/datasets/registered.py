"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.cases.datasets.casework import NeedDataset, ProcedureDataset, ServiceDataset
from khetane.cases.datasets.referral import ReferralDataset

DATASETS = (NeedDataset(), ReferralDataset(), ServiceDataset(), ProcedureDataset())
