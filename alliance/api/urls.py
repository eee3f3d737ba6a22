"""Addresses of the API."""

from django.urls import path, re_path

from alliance.api.about import Me, Nothing, document
from alliance.api.agreements import AgreementDetail, AgreementList
from alliance.api.changes import Changes
from alliance.api.collections import PartnerDetail, PartnerList, SchoolDetail, SchoolList
from alliance.api.contacts import ContactDetail, ContactList
from alliance.api.facts import (
    PupilMeasureDetail,
    PupilMeasureList,
    WorkforceSnapshotDetail,
    WorkforceSnapshotList,
)
from alliance.api.hosting import HostingPreferenceDetail, HostingPreferenceList
from alliance.api.hub import (
    AnnouncementDetail,
    AnnouncementList,
    CalendarDateDetail,
    CalendarDateList,
    ResourceDetail,
    ResourceList,
)
from alliance.api.partnership import (
    DiligenceReviewDetail,
    DiligenceReviewList,
    SpecialismDetail,
    SpecialismList,
)
from alliance.api.people import (
    EmploymentDetail,
    EmploymentList,
    PeopleList,
    PersonDetail,
    StaffByReference,
)
from alliance.api.reference import ReferenceData
from alliance.api.surveys import SurveyDetail, SurveyList
from alliance.views.api_guide import guide

ALLIANCE = "v1/alliances/<slug:slug>"

urlpatterns = [
    path("docs/", guide, name="api_guide"),
    path("v1/me", Me.as_view(), name="api_me"),
    path("v1/reference-data", ReferenceData.as_view(), name="api_reference_data"),
    path("v1/openapi.json", document, name="api_document"),
    path(f"{ALLIANCE}/partners", PartnerList.as_view(), name="api_partners"),
    path(f"{ALLIANCE}/partners/<uuid:partner_id>", PartnerDetail.as_view(), name="api_partner"),
    path(f"{ALLIANCE}/schools", SchoolList.as_view(), name="api_schools"),
    path(f"{ALLIANCE}/schools/<uuid:school_id>", SchoolDetail.as_view(), name="api_school"),
    path(f"{ALLIANCE}/contacts", ContactList.as_view(), name="api_contacts"),
    path(f"{ALLIANCE}/contacts/<uuid:contact_id>", ContactDetail.as_view(), name="api_contact"),
    path(f"{ALLIANCE}/workforce-snapshots", WorkforceSnapshotList.as_view(), name="api_workforce_snapshots"),
    path(
        f"{ALLIANCE}/workforce-snapshots/<uuid:workforce_snapshot_id>",
        WorkforceSnapshotDetail.as_view(),
        name="api_workforce_snapshot",
    ),
    path(f"{ALLIANCE}/pupil-measures", PupilMeasureList.as_view(), name="api_pupil_measures"),
    path(
        f"{ALLIANCE}/pupil-measures/<uuid:pupil_measure_id>",
        PupilMeasureDetail.as_view(),
        name="api_pupil_measure",
    ),
    path(f"{ALLIANCE}/specialisms", SpecialismList.as_view(), name="api_specialisms"),
    path(f"{ALLIANCE}/specialisms/<uuid:specialism_id>", SpecialismDetail.as_view(), name="api_specialism"),
    path(f"{ALLIANCE}/calendar-dates", CalendarDateList.as_view(), name="api_calendar_dates"),
    path(
        f"{ALLIANCE}/calendar-dates/<uuid:calendar_date_id>",
        CalendarDateDetail.as_view(),
        name="api_calendar_date",
    ),
    path(f"{ALLIANCE}/resources", ResourceList.as_view(), name="api_resources"),
    path(f"{ALLIANCE}/resources/<uuid:resource_id>", ResourceDetail.as_view(), name="api_resource"),
    path(f"{ALLIANCE}/announcements", AnnouncementList.as_view(), name="api_announcements"),
    path(
        f"{ALLIANCE}/announcements/<uuid:announcement_id>",
        AnnouncementDetail.as_view(),
        name="api_announcement",
    ),
    path(f"{ALLIANCE}/agreements", AgreementList.as_view(), name="api_agreements"),
    path(f"{ALLIANCE}/agreements/<uuid:agreement_id>", AgreementDetail.as_view(), name="api_agreement"),
    path(f"{ALLIANCE}/diligence-reviews", DiligenceReviewList.as_view(), name="api_diligence_reviews"),
    path(
        f"{ALLIANCE}/diligence-reviews/<uuid:diligence_review_id>",
        DiligenceReviewDetail.as_view(),
        name="api_diligence_review",
    ),
    path(f"{ALLIANCE}/hosting-preferences", HostingPreferenceList.as_view(), name="api_hosting_preferences"),
    path(
        f"{ALLIANCE}/hosting-preferences/<uuid:hosting_preference_id>",
        HostingPreferenceDetail.as_view(),
        name="api_hosting_preference",
    ),
    path(f"{ALLIANCE}/people", PeopleList.as_view(), name="api_people"),
    path(f"{ALLIANCE}/people/<uuid:person_id>", PersonDetail.as_view(), name="api_person"),
    path(f"{ALLIANCE}/people/by-reference/<str:reference>", StaffByReference.as_view(), name="api_staff"),
    path(f"{ALLIANCE}/employments", EmploymentList.as_view(), name="api_employments"),
    path(f"{ALLIANCE}/employments/<uuid:employment_id>", EmploymentDetail.as_view(), name="api_employment"),
    path(f"{ALLIANCE}/surveys", SurveyList.as_view(), name="api_surveys"),
    path(f"{ALLIANCE}/surveys/<uuid:survey_id>", SurveyDetail.as_view(), name="api_survey"),
    path(f"{ALLIANCE}/changes", Changes.as_view(), name="api_changes"),
    re_path(r"", Nothing.as_view(), name="api_nothing"),
]
