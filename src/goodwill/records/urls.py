"""One set of routes for every type: the type is the first part of the path. These come last among all URLs."""

from django.urls import include, path

from goodwill.records.siblings import moving, reading_on
from goodwill.records.views import (
    bulk,
    conditions,
    detail,
    export,
    field,
    filtering,
    form,
    here,
    listing,
    options,
    past,
    searching,
    trail,
    undo,
    verb,
)

urlpatterns = [
    path("search", searching.searching, name="search"),
    path("options/<str:name>", options.options, name="record_options"),
    path("undo/last", undo.undo_last, name="undo_last"),
    path("undo/<int:batch>", undo.undo, name="undo"),
    path("go/<str:name>/<int:pk>", detail.go, name="go"),
    path("", include("goodwill.records.files.urls")),
    path("", include("goodwill.records.saved.urls")),
    path("", include("goodwill.records.custom_types.urls")),
    path("", include("goodwill.records.layouts.urls")),
    path("<slug:slug>/", listing.listing, name="record_list"),
    path("<slug:slug>/export.<slug:format>", export.export, name="record_export"),
    path("<slug:slug>/filter", filtering.filter_editor, name="record_filter"),
    path("<slug:slug>/conditions", conditions.conditions, name="record_conditions"),
    path("<slug:slug>/condition", conditions.condition, name="record_condition"),
    path("<slug:slug>/move", moving.move, name="record_move"),
    path("<slug:slug>/bucket", reading_on.bucket, name="record_bucket"),
    path("<slug:slug>/new", form.new, name="record_new"),
    path("<slug:slug>/bulk/<slug:name>", bulk.bulk, name="record_bulk"),
    path("<slug:slug>/<int:pk>/", detail.detail, name="record"),
    path("<slug:slug>/<int:pk>/peek", detail.peek, name="record_peek"),
    path("<slug:slug>/<int:pk>/here", here.here, name="record_here"),
    path("<slug:slug>/<int:pk>/trail", trail.trail, name="record_trail"),
    path("<slug:slug>/<int:pk>/menu", detail.menu, name="record_menu"),
    path("<slug:slug>/<int:pk>/edit", form.edit, name="record_edit"),
    path("<slug:slug>/<int:pk>/fields/<slug:name>", field.field, name="record_field"),
    path("<slug:slug>/<int:pk>/past", past.moments, name="record_past"),
    path("<slug:slug>/<int:pk>/past/<int:change>", past.moment, name="record_moment"),
    path("<slug:slug>/<int:pk>/<slug:name>", verb.verb, name="record_verb"),
]
