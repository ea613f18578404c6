from django.urls import path, re_path
from wagtail import views as wagtail_views

from intranet.pages import views

urlpatterns = [
    path("my/", views.staff_home, name="staff_home"),
    path("my/read/<int:pk>/", views.acknowledge, name="acknowledge"),
    path("my/review/<int:pk>/", views.review, name="review"),
    path("regulations/in-force/", views.regulations_in_force, name="regulations_in_force"),
    path("regulations/in-force.<str:extension>", views.regulations_in_force_file, name="regulations_in_force_file"),
    path("regulations/editions.atom", views.editions_feed, name="editions_feed"),
    path("subscriptions/<uuid:key>/", views.subscribe, name="subscribe"),
    path("subscriptions/<str:purpose>/<str:token>/", views.subscription_link, name="subscription_link"),
    # Wagtail's own pattern has no dots in an address: #3.3 of a page as /clause/3.3/.
    re_path(r"^((?:[\w-]+/)+clause/[^/]+/(?:cite/)?)$", wagtail_views.serve, name="clause_of_a_page"),
    re_path(r"^((?:[\w-]+/)+(?:document\.json|editions\.atom))$", wagtail_views.serve, name="programs_of_a_page"),
    re_path(r"^((?:[\w-]+/)+document\.(?:pdf|docx))$", wagtail_views.serve, name="papers_of_a_page"),
]
