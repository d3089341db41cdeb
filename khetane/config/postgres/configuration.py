"""The configuration files of the embedded PostgreSQL, written anew at each start."""

from __future__ import annotations

import os
from collections.abc import Mapping

MEGABYTE = 1024 * 1024

# Who may connect: nobody without a password, and nobody over the network.
HBA = "local all all scram-sha-256\n"

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Neither statements nor their parameters nor the values of refused rows may reach the log, because
# they are personal data: errors go to the client alone (in log_min_messages, "log" stands above "error").
LOGGING = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
}


def server(*, socket_folder: str, memory: int, throwaway: bool) -> str:
    """postgresql.conf for a machine with `memory` bytes, which PostgreSQL shares with the application."""
    settings: dict[str, str] = {
        "listen_addresses": "",
        "unix_socket_directories": socket_folder,
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "password_encryption": "scram-sha-256",
        "shared_buffers": megabytes(min(max(memory // 8, 128 * MEGABYTE), 2048 * MEGABYTE)),
        "effective_cache_size": megabytes(max(memory // 2, 256 * MEGABYTE)),
        "work_mem": "16MB",
        "maintenance_work_mem": megabytes(min(max(memory // 32, 64 * MEGABYTE), 512 * MEGABYTE)),
        "max_wal_size": "2GB",
        # Old segments tell of the erased: they are removed, not renamed for reuse, and new ones begin empty.
        "wal_recycle": "off",
        "wal_init_zero": "on",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "idle_in_transaction_session_timeout": "10min",
        "timezone": "UTC",
        **LOGGING,
        **(THROWAWAY if throwaway else DURABLE),
    }
    return "# Written by Khetane at each start. Your own settings go into local.conf beside it.\n" + lines(
        settings
    )


def lines(settings: Mapping[str, str]) -> str:
    quoted = {name: value.replace("'", "''") for name, value in settings.items()}
    return "".join(f"{name} = '{value}'\n" for name, value in quoted.items())


def megabytes(amount: int) -> str:
    return f"{amount // MEGABYTE}MB"


def memory_of_this_machine() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
