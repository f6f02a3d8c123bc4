"""What App Home draws of connections to Jira: values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site of the workspace as one person sees it in App Home."""

    name: str
    shown: str
    """What people call it."""
    state: Literal["connected", "given", "refused"]
    """Connected from Slack; from the operator's settings; in need of being connected again."""
    own: str = ""
    """The name under which this person writes there; empty while they have not connected their own account."""
    managed: bool = False
    """This person may check and disconnect it."""


@dataclass(frozen=True, slots=True)
class JiraHomeView:
    sites: tuple[SiteView, ...] = ()
    manages: bool = False
    """This person may connect sites."""
    linkable: frozenset[str] = frozenset()
    """Names of sites on which they can connect an account of their own."""
