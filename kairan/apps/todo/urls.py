from django.urls import path

from kairan.apps.todo.views import answers, lists, tasks

app_name = "todo"
urlpatterns = [
    path("", lists.index, name="index"),
    path("given/", lists.given, name="given"),
    path("done/", lists.done, name="done"),
    path("quick/", tasks.quick, name="quick"),
    path("new/", tasks.new, name="new"),
    path("<int:pk>/", tasks.show, name="show"),
    path("<int:pk>/edit/", tasks.edit, name="edit"),
    path("<int:pk>/removal/", tasks.removal, name="removal"),
    path("<int:pk>/completion/", tasks.completion, name="completion"),
    path("<int:pk>/reopening/", tasks.reopening, name="reopening"),
    path("<int:pk>/snooze/", tasks.snooze, name="snooze"),
    path("answer/<str:deed>/<str:token>/", answers.answer, name="answer"),
]
