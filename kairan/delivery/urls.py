from django.urls import path

from kairan.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("tries/", views.tries, name="tries"),
    path("holds/", views.holds, name="holds"),
    path("releases/", views.releases, name="releases"),
    path("cancellations/", views.cancellations, name="cancellations"),
    path("resendings/", views.resendings, name="resendings"),
    path("servers/<int:pk>/trial/", views.server_trial, name="server-trial"),
]
