"""Where each room's pages begin. The kit's routes come last: their first part is the slug of a record type."""

from django.urls import include, path

from goodwill.config.routing import Route, Sorted
from goodwill.records.mcp.views import speak

ROUTES: list[Route] = [
    path("", include("goodwill.ui.urls")),
    path("", include("goodwill.desk.urls")),
    path("", include("goodwill.office.sign_in_urls")),
    path("", include("goodwill.office.urls")),
    path("", include("goodwill.areas.backup.urls")),
    path("", include("goodwill.transfer.urls")),
    path("", include("goodwill.areas.people.urls")),
    path("api/v1/", include("goodwill.records.api.urls")),
    path("mcp", speak, name="mcp"),
    path("", include("goodwill.records.urls")),
]
urlpatterns = [Sorted(ROUTES)]

handler400 = "goodwill.ui.errors.bad_request"
handler403 = "goodwill.ui.errors.forbidden"
handler404 = "goodwill.ui.errors.not_found"
handler500 = "goodwill.ui.errors.server_error"
