"""Foreign keys between owned tables.

A plain foreign key is checked past row-level security: it reaches into another alliance, tells that an id
exists there, and cascades across. So the field carries no constraint of its own, and the model names a
composite one.
"""

from typing import Any, cast

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class OwnedForeignKey(models.ForeignKey):
    """A reference to a row of the same alliance; its model declares the matching `CompositeForeignKey`."""

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)


class CompositeForeignKey(models.BaseConstraint):
    """`(alliance_id, <field>_id) → (alliance_id, id)` of the table referred to, checked at commit."""

    def __init__(self, field: str, *, to: str, name: str) -> None:
        super().__init__(name=name)
        self.field = field
        self.to = to

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        return path, (self.field,), {**kwargs, "to": self.to}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CompositeForeignKey):
            return (self.field, self.to, self.name) == (other.field, other.to, other.name)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self.field, self.to, self.name))

    def constraint_sql(  # type: ignore[override]  # None says so, as in Django's own UniqueConstraint
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> None:
        """Nothing within CREATE TABLE: it follows, as Django's own foreign keys do, when all tables stand."""
        model, schema_editor = _given(model, schema_editor)
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        model, schema_editor = _given(model, schema_editor)
        quote = schema_editor.quote_name
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)}"
            f" {self._definition(model, schema_editor)}"
        )

    def remove_sql(
        self, model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> str:
        model, schema_editor = _given(model, schema_editor)
        table = schema_editor.quote_name(model._meta.db_table)
        return f"ALTER TABLE {table} DROP CONSTRAINT {schema_editor.quote_name(self.name)}"

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """PostgreSQL is the judge: a form that offers only visible rows cannot come here with another."""

    def _definition(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        column = quote(cast(models.ForeignKey, model._meta.get_field(self.field)).column)
        apps: Apps = model._meta.apps
        target = quote(apps.get_model(self.to)._meta.db_table)
        return (
            f"FOREIGN KEY (alliance_id, {column}) REFERENCES {target} (alliance_id, id)"
            " DEFERRABLE INITIALLY DEFERRED"
        )


def _given(
    model: type[models.Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
) -> tuple[type[models.Model], BaseDatabaseSchemaEditor]:
    """Django always gives both; its types leave room for neither."""
    if model is None or schema_editor is None:
        raise TypeError("A composite foreign key is written for a model, by a schema editor.")
    return model, schema_editor
