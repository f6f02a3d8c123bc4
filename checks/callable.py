"""Which names in a ticket can be an interface's: a template that says *BlackBerry takes:* would not be about one."""

from __future__ import annotations

import re

from checks.language.names import is_code

_FAULTS = ("Error", "Exception", "Fault", "Warning")
"""Tickets about a failure name what went wrong, but nobody calls it."""
_FILE = re.compile(
    r"(?i).*\.(?:bat|cc?|cfg|clj|conf|cpp|cs|css|csv|go|gradle|hh?|hpp|html?|ini|ipynb|jar|java|js|json|jsp|jsx|kt|log|md|php|mm?|properties|py|rb|rs|rst|scala|sh|sql|swift"
    r"|toml|ts|tsv|tsx|txt|war|xml|ya?ml|zip)"
)
_LOWER_CAMEL = re.compile(r"[a-z]{2,}(?:[A-Z][a-z0-9]*)+")
"""`socketMaxWait`; iOS, macOS and eBay begin with fewer small letters or end in capitals."""
_PLATFORMS = frozenset({"macOS", "jQuery", "watchOS", "iPadOS"})
_CLASS = re.compile(
    r"(?:[A-Z][A-Za-z0-9]*)?[a-z0-9](?:Adapter|Appender|Buffer|Builder|Cache|Client|Codec|Config|Configuration|Connector|Container|Context|Controller"
    r"|Converter|Dialog|Event|Factory|Field|Filter|Form|Formatter|Handler|Helper|Job|Label|Layer|List|Listener|Loader|Manager|Map|Mapper|Matrix"
    r"|Metadata|Model|Module|Node|Options|Parser|Picker|Printer|Processor|Producer|Consumer|Provider|Query|Reader|Registry|Repository|Request|Resource|Response"
    r"|Result|Router|Schema|Scheduler|Serializer|Service|Session|Set|Sink|Source|Storage|Store|Stream|Symbol|Table|Task|Template|Tool|Type|Util"
    r"|Utils|Validator|View|Widget|Window|Worker|Writer)s?"
)
"""A class by its last part: `ListView`, `OrderMapper`. Products are written alike (*GitHub*, *ActiveMQ*), so a
capitalised name without such a part is not taken for a class."""


def is_callable(name: str, shown: str = "") -> bool:
    """Whether other code can rely on what has this name: a function, a class, a setting, a qualified name. `shown` is
    the text around it, as written: a name that its author marks as code there is believed."""
    bare = name.removesuffix("()")
    if " " in name or bare.endswith(_FAULTS) or _FILE.fullmatch(name) or 2 * sum(map(str.isdigit, bare)) > len(bare):
        return False  # `w_2023_45` is a tag
    if is_code(name) or f"`{name}`" in shown or name.endswith(")"):
        return True
    return name not in _PLATFORMS and bool(_LOWER_CAMEL.fullmatch(name) or _CLASS.fullmatch(name))
