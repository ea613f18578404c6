from django.urls import URLPattern, path

from intranet.deadlines import views

urlpatterns: list[URLPattern] = [
    path("my/deadlines/", views.board, name="deadlines_board"),
    path("my/deadlines/calendar/", views.calendar, name="deadlines_calendar"),
    path("my/deadlines/<int:pk>/", views.deadline, name="deadlines_deadline"),
]
