"""What a party's page needs beside the routes that every record type has."""

from django.urls import path

from goodwill.areas.people.views import (
    clean_data,
    composing,
    doubles,
    entries,
    knowing,
    new_party,
    part,
    steps,
    wordings,
)

urlpatterns = [
    path("duplicates", doubles.duplicates, name="duplicates"),
    path("duplicates/compare", doubles.compare, name="compare_duplicates"),
    path("duplicates/apart", doubles.tell_apart, name="tell_apart"),
    path("duplicates/together/<int:pk>", doubles.tell_together, name="tell_together"),
    path("duplicates/unmerge/<int:pk>", doubles.take_apart, name="take_apart"),
    path("duplicates/of/<int:pk>", doubles.of_party, name="doubles_of"),
    path("duplicates/with/<int:pk>", doubles.merge_with, name="merge_with"),
    path("duplicates/with/<int:pk>/options", doubles.merge_options, name="merge_options"),
    path("duplicates/look", doubles.look, name="look_for_duplicates"),
    path("duplicates/merge-certain", doubles.merge_certain, name="merge_certain"),
    path("<slug:slug>/bulk/merge", doubles.from_selection, name="merge_selection"),
    path("likely/<str:kind>", new_party.likely, name="likely_parties"),
    path("parties/<int:pk>/compose", composing.compose, name="party_compose"),
    path("parties/<int:pk>/next-step", steps.plan, name="party_plan_step"),
    path("parties/steps/<int:pk>/done", steps.done, name="party_step_done"),
    path("parties/entries/<slug:kind>/<int:pk>", entries.entry, name="party_entry"),
    path("parts/<slug:kind>/<int:pk>/<slug:name>", part.part, name="party_part"),
    path("parties/<int:pk>/consents", knowing.consents, name="party_consents"),
    path("parties/<int:pk>/consents/new", knowing.new_consent, name="party_new_consent"),
    path("parties/<int:pk>/consents/proof", knowing.proof, name="party_consent_proof"),
    path("parties/<int:pk>/relationship", knowing.relationship, name="party_relationship"),
    path("parties/<int:pk>/sources", knowing.sources, name="party_sources"),
    path("parties/<int:pk>/around", knowing.around, name="party_around"),
    path("clean-data", clean_data.clean_data, name="clean_data"),
    path("settings/wordings", wordings.wordings, name="consent_wordings"),
    path("settings/wordings/new", wordings.new_wording, name="new_consent_wording"),
]
