from django.urls import URLPattern, path

from intranet.notices import views

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="inbox_read_all"),
    path("inbox/letters/", views.letters, name="inbox_letters"),
    path("inbox/letters/<int:pk>/", views.letter, name="inbox_letter"),
    path("inbox/<int:pk>/", views.notice, name="inbox_notice"),
    path("inbox/<int:pk>/read/", views.read, name="inbox_read"),
    path("inbox/<int:pk>/receipt/", views.receipt, name="inbox_receipt"),
]
