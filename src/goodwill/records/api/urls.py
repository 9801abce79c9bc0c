"""One set of addresses for every type."""

from django.urls import path

from goodwill.records.api import colleagues, definitions, described, files, many, parts, records, undoing, views, work

urlpatterns = [
    path("", described.index, name="api"),
    path("openapi.json", described.openapi, name="api_description"),
    path("views", views.views, name="api_views"),
    path("firm/users", colleagues.all_users, name="api_users"),
    path("firm/users/<int:pk>", colleagues.one_user, name="api_user"),
    path("firm/teams", colleagues.all_teams, name="api_teams"),
    path("firm/teams/<int:pk>", colleagues.one_team, name="api_team"),
    path("firm/types", definitions.types, name="api_types"),
    path("firm/types/<slug:name>", definitions.one_type, name="api_type"),
    path("firm/types/<slug:name>/fields", definitions.fields, name="api_own_fields"),
    path("firm/types/<slug:name>/fields/order", definitions.fields_order, name="api_own_fields_order"),
    path("firm/types/<slug:name>/fields/<slug:field>", definitions.field, name="api_own_field"),
    path("undo/<int:batch>", undoing.undoing, name="api_undo"),
    path("files/<int:pk>/content", files.content, name="api_file_content"),
    path("files/<int:pk>/versions", files.versions, name="api_file_versions"),
    path("files/<int:pk>/versions/<int:number>", files.version, name="api_file_version"),
    path("<slug:slug>/<int:pk>/files", files.of_record, name="api_files"),
    path("work/<int:pk>", work.work, name="api_work"),
    path("work/<int:pk>/rows", work.work_rows, name="api_work_rows"),
    path("<slug:slug>/bulk", many.rows, name="api_bulk"),
    path("<slug:slug>/bulk/<slug:name>", many.ids, name="api_bulk_verb"),
    path("<slug:slug>/<int:pk>/parts", parts.listing, name="api_parts"),
    path("<slug:slug>/<int:pk>/parts/<slug:part>/<int:part_pk>/<slug:name>", parts.deed, name="api_part_verb"),
    path("<slug:slug>", records.listing, name="api_list"),
    path("<slug:slug>/<int:pk>", records.record, name="api_record"),
    path("<slug:slug>/<int:pk>/<slug:name>", records.deed, name="api_verb"),
    path("<path:rest>", records.nothing),
]
