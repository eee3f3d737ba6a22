"""All that the alliance has beyond its first tables, as 52 migrations made it one by one."""

from django.db import migrations

from alliance.migrations._tables import (
    agreements,
    diligence,
    facts,
    feedback,
    grown,
    growth,
    hub,
    partnership,
    register_news,
    roster,
    support,
)
from foundation.operations import AllAtOnce


class Migration(migrations.Migration):
    replaces = [
        ("alliance", "0004_change_feed"),
        ("alliance", "0005_school_register"),
        ("alliance", "0006_school_named"),
        ("alliance", "0007_theme"),
        ("alliance", "0008_access"),
        ("alliance", "0009_alliance_identity"),
        ("alliance", "0010_write_contacts"),
        ("alliance", "0011_support_entry"),
        ("alliance", "0012_left_because"),
        ("alliance", "0013_contact_checks"),
        ("alliance", "0014_settings_version"),
        ("alliance", "0015_roster"),
        ("alliance", "0016_trail_without_words"),
        ("alliance", "0017_school_facts"),
        ("alliance", "0018_school_facts_scopes"),
        ("alliance", "0019_prospects"),
        ("alliance", "0020_calendar"),
        ("alliance", "0021_partnership"),
        ("alliance", "0022_feedback"),
        ("alliance", "0023_selection"),
        ("alliance", "0024_onboarding"),
        ("alliance", "0025_hub"),
        ("alliance", "0026_hub_feed"),
        ("alliance", "0027_skipped_step"),
        ("alliance", "0028_agreements"),
        ("alliance", "0029_agreement_scope"),
        ("alliance", "0030_standing_surveys"),
        ("alliance", "0031_due_diligence"),
        ("alliance", "0032_hosting_and_exchanges"),
        ("alliance", "0033_merging"),
        ("alliance", "0034_people_sync"),
        ("alliance", "0035_agreement_letters"),
        ("alliance", "0036_agreement_copies"),
        ("alliance", "0037_partner_mailbox"),
        ("alliance", "0038_log_in_of_a_person"),
        ("alliance", "0039_survey_sync"),
        ("alliance", "0040_survey_document"),
        ("alliance", "0041_hub_orders"),
        ("alliance", "0042_hosting_scope"),
        ("alliance", "0043_direct_members"),
        ("alliance", "0044_waiting_orders"),
        ("alliance", "0045_prospect_orders"),
        ("alliance", "0046_reasons_for_staff"),
        ("alliance", "0047_own_use_is_not_public"),
        ("alliance", "0048_renewed_ends_with_partnership"),
        ("alliance", "0049_end_with_those_that_left"),
        ("alliance", "0050_survey_address_refused"),
        ("alliance", "0051_people_orders"),
        ("alliance", "0052_figures_in_order"),
        ("alliance", "0053_agreement_counts"),
        ("alliance", "0054_resources_by_topic"),
        ("alliance", "0055_people_at_work"),
    ]

    dependencies = [
        ("alliance", "0003_partner_once"),
        ("foundation", "0017_digests"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        AllAtOnce(
            *grown.OPERATIONS,
            *register_news.OPERATIONS,
            *partnership.OPERATIONS,
            *support.OPERATIONS,
            *roster.OPERATIONS,
            *facts.OPERATIONS,
            *growth.OPERATIONS,
            *hub.OPERATIONS,
            *feedback.OPERATIONS,
            *agreements.OPERATIONS,
            *diligence.OPERATIONS,
        ),
    ]
