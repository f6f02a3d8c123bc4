"""One blocking call to one site through the `jira` library's authenticated session. Runs in a worker thread."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from bot.errors import JiraError
from bot.jira.sites import Site
from bot.jira.transport.faults import objection, refusal

if TYPE_CHECKING:
    from jira import JIRA
    from requests import PreparedRequest, Response, Session

Method = Literal["GET", "POST", "PUT"]
TIMEOUT = (3.05, 10.0)
"""Seconds to connect and between two pieces of an answer. The first is just over TCP's retransmission time."""
AGENT = "handoff-readiness"
"""So that a site's admin sees whose calls these are."""
LARGEST = 32 * 1024 * 1024
"""Bytes of an answer. A ticket with its comments is far below; what is above would only fill the memory."""
_PIECE = 65_536


class Wire:
    """The library is used for what it is good at, logging in; its retries sleep in the thread, also after a POST, and
    its errors carry bodies, so requests are sent through its session and each fault becomes one `JiraError`."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.Lock()
        self._jira: JIRA | None = None

    def call(
        self,
        method: Method,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object = None,
        bearer: str = "",
        deadline: float,
    ) -> Any:
        """The JSON of an answer, None when it is empty. `path` stands under the API's version; one that starts with
        `https://` or `http://` is whole. `bearer` is the access token of an `oauth` site. `deadline` is a
        `time.monotonic()` at which reading stops.

        Raises: JiraError, and nothing else for any answer.
        """
        from requests import Request

        url = path if "://" in path else f"{self._site.api}/rest/api/{self._site.api_version}{path}"
        data = None if body is None else json.dumps(body)
        try:
            session = self._session()
            request = session.prepare_request(Request(method, url, params=params, data=data))
            if bearer:
                request.headers["Authorization"] = f"Bearer {bearer}"
            with self._send(session, request) as response:
                return self._answer(response, deadline)
        except OSError as error:  # each of the library's is one, as is a file of certificates that is not there
            raise self._silence(error) from None
        except ValueError:  # its text quotes the credential, which holds what cannot stand in a header
            raise JiraError("unauthorized", site=self._site.name) from None

    def close(self) -> None:
        with self._lock:
            if self._jira is not None:
                self._jira.close()  # type: ignore[no-untyped-call] # the library leaves it untyped
                self._jira = None

    def _session(self) -> Session:
        with self._lock:
            if self._jira is None:
                self._jira = _log_in(self._site)
            return self._jira._session

    def _send(self, session: Session, request: PreparedRequest) -> Response:
        settings = session.merge_environment_settings(request.url, {}, True, None, None)
        return session.send(request, timeout=TIMEOUT, allow_redirects=False, **settings)

    def _answer(self, response: Response, deadline: float) -> Any:
        error = refusal(self._site.name, response.status_code, response.headers, datetime.now(UTC))
        if error is not None:
            if error.outcome == "refused" and error.reason is None:
                error.reason = objection(self._body(response, deadline))
            raise error
        body = self._body(response, deadline)
        if not body.strip():
            return None
        if "json" not in response.headers.get("Content-Type", "").lower():
            raise self._unreadable(response)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise self._unreadable(response) from None

    def _body(self, response: Response, deadline: float) -> bytes:
        from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

        pieces = bytearray()
        try:
            # read1 gives what has come, so that a body that trickles in cannot outlast the deadline.
            while piece := response.raw.read1(_PIECE, decode_content=True):
                pieces += piece
                if len(pieces) > LARGEST:
                    raise self._unreadable(response)
                if time.monotonic() > deadline:
                    raise JiraError("timeout", site=self._site.name)
        except ReadTimeoutError:
            raise JiraError("timeout", site=self._site.name) from None
        except DecodeError:
            raise self._unreadable(response) from None
        except HTTPError as error:  # the connection ended before the answer did
            raise self._silence(error) from None
        return bytes(pieces)

    def _unreadable(self, response: Response) -> JiraError:
        return JiraError("unreadable", site=self._site.name, status=response.status_code)

    def _silence(self, error: Exception) -> JiraError:
        from requests.exceptions import Timeout

        return JiraError("timeout" if isinstance(error, Timeout) else "unavailable", site=self._site.name)


def _log_in(site: Site) -> JIRA:
    """A client that makes no call of its own. Imported here: the library takes 0.4 s that commands need not spend."""
    from jira import JIRA

    from bot.jira.transport.dialling import PublicAdapter

    token = site.token.get_secret_value()
    client = JIRA(
        options={"server": site.api, "rest_api_version": site.api_version, "headers": {"User-Agent": AGENT}},
        basic_auth=(site.user, token) if site.auth == "basic" else None,
        token_auth=token if site.auth == "bearer" else None,
        get_server_info=False,
        logging=False,
        max_retries=0,
        timeout=TIMEOUT,
    )
    # Unset, the library takes the site for a Data Center.
    client.deploymentType = "Cloud" if site.deployment == "cloud" else "Data Center"
    if site.private is not None:
        for scheme in ("https://", "http://"):
            client._session.mount(scheme, PublicAdapter(site.private))
    return client
