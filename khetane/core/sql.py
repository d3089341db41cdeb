"""Row-level security as SQL for migrations: who sees and writes the rows of a table.

A policy compares plain columns with arrays that a `stable` function reads once per query from the
viewer's grants, so that an index on `unit_id` stays usable (DESIGN, "Row-level security").
Names of tables and columns come from our migrations, never from input.
"""

from __future__ import annotations

from dataclasses import dataclass

APP, BACKUP, ERASER, SEALER, SNAPSHOT, MATCHING = (
    "khetane_app",
    "khetane_backup",
    "khetane_eraser",
    "khetane_sealer",
    "khetane_snapshot",
    "khetane_matching",
)
SERVICE_ROLES = (APP, BACKUP, ERASER, SEALER, SNAPSHOT, MATCHING)


# The permissions under which nearly every page reads. Entering tells the units of each in a setting, for a viewer who reads by
# units alone (access/migrations/0026), whom `khetane.whole` names. A policy that looks there calls no function: functions
# in plpgsql, asked for every table of every question, cost a household's page a quarter.
TOLD = ("identity.read", "content.read", "submission.read")
_WHOLE = "nullif(current_setting('khetane.whole', true), '') = current_setting('khetane.viewer', true)"


def _asked(function: str, told: str) -> str:
    """What entering told, or else what the function answers; once a question."""
    return f"(select case when {_WHOLE} then {told} else {function} end)"


def _units(permission: str, function: str = "khetane_units") -> str:
    """The units in which the viewer holds a permission, or whatever the function answers for it."""
    asked = f"{function}('{permission}')"
    if permission not in TOLD:
        return f"(select {asked})"
    return _asked(asked, f"current_setting('khetane.in.{permission}', true)::uuid[]")


def everywhere() -> str:
    """The mandates that the viewer reads in all her units alike; null where they differ, or she sees clients only."""
    return _asked(
        "khetane_read_everywhere()", "nullif(current_setting('khetane.in.mandates', true), '')::text[]"
    )


@dataclass(frozen=True, slots=True)
class UnitRows:
    """Rows of a unit: read by holders of `read` there, and under an override of the household.

    Holders of `write` add rows for any mandate: a form says what it is of, and whoever fills it in need not read
    it afterwards. They change and delete only rows that they read, into rows that they read (docs/adr/0540).
    `clients` is what of a mandate's is there for who sees clients only (docs/adr/0660); what of a `household`'s is there
    besides that of her clients.
    """

    read: str
    write: str
    household: str | None = None
    mandate: str | None = None
    clients: str = ""

    def using(self) -> str:
        """The condition under which a row is there for the viewer."""
        if self.household and not self.mandate:
            # For nearly everybody the reach is the viewer's own units, no row needs a second look, and what is looked
            # in is null. An "or" beside the first condition would make PostgreSQL join two indexes and sort a whole unit
            # for one page of a list; so what an emergency opens is in both, and this one narrows.
            narrowed = _asked("khetane_narrowed()", "null")
            there = f"coalesce({narrowed} && array[unit_id, {self.household}], true)"
            return f"unit_id = any ({_units(self.read, 'khetane_reach')}::uuid[]) and " + (
                f"({self.clients} or {there})" if self.clients else there
            )
        return self.own()

    def own(self) -> str:
        """The condition under which a row is the viewer's to read without any emergency."""
        condition = f"unit_id = any ({_units(self.read)}::uuid[])"
        if self.mandate:
            # Whoever reads the same mandates in all her units, as nearly everybody does, is answered by a short
            # list. Null, as it is for who does not, or sees clients only, leads to what she reads in each; looked up,
            # a row costs twice that.
            read = (
                f"{self.mandate} = '' or (select khetane_readers()) -> unit_id::text ? {self.mandate}::text"
            )
            condition += f" and coalesce({self.mandate} = any ({everywhere()}::text[]), " + (
                f"({read}) and ({self.clients}))" if self.clients else f"{read})"
            )
        return condition

    def check(self) -> str:
        """The condition under which the viewer may add a row."""
        return f"unit_id = any ((select khetane_units('{self.write}'))::uuid[])"

    def change(self) -> str:
        """The condition under which the viewer may change a row, or delete it; it holds for the row after, too."""
        return f"{self.check()} and {self.own()}"


@dataclass(frozen=True, slots=True)
class SharedRows:
    """Rows that everyone signed in reads and holders of one permission write."""

    write: str

    def using(self) -> str:
        """The condition under which a row is there for the viewer."""
        # What khetane_viewer() says: a function in SQL would be parsed anew by every question. Bare, it is asked for each
        # row, of which a page reads some dozens; a `select` asks once, and is planned and begun with every statement.
        return "current_setting('khetane.viewer', true) <> ''"

    def check(self) -> str:
        """The condition under which the viewer may write a row."""
        return f"(select khetane_holds('{self.write}'))"

    def change(self) -> str:
        """Everybody reads the rows: who may add one may change it."""
        return self.check()


@dataclass(frozen=True, slots=True)
class Rows:
    """Conditions of a table's own."""

    read: str
    write: str

    def using(self) -> str:
        """The condition under which a row is there for the viewer."""
        return self.read

    def check(self) -> str:
        """The condition under which the viewer may write a row."""
        return self.write

    def change(self) -> str:
        """As it was written: a table's own condition says all of it."""
        return self.write


