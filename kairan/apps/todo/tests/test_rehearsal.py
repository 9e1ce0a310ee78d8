"""Who will hear of a task: asked before it is given."""

from kairan.apps.todo.models import Task


def test_who_is_given_the_task_is_shown_and_no_task_is_kept(as_, aiko, ben, mail_server):
    client = as_(aiko)
    begun = client.get("/todo/new/").context["form"]
    form = {
        "title": "Pay the rent",
        "assignee": f"person:{ben.pk}",
        "priority": "normal",
        "repeat": begun["repeat"].value() or "",
        "reminds": begun["reminds"].value() or "",
        "then": "rehearse",
    }
    page = client.post("/todo/new/", form).content.decode()

    assert "1 by mail and in the app" in page
    assert "Pay the rent" in page
    assert not Task.objects.exists()
