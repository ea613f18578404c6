from django.urls import URLPattern, path

from intranet.notices.views import calendar, messages, paper, preferences

urlpatterns: list[URLPattern] = [
    path("inbox/", messages.inbox, name="inbox"),
    path("inbox/read/", messages.read_all, name="inbox_read_all"),
    path("inbox/calendar/", calendar.my_calendar, name="my_calendar"),
    path("inbox/calendar/close/", calendar.close, name="my_calendar_close"),
    path("notices/paper/", paper.paper_list, name="paper_list"),
    path("inbox/letters/", messages.letters, name="inbox_letters"),
    path("inbox/letters/<int:pk>/", messages.letter, name="inbox_letter"),
    path("my/notices/", preferences.my_notices, name="my_notices"),
    path("my/language/", preferences.my_language, name="my_language"),
    path("inbox/<int:pk>/", messages.notice, name="inbox_notice"),
    path("inbox/<int:pk>/read/", messages.read, name="inbox_read"),
    path("inbox/<int:pk>/receipt/", messages.receipt, name="inbox_receipt"),
]
