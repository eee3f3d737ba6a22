"""Resources: the list, one of them, its versions."""

from django.urls import path

from alliance.views import hub_exports
from alliance.views.resources import changing, files, pages, public

RESOURCES = "a/<slug:slug>/resources/"
ONE = f"{RESOURCES}<uuid:resource_id>/"
PUBLIC = "p/<slug:slug>/resources/"
PUBLIC_ONE = f"{PUBLIC}<uuid:resource_id>/"

urlpatterns = [
    path(RESOURCES, pages.resources, name="resources"),
    path(f"{RESOURCES}resources.csv", hub_exports.resources, {"kind": "csv"}, name="resources_export"),
    path(f"{RESOURCES}resources.xlsx", hub_exports.resources, {"kind": "xlsx"}, name="resources_export_xlsx"),
    path(f"{RESOURCES}new/", changing.new, name="new_resource"),
    path(ONE, pages.resource, name="resource"),
    path(f"{ONE}edit/", changing.edit, name="edit_resource"),
    path(f"{ONE}versions/new/", changing.new_version, name="new_resource_version"),
    path(f"{ONE}versions/<int:version_number>/", files.download, name="download_resource"),
    path(f"{ONE}versions/<int:version_number>/check/", files.check_file, name="check_resource_again"),
    path(f"{ONE}withdraw/", changing.withdraw, name="withdraw_resource"),
    path(f"{ONE}restore/", changing.restore, name="restore_resource"),
    path(PUBLIC, public.resources, name="public_resources"),
    path(PUBLIC_ONE, public.resource, name="public_resource"),
    path(f"{PUBLIC_ONE}file/", public.download, name="download_public_resource"),
]
