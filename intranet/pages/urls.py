from django.urls import path, re_path
from wagtail import views as wagtail_views

from intranet.pages import views

urlpatterns = [
    path("my/", views.staff_home, name="staff_home"),
    path("my/read/<int:pk>/", views.acknowledge, name="acknowledge"),
    path("my/review/<int:pk>/", views.review, name="review"),
    # Wagtail's own pattern has no dots in an address: #3.3 of a page as /clause/3.3/.
    re_path(r"^((?:[\w-]+/)+clause/[^/]+/(?:cite/)?)$", wagtail_views.serve, name="clause_of_a_page"),
]
