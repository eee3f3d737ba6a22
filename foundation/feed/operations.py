"""Migration operations that lead a table into the change feed.

The triggers run with the writer's own rights: row-level security holds for what they write too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations

VERSION_FUNCTION = """
CREATE FUNCTION foundation_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    IF NEW.updated_at = OLD.updated_at THEN
        NEW.updated_at := clock_timestamp();
    END IF;
    RETURN NEW;
END $$;
"""
COLUMNS = (
    "alliance_id, at, xid, type, object_id, public_id,"
    " holder_before, holder_after, shared_before, shared_after"
)
FEED_FUNCTION = """
CREATE FUNCTION {table}_feed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shared_before boolean := TG_OP <> 'INSERT' AND ({shared_old});
    shared_after  boolean := TG_OP <> 'DELETE' AND ({shared_new});
BEGIN
    INSERT INTO public.foundation_change ({columns})
    VALUES (coalesce(NEW.alliance_id, OLD.alliance_id), clock_timestamp(), pg_current_xact_id(), '{type}',
            coalesce(NEW.id, OLD.id), coalesce(NEW.public_id, OLD.public_id), {holder_old}, {holder_new},
            shared_before, shared_after);{related}
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_feed AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_feed();
"""
RELATED = """
    IF (OLD.{column}, OLD.{holder}, shared_before{shows_old})
       IS DISTINCT FROM (NEW.{column}, NEW.{holder}, shared_after{shows_new}) THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('change feed'), hashtext('{type}'));
        INSERT INTO public.foundation_change ({columns})
        SELECT coalesce(NEW.alliance_id, OLD.alliance_id), clock_timestamp(), pg_current_xact_id(), '{type}',
               related.id, related.public_id, OLD.{holder}, NEW.{holder}, shared_before, shared_after
          FROM public.{table} AS related
         WHERE related.id IN (OLD.{column}, NEW.{column});
    END IF;"""
UNFEED = "DROP TRIGGER {table}_feed ON {table}; DROP FUNCTION {table}_feed()"
PART_FUNCTION = """
CREATE FUNCTION {table}_feed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.foundation_change ({columns})
    SELECT alliance_id, clock_timestamp(), pg_current_xact_id(), '{type}', id, public_id, {holder}, {holder},
           {shared}, {shared}
      FROM public.{whole} AS whole
     WHERE alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id) AND id IN (OLD.{column}, NEW.{column});
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_feed AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_feed();
"""

PART_OF_HELD_FUNCTION = """
CREATE FUNCTION {table}_feed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.{whole} SET updated_at = clock_timestamp()
     WHERE alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id) AND id IN (OLD.{column}, NEW.{column});
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_feed AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_feed();
"""

HELD_FUNCTION = """
CREATE FUNCTION {table}_feed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.foundation_change ({columns})
    SELECT coalesce(NEW.alliance_id, OLD.alliance_id), clock_timestamp(), pg_current_xact_id(), '{type}',
           coalesce(NEW.id, OLD.id), coalesce(NEW.public_id, OLD.public_id), holder, holder, false, false
      FROM (SELECT NULL::bigint AS holder
             UNION
            SELECT link.{holder} FROM public.{through} AS link
             WHERE link.alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id)
               AND link.{column} = coalesce(NEW.id, OLD.id)) AS holders;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_feed AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_feed();
CREATE FUNCTION {through}_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM public.{table} AS held
      WHERE held.alliance_id = coalesce(NEW.alliance_id, OLD.alliance_id)
        AND held.id IN (OLD.{column}, NEW.{column}) FOR SHARE;
    RETURN NULL;
END $$;
CREATE TRIGGER {through}_held AFTER INSERT OR UPDATE OR DELETE ON {through}
    FOR EACH ROW EXECUTE FUNCTION {through}_held();
"""
UNHOLD = """
DROP TRIGGER {through}_held ON {through}; DROP FUNCTION {through}_held();
DROP TRIGGER {table}_feed ON {table}; DROP FUNCTION {table}_feed();
"""


class CreateVersionFunction(migrations.RunSQL):
    """The trigger function behind `VersionTable`."""

    def __init__(self) -> None:
        super().__init__(VERSION_FUNCTION, "DROP FUNCTION foundation_version()")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}

    def describe(self) -> str:
        return "Create the version function"


class VersionTable(migrations.RunSQL):
    """Raise `version` by one with every update, and move `updated_at`, whichever statement makes it."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            f"CREATE TRIGGER {table}_version BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION foundation_version()",
            f"DROP TRIGGER {table}_version ON {table}",
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], {}

    def describe(self) -> str:
        return f"Count the versions of {self.table}"


