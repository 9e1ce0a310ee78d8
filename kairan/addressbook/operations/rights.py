"""Who may change what is in a book."""

from django.core.exceptions import PermissionDenied

from kairan.addressbook.models import Book
from kairan.people.models import User


def only_editors(book: Book, by: User) -> None:
    """Raise PermissionDenied where ``by`` may not change the contacts of ``book``."""
    if not Book.objects.editable_by(by).filter(pk=book.pk).exists():
        raise PermissionDenied
