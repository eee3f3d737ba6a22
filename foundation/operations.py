"""Migration operations of no single capability."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AllAtOnce(Operation):
    """Operations that Django draws its models once for, instead of after each.

    Django draws a model anew, and with it all that it is related to, after every operation that touches it:
    with an alliance in nearly every table that is the whole project, hundreds of times over. Here the state
    is brought to its end first, and drawn when it is asked for. So no operation in here may change what
    another one creates: each table is created in its final shape.
    """

    reversible = False
    reduces_to_sql = True

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, list(self.operations), {}

    def describe(self) -> str:
        return f"Do {len(self.operations)} operations at once"
