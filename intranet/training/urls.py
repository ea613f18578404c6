from django.urls import path

from intranet.training import views

urlpatterns = [
    path("courses/", views.runs, name="runs"),
    path("courses/<int:pk>/", views.run, name="run"),
    path("courses/<int:pk>/calendar.ics", views.run_calendar, name="run_calendar"),
    path("courses/<int:pk>/leave/", views.leave, name="run_leave"),
    path("courses/of/<uuid:key>/calendar.ics", views.programme_calendar, name="programme_calendar"),
    path("my/internships/", views.internships, name="own_internships"),
    path("courses/<str:purpose>/<str:token>/", views.sign_up_link, name="run_sign_up_link"),
]
