"""The pages' addresses."""

from django.urls import path, register_converter

from diplomacy.web import (
    bringing_in,
    decisions,
    deleting,
    editing,
    merging,
    permalinks,
    regroup,
    review,
    review_accounts,
    review_actors,
    review_speakers,
    searches,
    signing_in,
    splitting,
    views,
)
from diplomacy.web.pages.places import PlaceInAddress, TextKeyInAddress

register_converter(PlaceInAddress, "place")
register_converter(TextKeyInAddress, "text")
register_converter(permalinks.FormInAddress, "form")

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("exchanges/", views.exchanges, name="exchanges"),
    path("exchanges/<int:pk>/", views.exchange, name="exchange"),
    path("exchanges/<int:pk>/edit/", regroup.edit, name="edit-exchange"),
    path("exchanges/<int:pk>/texts/", views.texts, name="texts"),
    path("exchanges/<int:pk>/framing/", views.framing, name="framing"),
    path("exchanges/<int:pk>/framing/<slug:name>.csv", views.framing_table, name="framing-table"),
    path("exchanges/<int:pk>/sources/", permalinks.sources, name="sources"),
    path("exchanges/<int:exchange>/pairs/<int:pk>/", views.pair, name="pair"),
    path("pairs/<place:left>/<place:right>/", permalinks.pair, name="cited-pair"),
    path("pairs/<place:left>/<place:right>/cite.<form:form>", permalinks.pair),
    path("statements/<place:place>/", permalinks.statement, name="cited-statement"),
    path("statements/<place:place>/cite.<form:form>", permalinks.statement),
    path("omissions/<place:place>/<text:lacking>/", permalinks.omission, name="cited-omission"),
    path("omissions/<place:place>/<text:lacking>/cite.<form:form>", permalinks.omission),
    path("changes/<text:old>/<text:new>/", permalinks.changes, name="cited-changes"),
    path("changes/<text:old>/<text:new>/cite.<form:form>", permalinks.changes),
    path("elsewhere/<place:place>/", permalinks.elsewhere, name="cited-elsewhere"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("articles/<int:pk>/edit/", editing.edit, name="edit"),
    path("actors/", views.actors, name="actors"),
    path("actors/<int:pk>/", views.actor, name="actor"),
    path("actors/<int:pk>/merge/", merging.merge, name="merge-actor"),
    path("actors/<int:pk>/split/", splitting.split, name="split-actor"),
    path("outlets/", views.outlets, name="outlets"),
    path("outlets/<int:pk>/", views.outlet, name="outlet"),
    path("search/", searches.texts, name="search"),
    path("search/statements/", searches.statements, name="statements"),
    path("search/concordance/", searches.concordance, name="concordance"),
    path("search/elsewhere/", searches.elsewhere, name="elsewhere"),
    path("bring-in/", bringing_in.bring_in, name="bring-in"),
    path("bring-in/<int:pk>/", bringing_in.draft, name="draft"),
    path("deliveries/", bringing_in.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/", bringing_in.delivery, name="delivery"),
    path("watched/", bringing_in.watched, name="watched"),
    path("review/", review.review, name="review"),
    path("review/speakers/", review_speakers.speakers, name="review-speakers"),
    path("review/exchanges/", review_accounts.accounts, name="review-exchanges"),
    path("review/actors/", review_actors.review, name="review-actors"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("bin/", deleting.bin_, name="bin"),
    path("bin/delete/<slug:kind>/", deleting.delete, name="delete"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign-out"),
    path("password/", signing_in.Password.as_view(), name="password"),
    path("password/changed/", signing_in.PasswordChanged.as_view(), name="password-changed"),
    path("about/", views.about, name="about"),
    path("methods/", views.methods, name="methods"),
]
