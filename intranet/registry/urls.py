from django.urls import path

from intranet.registry import views

urlpatterns = [
    path("certificates/", views.certificate_list, name="certificates"),
    path("certificates/export.<str:extension>", views.export, name="certificates_export"),
    path("verify/", views.verify_form, name="verify_form"),
    path("verify/<str:code>/", views.verify, name="verify"),
]
