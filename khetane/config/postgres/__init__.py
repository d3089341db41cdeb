"""The embedded PostgreSQL: its programs, its cluster, the roles, and a throwaway one for tests."""

from __future__ import annotations

from khetane.config.postgres.cluster import Cluster, ClusterProblem
from khetane.config.postgres.roles import ROLES, Role, RolesProblem, ensure_database, ensure_roles, role_url
from khetane.config.postgres.temporary import temporary_server

__all__ = [
    "ROLES",
    "Cluster",
    "ClusterProblem",
    "Role",
    "RolesProblem",
    "ensure_database",
    "ensure_roles",
    "role_url",
    "temporary_server",
]
