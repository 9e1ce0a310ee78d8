from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypedDict, cast

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.people.names import full_name
from kairan.people.one_line import login_id_form, one_line
from kairan.people.time_zones import time_zone_choices
from kairan.people.words import WordsField, distance, found_by, split

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Company(models.Model):
    """The organisation whose office this is: one row, made with the first administrator."""

    THE_ONE = 1

    name = models.CharField(_("name of the company"), max_length=100, validators=[one_line])
    founded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_company")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current_name(cls) -> str:
        """Return the name of the company, or nothing before the office was founded."""
        return cls.objects.filter(pk=cls.THE_ONE).values_list("name", flat=True).first() or ""


class Sized(TypedDict):
    """What ``with_size`` adds to a group."""

    size: int


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, person: User) -> GroupQuerySet:
        """Everybody who works here sees every group."""
        return self if person.is_active else self.none()

    def with_size(self) -> models.QuerySet[WithAnnotations[Group, Sized]]:
        """Add ``size``: how many active people are in the group."""
        active = Q(members__is_active=True)
        sized = self.annotate(size=Count("members", filter=active)).order_by("name")
        return cast("models.QuerySet[WithAnnotations[Group, Sized]]", sized)


class Group(models.Model):
    """People who are addressed together: a department, a team, a floor."""

    name = models.CharField(
        _("name"),
        max_length=100,
        unique=True,
        validators=[one_line],
        error_messages={"unique": _("There is a group of this name already.")},
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        """Those who still work here; the others keep their records and get no mail."""
        return self.filter(is_active=True)

    def administrators(self) -> UserQuerySet:
        return self.active().filter(kind=User.Kind.ADMINISTRATOR)

    def visible_to(self, person: User) -> UserQuerySet:
        """Everybody sees who works here; administrators also see who has left."""
        if person.is_administrator:
            return self
        return self.active() if person.is_active else self.none()

    def in_group(self, group_id: int) -> UserQuerySet:
        """The members of one group, found while walking along the names: a page reads few rows."""
        member = User.groups.through.objects.filter(group_id=group_id, user_id=OuterRef("pk"))
        return self.filter(Exists(member))

    def matching(self, query: str, *, among: AddressQuerySet) -> UserQuerySet:
        """Whom the words of ``query`` may mean: by name, login ID, department or address.

        :param among: the addresses by which one may be found. Give only those that whoever
            searches may see, or the search reveals the others.
        """
        found = self
        for word in split(query):
            by_address = among.filter(address__icontains=word).values("user_id")
            found = found.filter(found_by([word]) | Q(pk__in=by_address))
        return found

    def nearest_first(self, query: str) -> UserQuerySet:
        """Order by how likely ``query`` means them, then by name."""
        return self.order_by(distance(split(query)), "last_name", "first_name", "login_id")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def administrators(self) -> UserQuerySet:
        return self.get_queryset().administrators()

    def visible_to(self, person: User) -> UserQuerySet:
        return self.get_queryset().visible_to(person)

    def in_group(self, group_id: int) -> UserQuerySet:
        return self.get_queryset().in_group(group_id)

    def create_user(self, login_id: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(login_id=login_id, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person with one account."""

    class Kind(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        USER = "user", pgettext_lazy("kind of account", "User")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        JAPANESE = "ja", "日本語"

    login_id = models.CharField(
        _("login ID"),
        max_length=150,
        unique=True,
        validators=[one_line, login_id_form],
        error_messages={"unique": _("Somebody has this login ID already. Choose another.")},
    )
    first_name = models.CharField(_("first name"), max_length=100, validators=[one_line])
    middle_name = models.CharField(
        _("middle name"), max_length=100, blank=True, validators=[one_line]
    )
    last_name = models.CharField(_("last name"), max_length=100, blank=True, validators=[one_line])
    title = models.CharField(_("job title"), max_length=100, blank=True, validators=[one_line])
    department = models.CharField(
        _("department"), max_length=100, blank=True, validators=[one_line]
    )
    phone = models.CharField(_("phone"), max_length=50, blank=True, validators=[one_line])
    extension = models.CharField(_("extension"), max_length=20, blank=True, validators=[one_line])
    mobile = models.CharField(_("mobile phone"), max_length=50, blank=True, validators=[one_line])
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=time_zone_choices, default="UTC"
    )
    first_weekday = models.SmallIntegerField(
        _("first day of the week"), choices=Weekday.choices, default=Weekday.MONDAY
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.USER)
    is_active = models.BooleanField(_("works here"), default=True)
    groups = models.ManyToManyField(
        Group, verbose_name=_("groups"), related_name="members", blank=True
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    words = WordsField(editable=False, blank=True, default="")

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login_id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["last_name", "first_name", "login_id"]
        constraints = [
            models.UniqueConstraint(
                Lower("login_id"),
                name="login_id_in_any_case",
                violation_error_message=_("Somebody has this login ID already. Choose another."),
            )
        ]
        indexes = [
            models.Index(fields=["last_name", "first_name", "login_id"], name="user_by_name")
        ]

    def __str__(self) -> str:
        return full_name(self)

    def get_absolute_url(self) -> str:
        return reverse("people:show", args=[self.pk])

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.kind == self.Kind.ADMINISTRATOR


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, person: User) -> AddressQuerySet:
        """Public ones and one's own; administrators see all."""
        if person.is_administrator:
            return self
        return self.filter(Q(is_public=True) | Q(user=person))

    def public(self) -> AddressQuerySet:
        """Those shown to everybody."""
        return self.filter(is_public=True)

    def for_notifications(self) -> AddressQuerySet:
        """Where notifications of those who still work here go."""
        return self.filter(takes_notifications=True, user__is_active=True)


class Address(models.Model):
    """One of up to four e-mail addresses of a person."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("Company")
        MOBILE = "mobile", _("Mobile")
        HOME = "home", pgettext_lazy("address", "Home")
        OTHER = "other", _("Other")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    address = models.CharField(_("e-mail address"), max_length=320)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    takes_notifications = models.BooleanField(_("notifications come here"), default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_address_of_a_kind"),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                condition=Q(takes_notifications=True),
                name="address_for_notifications",
            )
        ]

    def __str__(self) -> str:
        return self.address
