from django.urls import URLPattern, path

from intranet.notices.views import messages

urlpatterns: list[URLPattern] = [
    path("inbox/", messages.inbox, name="inbox"),
    path("inbox/read/", messages.read_all, name="inbox_read_all"),
    path("inbox/letters/", messages.letters, name="inbox_letters"),
    path("inbox/letters/<int:pk>/", messages.letter, name="inbox_letter"),
    path("inbox/<int:pk>/", messages.notice, name="inbox_notice"),
    path("inbox/<int:pk>/read/", messages.read, name="inbox_read"),
    path("inbox/<int:pk>/receipt/", messages.receipt, name="inbox_receipt"),
]
