from django.conf import settings
from django.urls import path

from goodwill.ui import views

urlpatterns = [path("look", views.look, name="look")]
if settings.DEBUG:
    urlpatterns.append(path("style", views.style, name="style"))
