"""A prospect that is added as a partner directly is a member, with a record and without a place of the year."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alliance", "0042_hosting_scope"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="prospect",
            name="life",
        ),
        migrations.RemoveConstraint(
            model_name="prospect",
            name="prospect_has_place_and_record",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="prospect",
            trigger=pgtrigger.compiler.Trigger(
                name="life",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{assessed:declined,assessed:due_diligence,assessed:enquiry,assessed:member,board_decision:declined,board_decision:due_diligence,board_decision:member,board_decision:onboarding,due_diligence:assessed,due_diligence:board_decision,due_diligence:declined,due_diligence:member,enquiry:assessed,enquiry:declined,enquiry:member,enquiry:prospect,onboarding:declined,onboarding:member,prospect:declined,prospect:enquiry,prospect:member}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b4f8450ee3b7c2257ac720b6f2f874c2e2a945dc",
                    operation="UPDATE",
                    pgid="pgtrigger_life_544f8",
                    table="alliance_prospect",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="prospect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("onboarding_year__isnull", False),
                        ("partner__isnull", False),
                        ("stage", "onboarding"),
                    ),
                    models.Q(("partner__isnull", False), ("stage", "member")),
                    models.Q(
                        models.Q(("stage__in", ("onboarding", "member")), _negated=True),
                        ("onboarding_year", None),
                    ),
                    _connector="OR",
                ),
                name="prospect_has_place_and_record",
            ),
        ),
    ]
