"""Prospects and how the alliance grows."""

from django.urls import path

from alliance.views.growth import (
    adding,
    changes,
    expertise,
    lists,
    onboarding,
    papers,
    priorities,
    record,
    rubric,
    selection,
)

AT = "a/<slug:slug>/prospects/"
ONE = f"{AT}<uuid:prospect_id>/"

urlpatterns = [
    path(AT, lists.board, name="prospects"),
    path(f"{AT}table/", lists.table, name="prospects_table"),
    path(f"{AT}prospects.csv", lists.export, {"kind": "csv"}, name="prospects_export"),
    path(f"{AT}prospects.xlsx", lists.export, {"kind": "xlsx"}, name="prospects_export_xlsx"),
    path(f"{AT}add/", adding.find, name="add_prospect"),
    path(f"{AT}add/school/<int:urn>/", adding.add_school, name="add_prospect_school"),
    path(f"{AT}add/<slug:organisation>/", adding.add_organisation, name="add_prospect_organisation"),
    path(f"{AT}priorities/", priorities.priorities, name="priorities"),
    path(f"{AT}priorities/<uuid:priority_id>/end/", priorities.end, name="end_priority"),
    path(f"{AT}places/", onboarding.capacity, name="capacity"),
    path(f"{AT}criteria/", rubric.rubric, name="rubric"),
    path(f"{AT}expertise/", expertise.matrix, name="expertise"),
    path(f"{AT}expertise/add/", expertise.add, name="add_expertise_area"),
    path(f"{AT}expertise/<uuid:area_id>/remove/", expertise.remove, name="remove_expertise_area"),
    path(f"{AT}expertise/partner/<uuid:public_id>/", expertise.of_partner, name="partner_expertise"),
    path("a/<slug:slug>/board-papers/", papers.papers, name="board_papers"),
    path("a/<slug:slug>/board-papers/<uuid:prospect_id>/", papers.paper, name="board_paper"),
    path(ONE, record.prospect, name="prospect"),
    path(f"{ONE}history/", record.history, name="prospect_history"),
    path(f"{ONE}selection/", selection.selection, name="prospect_selection"),
    path(f"{ONE}selection/appoint/", selection.appoint, name="appoint_assessor"),
    path(f"{ONE}selection/<uuid:assessment_id>/dismiss/", selection.dismiss, name="dismiss_assessor"),
    path(f"{ONE}assessment/", selection.assessment, name="assessment"),
    path(f"{ONE}decision/", selection.decide, name="decide_prospect"),
    path(f"{ONE}expertise/", expertise.of_prospect, name="prospect_expertise"),
    path(f"{ONE}onboarding/", onboarding.onboarding, name="prospect_onboarding"),
    path(f"{ONE}onboarding/begin/", onboarding.begin, name="begin_onboarding"),
    path(f"{ONE}onboarding/complete/", onboarding.complete, name="complete_onboarding"),
    path(f"{ONE}onboarding/<slug:item>/tick/", onboarding.tick, name="tick_item"),
    path(f"{ONE}onboarding/<slug:item>/untick/", onboarding.untick, name="untick_item"),
    path(f"{ONE}edit/", changes.edit, name="edit_prospect"),
    path(f"{ONE}move/<slug:stage>/", changes.move, name="move_prospect"),
    path(f"{ONE}decline/", changes.decline, name="decline_prospect"),
    path(f"{ONE}again/", changes.again, name="add_prospect_again"),
]
