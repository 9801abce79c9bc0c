"""One set of addresses for every type."""

from django.urls import path

from goodwill.records.api import described, records

urlpatterns = [
    path("", described.index, name="api"),
    path("openapi.json", described.openapi, name="api_description"),
    path("undo/<int:batch>", records.undoing, name="api_undo"),
    path("<slug:slug>", records.listing, name="api_list"),
    path("<slug:slug>/<int:pk>", records.record, name="api_record"),
    path("<slug:slug>/<int:pk>/<slug:name>", records.deed, name="api_verb"),
    path("<path:rest>", records.nothing),
]