class FeedTable(migrations.RunSQL):
    """Write every change of `table` to the feed, as objects of `type`.

    `holder` is the column that names the holder of a row, "" where rows have none and are shared or not;
    `shared` is SQL about `{row}` that says whether other readers see it. `related` maps a type to (its table,
    the column here that names its row): objects that come into view and leave it with this row, such as the
    register row of a partner school. Whoever changes such objects elsewhere calls `write.settle` before
    looking whom that concerns. `shows` is a column here by which the holder sees more or less of them.
    """

    def __init__(
        self,
        table: str,
        *,
        type: str,
        holder: str,
        shared: str = "false",
        related: Mapping[str, Sequence[str]] | None = None,
        shows: str = "",
    ) -> None:
        self.table, self.type, self.holder, self.shared, self.shows = table, type, holder, shared, shows
        self.related = {name: list(place) for name, place in (related or {}).items()}
        super().__init__(self._create(), UNFEED.format(table=table))

    def _create(self) -> str:
        related = [
            RELATED.format(
                columns=COLUMNS,
                type=name,
                holder=self.holder,
                table=table,
                column=column,
                shows_old=f", OLD.{self.shows}" if self.shows else "",
                shows_new=f", NEW.{self.shows}" if self.shows else "",
            )
            for name, (table, column) in self.related.items()
        ]
        return FEED_FUNCTION.format(
            table=self.table,
            type=self.type,
            columns=COLUMNS,
            holder_old=f"OLD.{self.holder}" if self.holder else "NULL",
            holder_new=f"NEW.{self.holder}" if self.holder else "NULL",
            shared_old=self.shared.format(row="OLD"),
            shared_new=self.shared.format(row="NEW"),
            related="".join(related),
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        kwargs = {"type": self.type, "holder": self.holder, "shared": self.shared, "related": self.related}
        return self.__class__.__qualname__, [self.table], {**kwargs, "shows": self.shows}

    def describe(self) -> str:
        return f"Lead {self.table} into the change feed"


class FeedPart(migrations.RunSQL):
    """Write a change of `table` to the feed as one of the row of `whole` that `column` names.

    To readers they are one object. `type`, `holder` and `shared` are those of the whole's `FeedTable`.
    """

    def __init__(
        self, table: str, *, whole: str, column: str, type: str, holder: str, shared: str = "false"
    ) -> None:
        self.table = table
        self.kwargs = {"whole": whole, "column": column, "type": type, "holder": holder, "shared": shared}
        sql = {**self.kwargs, "holder": f"whole.{holder}", "shared": shared.format(row="whole")}
        super().__init__(
            PART_FUNCTION.format(table=table, columns=COLUMNS, **sql), UNFEED.format(table=table)
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], self.kwargs

    def describe(self) -> str:
        return f"Lead {self.table} into the change feed with {self.kwargs['whole']}"


class FeedHeld(migrations.RunSQL):
    """Write every change of `table` to the feed, as objects of `type` that several rows may hold.

    The rows of `through` whose `column` names an object say which, in `holder`; `through` has a `FeedTable`
    of its own that names `table` as `related`, so that an object comes into view and leaves it with them. Who
    writes such a row waits for whoever is changing the object, and the other way round: neither is unseen by
    the other. Each change is told to every holder, and once to readers of everything.
    """

    def __init__(self, table: str, *, type: str, through: str, column: str, holder: str) -> None:
        self.table = table
        self.kwargs = {"type": type, "through": through, "column": column, "holder": holder}
        super().__init__(
            HELD_FUNCTION.format(table=table, columns=COLUMNS, **self.kwargs),
            UNHOLD.format(table=table, through=through),
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], self.kwargs

    def describe(self) -> str:
        return f"Lead {self.table} into the change feed, held through {self.kwargs['through']}"


class PartOfHeld(migrations.RunSQL):
    """Count a change of `table` as one of the row of `whole` that `column` names.

    As `FeedPart`, for a whole with a `VersionTable` and a `FeedHeld`: its version rises, and everybody who
    holds it is told.
    """

    def __init__(self, table: str, *, whole: str, column: str) -> None:
        self.table = table
        self.kwargs = {"whole": whole, "column": column}
        super().__init__(PART_OF_HELD_FUNCTION.format(table=table, **self.kwargs), UNFEED.format(table=table))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [self.table], self.kwargs

    def describe(self) -> str:
        return f"Lead {self.table} into the change feed with {self.kwargs['whole']}"
