"""The pages' addresses."""

from django.urls import path

from diplomacy.web import searches, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("exchanges/", views.exchanges, name="exchanges"),
    path("exchanges/<int:pk>/", views.exchange, name="exchange"),
    path("exchanges/<int:pk>/framing/", views.framing, name="framing"),
    path("exchanges/<int:exchange>/pairs/<int:pk>/", views.pair, name="pair"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("actors/", views.actors, name="actors"),
    path("actors/<int:pk>/", views.actor, name="actor"),
    path("outlets/", views.outlets, name="outlets"),
    path("outlets/<int:pk>/", views.outlet, name="outlet"),
    path("search/", searches.texts, name="search"),
    path("search/statements/", searches.statements, name="statements"),
    path("search/concordance/", searches.concordance, name="concordance"),
    path("search/elsewhere/", searches.elsewhere, name="elsewhere"),
    path("about/", views.about, name="about"),
    path("methods/", views.methods, name="methods"),
]