def protect(table: str, rows: UnitRows | SharedRows | Rows, *, delete: bool = True) -> str:
    """Turn row-level security on for `table`, for its owner too, with the policies of `rows`."""
    using, check, change = rows.using(), rows.check(), rows.change()
    deletes = f"create policy app_delete on {table} for delete to {APP} using ({change});" if delete else ""
    rights = "select, insert, update, delete" if delete else "select, insert, update"
    return f"""
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy owner_all on {table} to current_user using (true) with check (true);
        create policy backup_read on {table} for select to {BACKUP} using (true);
        create policy app_read on {table} for select to {APP} using ({using});
        create policy app_insert on {table} for insert to {APP} with check ({check});
        create policy app_update on {table} for update to {APP} using ({change}) with check ({change});
        {deletes}
        grant {rights} on {table} to {APP};
        grant select on {table} to {BACKUP};
    """


def changed_only(table: str, change: str) -> str:
    """Alter who changes and deletes rows of a table that `protect` let be deleted."""
    return f"""
        alter policy app_update on {table} to {APP} using ({change}) with check ({change});
        alter policy app_delete on {table} to {APP} using ({change});
    """


def of_clients(*columns: str) -> str:
    """For who sees clients only (`clients.only`): rows that name one of hers in one of these columns, or of units
    that she sees as a whole. True for everybody else.

    The keys are one object for the whole statement.
    """
    named = ", ".join(f"{column}::text" for column in ("unit_id", *columns))
    return f"coalesce((select khetane_clients()) ?| array[{named}], true)"


def content_of_clients(household: str = "household_id", person: str | None = "person_id") -> str:
    """The same for what a mandate holds: of a client, or of a client's household as a whole."""
    of_home = f"'c' || {household}"
    named = f"'c' || {person}, case when {person} is null then {of_home} end" if person else of_home
    return f"coalesce((select khetane_clients()) ?| array[unit_id || ':' || mandate, {named}], true)"


def also(condition: str, *others: str) -> str:
    """A condition for who sees clients only, or one of `others` in its stead."""
    return f"({condition} or {' or '.join(f'({other})' for other in others)})"


def _limited(condition: str) -> str:
    """Asked of who is limited. That others are not is asked once a statement, in a `select` of its own
    (access/migrations/0023): bare, it would be asked of each row, and a list of ten units cost a quarter more."""
    if condition == "true":
        return condition
    whole = "select current_setting('khetane.whole', true) = current_setting('khetane.viewer', true)"
    return f"case when ({whole}) then true else ({condition}) end"


def clients_only(table: str, seen: str, *, added: str = "true", read: bool = True) -> str:
    """Beside what `protect` lets through: rows for which `seen` holds; `added` holds for those added and as changed.

    A table of rows about households needs it (tests/security/access/test_clients_only.py looks for those without).
    Without `read` where its `UnitRows` ask for clients themselves: that costs a statement less, and is asked of all.
    """
    changed = _limited(seen if added == "true" else f"{seen} and {added}")
    seen, added = _limited(seen), _limited(added)
    reads = f"create policy clients_read on {table} as restrictive for select to {APP} using ({seen});"
    insert = (
        f"create policy clients_insert on {table} as restrictive for insert to {APP} with check ({added});"
    )
    return f"""
        {reads if read else ""}
        create policy clients_update on {table} as restrictive for update to {APP}
            using ({seen}) with check ({changed});
        create policy clients_delete on {table} as restrictive for delete to {APP} using ({seen});
        {"" if added == "true" else insert}
    """


def not_clients_only(table: str) -> str:
    """The reverse of `clients_only`."""
    return "".join(
        f"drop policy if exists clients_{action} on {table};"
        for action in ("read", "insert", "update", "delete")
    )


def unprotect(table: str) -> str:
    """The reverse of `protect`."""
    return f"""
        drop policy if exists owner_all on {table};
        drop policy if exists backup_read on {table};
        drop policy if exists app_read on {table};
        drop policy if exists app_insert on {table};
        drop policy if exists app_update on {table};
        drop policy if exists app_delete on {table};
        revoke all on {table} from {APP}, {BACKUP};
        alter table {table} no force row level security;
        alter table {table} disable row level security;
    """


def open_to_app(*tables: str) -> str:
    """Rights without row-level security: for tables that hold nothing of persons recorded."""
    names = ", ".join(tables)
    return f"grant select, insert, update, delete on {names} to {APP}; grant select on {names} to {BACKUP};"


def erasable(table: str) -> str:
    """What the eraser may do with rows of persons; it clears away the dead rows that it leaves behind."""
    return f"""
        create policy eraser_all on {table} to {ERASER} using (true) with check (true);
        grant select, update, delete, maintain on {table} to {ERASER};
    """


def not_erasable(table: str) -> str:
    """The reverse of `erasable`."""
    return f"drop policy eraser_all on {table}; revoke all on {table} from {ERASER};"


def follows_household(table: str) -> str:
    """Rows go to the unit to which their household is handed over, at the same moment."""
    return f"""
        create function {table}_follows() returns trigger
            language plpgsql security definer set search_path = public, pg_temp
            as $$ begin
                update {table} set unit_id = new.unit_id where household_id = new.id and unit_id = old.unit_id;
                return null;
            end $$;
        create trigger {table}_follows after update of unit_id on people_household
            for each row when (old.unit_id is distinct from new.unit_id) execute function {table}_follows();
    """


def stays(table: str) -> str:
    """The reverse of `follows_household`."""
    return f"drop trigger {table}_follows on people_household; drop function {table}_follows();"
