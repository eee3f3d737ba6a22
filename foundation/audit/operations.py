"""Migration operations that make the audit trail and lead tables into it."""

from collections.abc import Sequence
from typing import Any

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION foundation_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    personal text[] := TG_ARGV[0]::text[];
    silent   text[] := TG_ARGV[1]::text[];
    before   jsonb  := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    after    jsonb  := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    known    jsonb  := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    changes  jsonb;
BEGIN
    SELECT coalesce(jsonb_object_agg(key,
                        CASE WHEN key = ANY (personal) THEN 'null'::jsonb
                             ELSE jsonb_build_array(before -> key, after -> key) END), '{}'::jsonb)
      INTO changes
      FROM jsonb_object_keys(known) AS key
     WHERE (before -> key) IS DISTINCT FROM (after -> key)
       AND key <> ALL (silent) AND key NOT IN ('id', 'alliance_id');
    IF TG_OP = 'UPDATE' AND changes = '{}'::jsonb THEN
        RETURN NULL;
    END IF;
    INSERT INTO foundation_auditevent
           (alliance_id, at, user_id, request_id, "table", row_id, action, changes%(column)s)
    VALUES ((known ->> TG_ARGV[2])::bigint, clock_timestamp(),
            nullif(current_setting('app.user_id', true), '')::bigint,
            coalesce(current_setting('app.request_id', true), ''),
            TG_TABLE_NAME, (known ->> 'id')::bigint, left(TG_OP, 1), changes%(value)s);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION foundation_audit() FROM PUBLIC;
"""
WITHOUT_AGENT = FUNCTION % {"column": "", "value": ""}
WITH_AGENT = FUNCTION % {
    "column": ", agent",
    "value": ", coalesce(current_setting('app.agent', true), '')",
}


class CreateAuditFunction(migrations.RunSQL):
    """The one SECURITY DEFINER function: the application may read the trail and cannot write it.

    It returns `trigger`, so nobody can call it directly to forge a row, and its search path is fixed.
    """

    def __init__(self) -> None:
        super().__init__(WITHOUT_AGENT, "DROP FUNCTION foundation_audit()")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}

    def describe(self) -> str:
        return "Create the audit function"


class NameAgents(migrations.RunSQL):
    """The trail also keeps what acted where no person did."""

    def __init__(self) -> None:
        super().__init__(WITH_AGENT, WITHOUT_AGENT)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}

    def describe(self) -> str:
        return "Name agents in the audit trail"


class AuditTable(migrations.RunSQL):
    """Record every change of a table. `personal` columns are recorded by name, `silent` ones not at all."""

    def __init__(
        self,
        table: str,
        *,
        personal: Sequence[str] = (),
        silent: Sequence[str] = (),
        alliance_column: str = "alliance_id",
    ) -> None:
        self.table, self.personal, self.silent = table, list(personal), list(silent)
        self.alliance_column = alliance_column
        super().__init__(
            f"CREATE TRIGGER {table}_audit AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION foundation_audit"
            f"('{_array(personal)}', '{_array(silent)}', '{alliance_column}')",
            f"DROP TRIGGER {table}_audit ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs: dict[str, Any] = {"personal": self.personal, "silent": self.silent}
        return self.__class__.__qualname__, [self.table], {**kwargs, "alliance_column": self.alliance_column}

    def describe(self) -> str:
        return f"Audit {self.table}"


def _array(names: Sequence[str]) -> str:
    return "{" + ",".join(names) + "}"


FORGET = """
UPDATE foundation_auditevent SET changes = changes || '{{"{column}": null}}'::jsonb
 WHERE "table" = '{table}' AND changes ? '{column}'
"""


class ForgetInTrail(migrations.RunSQL):
    """Take out of the trail what it kept of columns that have become personal: that they changed stays."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table, self.columns = table, list(columns)
        super().__init__(
            [FORGET.format(table=table, column=column) for column in columns], migrations.RunSQL.noop
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table, self.columns], {}

    def describe(self) -> str:
        return f"Forget what the trail kept of {', '.join(self.columns)} of {self.table}"
