from django.conf import settings
from django.urls import path

from goodwill.ui.views import keys, look, palette, style

urlpatterns = [
    path("look", look, name="look"),
    path("palette", palette, name="palette"),
    path("palette/keys", keys, name="palette_keys"),
]
if settings.DEBUG:
    urlpatterns.append(path("style", style, name="style"))
