"""The field with which every app lets one choose people and whole groups.

``PeopleField`` in a form, ``{{ form.readers.as_field_group }}`` in its template: that is all. The
cleaned value is a :class:`Selection`, which is also what ``initial`` takes. It works without
JavaScript; with it one searches while typing.
"""

from kairan.people.picker.fields import PeopleField
from kairan.people.picker.selection import Selection

__all__ = ["PeopleField", "Selection"]
