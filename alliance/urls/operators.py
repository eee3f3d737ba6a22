"""Operators, outside any alliance."""

from django.urls import path

from alliance.views import operators, support_access

urlpatterns = [
    path("operator/", operators.operator_alliances, name="operator_alliances"),
    path("operator/new/", operators.new_alliance, name="new_alliance"),
    path("operator/enter/", support_access.enter_alliance, name="enter_alliance"),
    path("operator/leave/", support_access.leave_alliance, name="leave_alliance"),
    path("operator/schools/", operators.operator_schools, name="operator_schools"),
]
