from django.urls import path

from kairan.apps.workflow.views import administration, answers, decisions, folders, papers

app_name = "workflow"
urlpatterns = [
    path("", folders.to_decide, name="index"),
    path("mine/", folders.mine, name="mine"),
    path("decided/", folders.decided, name="decided"),
    path("all/", folders.everything, name="all"),
    path("new/", papers.choose, name="choose"),
    path("new/<int:form>/", papers.new, name="new"),
    path("<int:pk>/", papers.show, name="show"),
    path("<int:pk>/draft/", papers.edit, name="edit"),
    path("<int:pk>/removal/", papers.removal, name="removal"),
    path("<int:pk>/files/<int:file>/", papers.file, name="file"),
    path("<int:pk>/withdrawal/", papers.withdrawal, name="withdrawal"),
    path("<int:pk>/approval/", decisions.approval, name="approval"),
    path("<int:pk>/return/", decisions.sending_back, name="return"),
    path("<int:pk>/denial/", decisions.denial, name="denial"),
    path("<int:pk>/hand-over/", decisions.hand_over, name="hand-over"),
    path("answer/<str:kind>/<str:token>/", answers.answer, name="answer"),
    path("answer/<str:kind>/<str:token>/files/<int:file>/", answers.file, name="answer-file"),
    path("forms/", administration.forms, name="forms"),
    path("forms/new/", administration.new_form, name="new-form"),
    path("forms/<int:pk>/", administration.form, name="form"),
    path("routes/", administration.routes, name="routes"),
    path("routes/new/", administration.new_route, name="new-route"),
    path("routes/<int:pk>/", administration.route, name="route"),
]
