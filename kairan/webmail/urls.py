from django.urls import path

from kairan.webmail.views import accounts, administration, folders, letters, mailbox, message

app_name = "webmail"
urlpatterns = [
    path("", mailbox.inbox, name="index"),
    path("folders/", folders.index, name="folders"),
    path("folders/<int:pk>/", mailbox.show, name="folder"),
    path("folders/<int:pk>/name/", folders.name, name="folder-name"),
    path("folders/<int:pk>/removal/", folders.removal, name="folder-removal"),
    path("trash/emptying/", folders.emptying, name="emptying"),
    path("selection/", mailbox.selection, name="selection"),
    path("receiving/", mailbox.receiving, name="receiving"),
    path("messages/<int:pk>/", message.show, name="message"),
    path("messages/<int:pk>/body/", message.body, name="body"),
    path("messages/<int:pk>/source/", message.source, name="source"),
    path("messages/<int:pk>/files/<int:number>/", message.file, name="file"),
    path("messages/<int:pk>/reading/", message.reading, name="reading"),
    path("messages/<int:pk>/pictures/", message.pictures, name="pictures"),
    path("messages/<int:pk>/answer/", letters.answer, name="answer"),
    path("letters/new/", letters.new, name="new"),
    path("drafts/", letters.drafts, name="drafts"),
    path("drafts/<int:pk>/", letters.edit, name="draft"),
    path("drafts/<int:pk>/removal/", letters.removal, name="draft-removal"),
    path("accounts/", accounts.index, name="accounts"),
    path("accounts/new/", accounts.new, name="account-new"),
    path("accounts/<int:pk>/", accounts.edit, name="account"),
    path("accounts/<int:pk>/removal/", accounts.removal, name="account-removal"),
    path("accounts/<int:pk>/set-aside/<int:served>/", accounts.set_aside, name="set-aside"),
    path("administration/", administration.index, name="administration"),
    path("administration/<int:person>/", administration.accounts, name="administration-person"),
    path("administration/<int:person>/use/", administration.use, name="administration-use"),
    path(
        "administration/<int:person>/accounts/new/",
        administration.new,
        name="administration-account-new",
    ),
    path(
        "administration/<int:person>/accounts/<int:pk>/",
        administration.edit,
        name="administration-account",
    ),
    path(
        "administration/<int:person>/accounts/<int:pk>/removal/",
        administration.removal,
        name="administration-account-removal",
    ),
]
