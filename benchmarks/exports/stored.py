"""A throwaway database with many submissions of one form, stored as the way in stores them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.exports.bodies import FORM, body
from khetane.config.postgres import ROLES, ensure_roles, role_url, temporary_server

COLUMNS = (
    "id, instance_id, form_version_id, source, unit_id, account, mandate, sensitivity_level, received_at, replaces, "
    "content, content_sha256, key, key_id, state, reason, waits_for"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the submissions are, and who may export them."""

    account_id: UUID
    form_id: UUID
    body_bytes: int


@contextmanager
def database(count: int) -> Iterator[Stored]:
    """Django's databases point at it for the time of the block."""
    with temporary_server() as owner_url:
        passwords = {role.name: secrets.token_urlsafe(12) for role in ROLES}
        ensure_roles(owner_url, passwords)
        os.environ["KHETANE_ENV"] = "test"
        os.environ["KHETANE_OWNER_DATABASE_URL"] = owner_url
        os.environ["KHETANE_DATABASE_URL"] = role_url(owner_url, "khetane_app", passwords["khetane_app"])
        os.environ["DJANGO_SETTINGS_MODULE"] = "khetane.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", database="owner", verbosity=0)
        with psycopg.connect(owner_url, autocommit=True) as connection:
            yield _fill(connection, count)


def _fill(connection: psycopg.Connection[tuple[object, ...]], count: int) -> Stored:
    place, unit, account, form, version = (uuid4() for _ in range(5))
    run = connection.execute
    top = run("select id from places_place where parent_id is null limit 1").fetchone()
    run(
        "insert into places_place (id, kind, code, name, sort_key, search_text, path, parent_id, designation_note, "
        "designation_notes, source) values (%s, 'municipality', 'BENCH', 'Bench', 'b', '', 'see.bench', %s, '', '{}', '')",
        [place, top[0] if top else None],
    )
    run(
        "insert into organisations_unit (id, code, name, municipality_id, decision, memorandum, equipment) "
        "values (%s, 'BENCH-U', 'Bench unit', %s, '', '', '')",
        [unit, place],
    )
    run(
        "insert into access_account (id, email, name, language, is_active, is_demo, created_at, password) "
        "values (%s, 'b@example.org', '', '', true, false, now(), '!')",
        [account],
    )
    run(
        "insert into access_rolegrant (id, account_id, role_id, unit_id, begins, granted_at) "
        "values (gen_random_uuid(), %s, 'unit_coordinator', %s, date '2020-01-01', now())",
        [account, unit],
    )
    _publish(connection, form, version, account)
    size = _copy(connection, count, version, unit, account)
    run("vacuum analyze")
    return Stored(account, form, size // count)


def _publish(
    connection: psycopg.Connection[tuple[object, ...]], form: UUID, version: UUID, account: UUID
) -> None:
    run = connection.execute
    run(
        "insert into khetane_forms_form (id, form_id, title, created_at, titles) values (%s, 'household', 'Household', now(), '{}')",
        [form],
    )
    run(
        "insert into khetane_forms_formversion (id, form_id, version, title, state, mandate, sensitivity_level, languages, "
        "titles, source_name, xform_md5, compiled, published_by, published_at) "
        "values (%s, %s, '1', 'Household', 'open', '', 'personal', '[]', '{}', 'b.xlsx', '', %s, %s, now())",
        [version, form, Jsonb(FORM.to_json()), account],
    )
    run(
        "insert into khetane_forms_formcontent (version_id, source, xform, warnings) values (%s, '', '', '[]')",
        [version],
    )


def _copy(
    connection: psycopg.Connection[tuple[object, ...]], count: int, version: UUID, unit: UUID, account: UUID
) -> int:
    from django.utils import timezone

    from khetane.core.sealing import seal
    from khetane.forms.keys import key_context, new_content_key

    now, size = timezone.now(), 0
    with connection.cursor().copy(f"copy khetane_forms_submission ({COLUMNS}) from stdin") as copy:
        for number in range(count):
            instance_id, xml = body(number)
            id = uuid4()
            key, wrapped = new_content_key(id)
            size += len(xml)
            sealed = seal(key, xml, key_context(id))
            row = [id, instance_id, version, "device", unit, account, "", "personal", now, "", sealed]
            copy.write_row(
                [*row, hashlib.sha256(xml).digest(), wrapped.wrapped, wrapped.key_id, "applied", "", ""]
            )
    return size
