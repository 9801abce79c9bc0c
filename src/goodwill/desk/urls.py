from django.urls import path

from goodwill.desk.views import enter, home, recovery

urlpatterns = [
    path("", home.home, name="home"),
    path("enter", enter.enter, name="enter"),
    path("recovery-sheet", recovery.recovery_sheet, name="recovery_sheet"),
]
