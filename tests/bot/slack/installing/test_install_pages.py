"""A person installs the bot: what the pages say and set, and what becomes of forged, old and repeated ways back."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.seal import Seal
from bot.slack.installing.install import COOKIE
from bot.store.tables.installation import attempts
from tests.bot.slack.installing.conftest import ACME, HOME, Town, heading, now, state_in


async def test_the_page_says_what_will_happen_and_loads_and_runs_nothing(town: Town) -> None:
    answer, page = await town.get(f"{town.url}/slack/install")
    assert answer.status == 200
    assert "Nothing is installed before you press Allow." in page
    assert "<script" not in page and " src=" not in page and '<html lang="en">' in page
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "Set-Cookie" not in answer.headers


async def test_the_page_is_in_the_browsers_language_where_there_are_words_for_it(town: Town) -> None:
    async with town.session.get(f"{town.url}/slack/install", headers={"Accept-Language": "fi-FI,fi;q=0.9"}) as answer:
        page = await answer.text()
    assert heading(page) == "Lisää Handoff Slackiin"
    assert '<html lang="fi">' in page


async def test_who_installs_it_is_told_the_next_step_and_each_workspace_has_a_token_of_its_own(town: Town) -> None:
    page = await town.install(ACME)
    assert heading(page) == "Handoff is installed in Team Acme."
    assert "/invite @handoff" in page and "app_redirect?app=A0HANDOFF&amp;team=T0ACME" in page
    await town.install(HOME)
    kept = await town.rows()
    assert set(kept) == {ACME, HOME}
    assert len({one.token.value.get_secret_value() for one in kept.values()}) == 2  # type: ignore[attr-defined]
    assert not any(secret in page for page in town.pages for secret in secrets_of(town))


async def test_the_cookie_is_for_the_way_back_alone_and_goes_with_it(town: Town) -> None:
    async with town.session.post(f"{town.url}/slack/install", allow_redirects=False) as answer:
        cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/slack/oauth_redirect", True, "Lax")
    back = await town.agreed(answer.headers["Location"], ACME)
    answer, _ = await town.get(back)
    assert answer.cookies[COOKIE].value == ""


async def test_who_presses_cancel_is_told_that_nothing_was_installed(town: Town) -> None:
    answer, page = await town.get(await town.agreed(await town.begun(), ACME, "cancel"))
    assert (answer.status, heading(page)) == (400, "Nothing was installed.")
    assert await town.rows() == {}


async def test_a_way_back_works_once(town: Town) -> None:
    back = await town.agreed(await town.begun(), ACME)
    assert (await town.get(back))[0].status == 200
    answer, page = await town.get(back)
    assert (answer.status, heading(page)) == (400, "That took too long, or was already done.")


async def test_a_way_back_in_another_browser_is_refused(town: Town) -> None:
    back = await town.agreed(await town.begun(), ACME)
    async with aiohttp.ClientSession() as other, other.get(back) as answer:
        assert answer.status == 400
    assert await town.rows() == {}


async def test_a_state_leads_to_one_installation_whatever_codes_come_with_it(town: Town) -> None:
    asked = await town.begun()
    backs = [await town.agreed(asked, team) for team in (ACME, HOME)]
    cookie = {COOKIE: state_in(asked)}
    found = []
    for back in backs:
        async with aiohttp.ClientSession(cookies=cookie) as browser, browser.get(back) as answer:
            found.append(answer.status)
    assert found == [200, 400] and list(await town.rows()) == [ACME]


async def test_a_way_back_that_is_forged_or_too_old_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await town.begun()
    back = await town.agreed(asked, ACME)
    forged = back.replace(state_in(asked), "forged" + state_in(asked)[6:])
    assert (await town.get(forged))[0].status == 400
    monkeypatch.setattr("bot.slack.installing.install_state.LIFE", timedelta(seconds=-1))
    assert (await town.get(await town.agreed(await town.begun(), ACME)))[0].status == 400
    assert await town.rows() == {}


async def test_another_thing_under_our_seal_is_no_state(town: Town) -> None:
    for other in (
        "token xoxb-1",
        "install",
        "install yesterday",
        f"install {now() + timedelta(hours=1)}",
        "install 2026-01-01",
    ):
        state = Seal([town.key]).close(other).rstrip("=")
        back = f"{town.url}/slack/oauth_redirect?state={state}&code=x"
        async with aiohttp.ClientSession(cookies={COOKIE: state}) as browser, browser.get(back) as answer:
            assert answer.status == 400, other
            assert "took too long" in await answer.text()


async def test_whoever_begins_a_thousand_times_leaves_no_row(town: Town) -> None:
    async with aiohttp.ClientSession() as anybody:
        for _ in range(1000):
            async with anybody.post(f"{town.url}/slack/install", allow_redirects=False) as answer:
                assert answer.status == 303
            anybody.cookie_jar.clear()
        state = Seal([town.key]).close(f"install {now().isoformat()}").rstrip("=")
        for _ in range(3):
            url = f"{town.url}/slack/oauth_redirect?state={state}&code=guess"
            async with anybody.get(url, headers={"Cookie": f"{COOKIE}={state}"}) as answer:
                assert answer.status == 400
    async with town.bot._store.engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(attempts))).scalar_one() == 0


async def test_without_a_start_of_ours_only_an_organisations_admin_page_may_install(town: Town) -> None:
    code = town.many.oauth.code(ACME, "U0LEAD", f"{town.url}/slack/oauth_redirect")
    answer, page = await town.get(f"{town.url}/slack/oauth_redirect?code={code}")
    assert (answer.status, heading(page)) == (400, "You came here without pressing the bot's button.")
    assert await town.rows() == {}
    town.many.oauth.org_wide.add(ACME)
    code = town.many.oauth.code(ACME, "U0LEAD", f"{town.url}/slack/oauth_redirect")
    answer, _ = await town.get(f"{town.url}/slack/oauth_redirect?code={code}")
    assert answer.status == 200
    assert list(await town.rows()) == ["E0ACME"]


REFUSED = {
    "invalid_code": "That took too long, or was already done.",
    "cannot_install_an_org_installed_app": "Your organisation already has Handoff.",
    "user_email_unverified": "Slack has not confirmed your e-mail address yet.",
    "bad_client_secret": "This bot is not set up correctly.",
    "access_denied": "Nothing was installed.",
    "preview_feature_not_available": "Slack did not let the bot in.",
    "internal_error": "Slack did not answer.",
}


async def test_each_refusal_of_the_code_is_told_with_what_to_do(town: Town) -> None:
    for error, said in REFUSED.items():
        back = await town.agreed(await town.begun(), ACME)
        town.many.oauth.refuses.append(error)
        answer, page = await town.get(back)
        assert (answer.status in (400, 503), heading(page)) == (True, said), error
        assert await town.rows() == {}, error


async def test_slacks_words_reach_the_page_as_a_name_or_not_at_all(town: Town) -> None:
    _, page = await town.get(f"{town.url}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "script" not in page


def secrets_of(town: Town) -> list[str]:
    tokens = [token for slack in town.many.slacks.values() for token in slack.core.granted]
    return [*tokens, town.many.oauth.client_secret, town.key]


ODD = (
    "",
    "code=&state=",
    "state=%ED%A0%80&code=x",
    "state=%00&code=%00",
    f"state={'x' * 4000}&code={'y' * 2000}",
    "state=a&state=b&code=c",
    "error=" + "a" * 500,
    "code=../../etc",
    "error=access_denied&error=x",
)


async def test_no_way_back_however_odd_installs_anything_or_falls_over(town: Town) -> None:
    for query in ODD:
        answer, page = await town.get(f"{town.url}/slack/oauth_redirect?{query}")
        assert answer.status == 400, query
        assert "<h1>" in page, query
        assert await town.rows() == {}, query
