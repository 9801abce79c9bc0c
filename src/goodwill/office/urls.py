from django.urls import path

from goodwill.office.views import invitation, settings, teams, users

urlpatterns = [
    path("invitation/<str:token>", invitation.invitation, name="invitation"),
    path("settings", settings.settings, name="settings"),
    path("settings/users", users.users, name="users"),
    path("settings/users/invite", users.invite, name="invite"),
    path("settings/users/<int:pk>", users.user, name="user"),
    path("settings/users/<int:pk>/invitation", users.send_invitation, name="send_invitation"),
    path("settings/users/<int:pk>/close", users.deactivate, name="deactivate"),
    path("settings/users/<int:pk>/open", users.reactivate, name="reactivate"),
    path("settings/teams", teams.teams, name="teams"),
    path("settings/teams/new", teams.new_team, name="new_team"),
    path("settings/teams/<int:pk>", teams.team, name="team"),
]
