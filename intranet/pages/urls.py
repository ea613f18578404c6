from django.urls import path

from intranet.pages import views

urlpatterns = [
    path("my/", views.staff_home, name="staff_home"),
    path("my/read/<int:pk>/", views.acknowledge, name="acknowledge"),
]
