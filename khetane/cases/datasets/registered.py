"""The datasets of this app, in the order in which their records are locked."""

from __future__ import annotations

from khetane.cases.datasets.casework import NeedDataset
from khetane.cases.datasets.group_delivery import GroupDeliveryDataset
from khetane.cases.datasets.legal import (
    CostDataset,
    HearingDataset,
    PowerDataset,
    ProcedureDataset,
    ProcedureEventDataset,
)
from khetane.cases.datasets.plan import CasePlanDataset, PlanStepDataset
from khetane.cases.datasets.referral import ReferralDataset
from khetane.cases.datasets.service import ServiceDataset

DATASETS = (
    NeedDataset(),
    ReferralDataset(),
    ServiceDataset(),
    GroupDeliveryDataset(),
    ProcedureDataset(),
    ProcedureEventDataset(),
    HearingDataset(),
    CostDataset(),
    PowerDataset(),
    CasePlanDataset(),
    PlanStepDataset(),
)
