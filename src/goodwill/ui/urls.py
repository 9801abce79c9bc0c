from django.conf import settings
from django.urls import path

from goodwill.ui.views import look, style

urlpatterns = [path("look", look, name="look")]
if settings.DEBUG:
    urlpatterns.append(path("style", style, name="style"))
