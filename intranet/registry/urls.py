from django.urls import path

from intranet.registry import views

urlpatterns = [
    path("certificates/", views.certificate_list, name="certificates"),
    path("certificates/export.<str:extension>", views.export, name="certificates_export"),
    path("certificates/open-data/", views.open_data_page, name="open_data"),
    path("certificates/open-data/<str:name>", views.open_data_file, name="open_data_file"),
    path("certificates/in-time/", views.public_compliance, name="public_compliance"),
    path("certificates/api/", views.certificates_api, name="certificates_api"),
    path("certificates/feed.atom", views.certificates_feed, name="certificates_feed"),
    path("certificates/log/", views.log, name="certificate_log"),
    path("certificates/log/checkpoint", views.checkpoint, name="certificate_log_checkpoint"),
    path("certificates/log/<str:size>/", views.log_head, name="certificate_log_head"),
    path(
        "certificates/log/<str:first>/<str:second>/consistency.json",
        views.consistency,
        name="certificate_log_consistency",
    ),
    path("verify/", views.verify_form, name="verify_form"),
    path("badges/issuer/", views.badge_issuer, name="badge_issuer"),
    path("badges/keys/", views.badge_keys, name="badge_keys"),
    path("badges/keys/<str:thumbprint>/", views.badge_key, name="badge_key"),
    path("verify/many/", views.verify_many, name="verify_many"),
    path("verify/file/", views.verify_file, name="verify_file"),
    path("verify/<str:code>/", views.verify, name="verify"),
    path("verify/<str:code>/proof.json", views.proof, name="certificate_proof"),
    path("verify/<str:code>/name/", views.check_name, name="check_name"),
    path("holder/own/<int:pk>/", views.own_certificate, name="own_certificate"),
    path("holder/own/<int:pk>/<str:part>/", views.own_file, name="own_certificate_file"),
    path("holder/<str:token>/", views.holder, name="holder"),
    path("holder/<str:token>/<str:part>/", views.holder_file, name="holder_file"),
]
