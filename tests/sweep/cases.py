"""Who gets through which door: the specification the sweep holds every address to.

`own` are those let in to what is theirs, `neighbour` those let in to another school's of the same alliance.
Nobody is ever let in to another alliance's. `shows` says that the page names the thing it is about, so that
an empty answer cannot pass for a safe one.
"""

from dataclasses import dataclass

from alliance.choices import STAFF_ROLES, Role
from tests.sweep.world import OPERATOR

STAFF = frozenset(role.value for role in STAFF_ROLES)
LEADS = frozenset({"owner", "strategic_lead", "administrator"})
STRATEGIC_LEAD = frozenset({"strategic_lead"})
BOARD = frozenset({"board_member"})
CHANGERS = LEADS | {"cpd_lead", "itt_lead", "support_lead"}
CONTACT = frozenset({"partner_contact"})
MEMBERS = frozenset(role.value for role in Role)
OTHERS = MEMBERS - STAFF - CONTACT
TAKING_PART = MEMBERS - {"external_reviewer"}
SIGNED_IN = MEMBERS | {OPERATOR}
OPERATORS = frozenset({OPERATOR})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    own: frozenset[str]
    neighbour: frozenset[str] = NOBODY
    shows: bool = False
    method: str = "get"


def about_partner(own: frozenset[str], *, shows: bool = True, method: str = "get") -> Case:
    """Staff see every partner of their alliance, a contact their own."""
    return Case(own, own - CONTACT, shows, method)


