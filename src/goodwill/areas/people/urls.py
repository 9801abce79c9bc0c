"""What a party's page needs beside the routes that every record type has."""

from django.urls import path

from goodwill.areas.people.views import composing, entries, new_party, part, steps

urlpatterns = [
    path("likely/<str:kind>", new_party.likely, name="likely_parties"),
    path("parties/<int:pk>/compose", composing.compose, name="party_compose"),
    path("parties/steps/<int:pk>/done", steps.done, name="party_step_done"),
    path("parties/entries/<slug:kind>/<int:pk>", entries.entry, name="party_entry"),
    path("parts/<slug:kind>/<int:pk>/<slug:name>", part.part, name="party_part"),
]
