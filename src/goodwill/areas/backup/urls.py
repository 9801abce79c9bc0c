from django.urls import path

from goodwill.areas.backup.views import backups

urlpatterns = [
    path("settings/backups", backups.backups, name="backups"),
    path("settings/backups/now", backups.now, name="backup_now"),
]