CASES: dict[str, Case] = {
    "today": Case(MEMBERS),
    "my_school": Case(CONTACT, shows=True),
    "my_alliance": Case(OTHERS),
    "find_schools": Case(STAFF),
    "partners": Case(STAFF, shows=True),
    "partners_export": Case(STAFF, shows=True),
    "partners_export_xlsx": Case(STAFF),
    "print_partners": Case(STAFF, shows=True),
    "select_partners": Case(CHANGERS, method="post"),
    "bulk_change": Case(CHANGERS, shows=True),
    "undo_bulk_change": Case(CHANGERS, method="post"),
    "saved_views": Case(STAFF),
    "save_view": Case(STAFF),
    "saved_view": Case(STAFF, shows=True),
    "remove_view": Case(STAFF, method="post"),
    "open_with_view": Case(STAFF, method="post"),
    "partner_columns": Case(STAFF),
    "imports": Case(CHANGERS, shows=True),
    "new_import": Case(CHANGERS),
    "import_template": Case(CHANGERS),
    "import": Case(CHANGERS, CHANGERS, shows=True),
    "import_columns": Case(CHANGERS, CHANGERS),
    "import_progress": Case(CHANGERS, CHANGERS),
    "import_errors": Case(CHANGERS, CHANGERS, shows=True),
    "apply_import": Case(CHANGERS, CHANGERS, method="post"),
    "stop_import": Case(CHANGERS, CHANGERS, method="post"),
    "discard_import": Case(CHANGERS, CHANGERS, method="post"),
    "undo_import": Case(CHANGERS, CHANGERS, shows=True),
    "erase_import": Case(CHANGERS, CHANGERS, shows=True),
    "partner_map": Case(STAFF, shows=True),
    "partner_map_panel": Case(STAFF),
    "add_partner": Case(CHANGERS),
    "add_school": Case(CHANGERS),
    "add_organisation": Case(CHANGERS),
    "partner": about_partner(STAFF | CONTACT),
    "edit_partner": about_partner(CHANGERS),
    "end_partnership": about_partner(CHANGERS),
    "rejoin_partner": about_partner(CHANGERS, shows=False, method="post"),
    "follow_successor": about_partner(CHANGERS, shows=False, method="post"),
    "partner_history": about_partner(STAFF | CONTACT),
    "partner_contacts": about_partner(STAFF | CONTACT),
    "partner_engagement": about_partner(STAFF | CONTACT),
    "add_contact": about_partner(CHANGERS | CONTACT),
    "edit_contact": about_partner(CHANGERS | CONTACT),
    "verify_contact": about_partner(CHANGERS | CONTACT, shows=False, method="post"),
    "remove_contact": about_partner(CHANGERS | CONTACT),
    "record_engagement": about_partner(CHANGERS, shows=False, method="post"),
    "remove_engagement": about_partner(CHANGERS, shows=False, method="post"),
    "approvals": Case(STAFF, shows=True),
    "approval": Case(STAFF, STAFF, shows=True),
    "resend_approval": Case(STAFF, STAFF, method="post"),
    "withdraw_approval": Case(STAFF, STAFF, method="post"),
    "prospects": Case(STAFF, shows=True),
    "prospects_table": Case(STAFF, shows=True),
    "prospects_export": Case(STAFF, shows=True),
    "prospects_export_xlsx": Case(STAFF),
    "add_prospect": Case(CHANGERS),
    "add_prospect_school": Case(CHANGERS),
    "add_prospect_organisation": Case(CHANGERS),
    "priorities": Case(LEADS, shows=True),
    "end_priority": Case(LEADS, LEADS, method="post"),
    "prospect": Case(STAFF, STAFF, shows=True),
    "prospect_history": Case(STAFF, STAFF, shows=True),
    "edit_prospect": Case(CHANGERS, CHANGERS, shows=True),
    "move_prospect": Case(CHANGERS, CHANGERS, method="post"),
    "decline_prospect": Case(CHANGERS, CHANGERS, shows=True),
    "add_prospect_again": Case(CHANGERS, CHANGERS, method="post"),
    "partner_evidence": about_partner(STAFF | CONTACT),
    "add_evidence": about_partner(CHANGERS),
    "record_inspection": about_partner(CHANGERS),
    "remove_evidence": about_partner(CHANGERS, shows=False, method="post"),
    "remove_inspection": about_partner(CHANGERS, shows=False, method="post"),
    "add_specialism": about_partner(CHANGERS),
    "edit_specialism": about_partner(CHANGERS),
    "remove_specialism": about_partner(CHANGERS, shows=False, method="post"),
    "search": Case(MEMBERS),
    "search_palette": Case(MEMBERS),
    "notifications": Case(MEMBERS, shows=True),
    "latest_notifications": Case(MEMBERS, shows=True),
    "notification_choices": Case(MEMBERS),
    "read_notifications": Case(MEMBERS, method="post"),
    "notification": Case(MEMBERS),
    "calendar": Case(TAKING_PART),
    "calendar_item_file": Case(NOBODY),  # its query names the date: tests/alliance/calendar/test_calendar.py
    "new_calendar_entry": Case(STAFF),
    "calendar_entry": Case(TAKING_PART, STAFF, shows=True),
    "edit_calendar_entry": Case(STAFF, STAFF, shows=True),
    "remove_calendar_entry": Case(STAFF, STAFF, shows=True),
    "term_dates": Case(TAKING_PART),
    "edit_term": Case(CHANGERS, CHANGERS),
    "remove_term": Case(CHANGERS, CHANGERS, method="post"),
    "calendar_feed": Case(TAKING_PART),
    "make_calendar_feed": Case(TAKING_PART, TAKING_PART, method="post"),
    "revoke_calendar_feed": Case(TAKING_PART, TAKING_PART, method="post"),
    "credentials": Case(LEADS | CONTACT, shows=True),
    "new_credential": Case(LEADS | CONTACT),
    "rotate_credential": about_partner(LEADS | CONTACT),
    "revoke_credential": about_partner(LEADS | CONTACT),
    "settings": Case(LEADS),
    "colours": Case(LEADS),
    "logo": Case(LEADS),
    "remove_logo": Case(LEADS, method="post"),
    "replies": Case(LEADS),
    "served_area": Case(LEADS),
    "stop_serving": Case(LEADS, method="post"),
    "people": Case(LEADS, shows=True),
    "people_invited": Case(LEADS, shows=True),
    "select_invitations": Case(LEADS, method="post"),
    "invite": Case(LEADS),
    "resend_invitation": Case(LEADS, LEADS, method="post"),
    "withdraw_invitation": Case(LEADS, LEADS, method="post"),
    "person": Case(LEADS, LEADS, shows=True),
    "end_access": Case(LEADS, LEADS, shows=True),
    "restore_access": Case(LEADS, LEADS, method="post"),
    "insight": Case(STAFF | BOARD),
    "start_report": Case(LEADS, LEADS, method="post"),
    "report_foreword": Case(LEADS, LEADS),
    "report": Case(STAFF | BOARD, STAFF | BOARD),
    "report_progress": Case(STAFF, STAFF),
    "report_pdf": Case(STAFF | BOARD, STAFF | BOARD),
    "report_figures": Case(STAFF | BOARD, STAFF | BOARD),
    "report_figure": Case(STAFF | BOARD, STAFF | BOARD),
    "report_figure_records": Case(STAFF, STAFF, shows=True),
    "stop_report": Case(LEADS, LEADS, method="post"),
    "build_report": Case(LEADS, LEADS, method="post"),
    "set_aside_report": Case(LEADS, LEADS, method="post"),
    "approve_report": Case(STRATEGIC_LEAD, STRATEGIC_LEAD, method="post"),
    "publish_report": Case(STRATEGIC_LEAD, STRATEGIC_LEAD, method="post"),
    "support_access": Case(LEADS, shows=True),
    "end_support_access": Case(LEADS, LEADS, method="post"),
    "withdraw_report": Case(STRATEGIC_LEAD, STRATEGIC_LEAD),
    "redact_report": Case(STRATEGIC_LEAD, STRATEGIC_LEAD),
    "agree_to_removal": Case(STRATEGIC_LEAD, STRATEGIC_LEAD, method="post"),
    "drop_removal": Case(STRATEGIC_LEAD, STRATEGIC_LEAD, method="post"),
    "your_account": Case(SIGNED_IN),
    "sessions": Case(SIGNED_IN),
    "connections": Case(SIGNED_IN),
    "end_session": Case(SIGNED_IN, method="post"),
    "end_other_sessions": Case(SIGNED_IN, method="post"),
    "operator_alliances": Case(OPERATORS),
    "new_alliance": Case(OPERATORS),
    "operator_schools": Case(OPERATORS),
    "enter_alliance": Case(OPERATORS),
    "leave_alliance": Case(OPERATORS, method="post"),
    "api_me": Case(SIGNED_IN),
    "api_partners": Case(STAFF | CONTACT, shows=True),
    "api_partner": about_partner(STAFF | CONTACT),
    "api_schools": Case(STAFF | CONTACT, shows=True),
    "api_school": about_partner(STAFF | CONTACT),
    "api_contacts": Case(STAFF | CONTACT, shows=True),
    "api_contact": about_partner(STAFF | CONTACT),
    "api_workforce_snapshots": Case(STAFF | CONTACT, shows=True),
    "api_workforce_snapshot": about_partner(STAFF | CONTACT),
    "api_pupil_measures": Case(STAFF | CONTACT, shows=True),
    "api_pupil_measure": about_partner(STAFF | CONTACT),
    "api_specialisms": Case(STAFF | CONTACT, shows=True),
    "api_specialism": about_partner(STAFF | CONTACT),
    "api_changes": Case(STAFF | CONTACT, shows=True),
}

