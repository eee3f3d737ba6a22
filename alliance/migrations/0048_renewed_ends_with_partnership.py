"""One that is renewed ends with the partnership, too."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0047_own_use_is_not_public"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="agreement",
            name="life",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreement",
            trigger=pgtrigger.compiler.Trigger(
                name="life",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:sent,sent:draft,sent:signed,signed:active,signed:terminated,active:renewal_due,active:renewed,active:terminated,renewal_due:renewed,renewal_due:lapsed,renewal_due:terminated,renewed:terminated}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="9d8ac0d5584e9b93a6348b44b3318d5dbfb31b61",
                    operation="UPDATE",
                    pgid="pgtrigger_life_57f89",
                    table="alliance_agreement",
                    when="BEFORE",
                ),
            ),
        ),
    ]
