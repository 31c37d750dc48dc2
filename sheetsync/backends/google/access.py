"""Who may open a file in Drive, and what for → our three roles."""

from collections.abc import Iterable, Mapping
from typing import Final

from sheetsync.backends.google.values import Json
from sheetsync.ports import Access, Person, Role

FIELDS: Final = "type,role,emailAddress,displayName,deleted"
"""What is asked for of each permission."""

_MACHINES: Final = ".gserviceaccount.com"
"""How the addresses of service accounts end: they share sheets with us, and are no people."""
_ROLES: Final[Mapping[str, Role]] = {
    "owner": "writer",
    "organizer": "writer",
    "fileOrganizer": "writer",
    "writer": "writer",
    "commenter": "commenter",
    "reader": "reader",
}


def access_of(permissions: Iterable[Json]) -> Access:
    """What ``permissions`` (each with ``FIELDS``) say, without accounts that were deleted; a role that we don't know is the least."""
    people: dict[str, Person] = {}
    others: list[Role] = []
    for one in permissions:
        if one.get("deleted"):
            continue
        role = _ROLES.get(str(one.get("role", "")), "reader")
        address = str(one.get("emailAddress", ""))
        if one.get("type") != "user":
            others.append(role)  # nobody can tell who is in a group, in a company, or holds the link
        elif address and not address.endswith(_MACHINES):
            people[address] = Person(address, str(one.get("displayName", "")) or address, role)
    return Access(tuple(people[address] for address in sorted(people)), tuple(others))
