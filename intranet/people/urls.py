from django.urls import path

from intranet.people import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/units/<int:pk>/", views.unit, name="directory_unit"),
    path("directory/people/<int:pk>/", views.person, name="directory_person"),
    path("my/data/", views.my_data, name="my_data"),
]