OPEN_TO_ALL = {
    "home": "sends everybody to where they belong",
    "go_to_door": "leads elsewhere, for anybody: tests/alliance/test_other_doors.py",
    "use_identity": "uses what this browser has proved: tests/alliance/test_other_doors.py",
    "disconnect": "one's own, and 404 where there is no such door: tests/alliance/test_other_doors.py",
    "invitation": "tests/alliance/test_invitations.py: the link itself is the right",
    "decide_approval": "tests/alliance/approvals/test_deciding.py: the link itself is the right",
    "logo_file": "shows a logo to whoever has its address: tests/alliance/test_logo.py",
    "read_calendar_feed": "the address is the right to read it: tests/alliance/calendar/test_feeds.py",
    "set_theme": "one's own choice of light or dark, also before log-in: tests/alliance/test_theme.py",
    "api_guide": "describes the API: tests/alliance/test_api_guide.py",
    "api_reference_data": "code lists, which hold nobody's data",
    "check_reports": "a reader of a printed copy types its code: tests/reporting/test_checking.py",
    "check_report": "a reader of a printed copy: tests/reporting/test_checking.py",
    "api_document": "describes the API, and holds nobody's data",
    "api_nothing": "says that there is nothing here",
    "security_txt": "whom to tell of a weakness: tests/security/test_well_known.py",
    "well_known_change_password": "leads to a page that asks for a log-in: tests/security/test_well_known.py",
}
