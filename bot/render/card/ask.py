"""A ticket's questions, put to the one person who can answer."""

from __future__ import annotations

from bot.message import Message
from bot.render.actions import Click
from bot.render.blocks import Part, actions, bullets, button, line, link, mention, message, rich, span
from bot.render.headline import key_of
from bot.render.text import one_line
from bot.render.words import words
from bot.views import AskView

QUESTION = 400
NAME = 60


def ask(view: AskView, language: str = "en") -> Message:
    """At most three questions. A person found in Slack is mentioned; one who is not is named in plain text."""
    say = words(language)
    verdict = view.verdict
    key = key_of(verdict)
    person: Part = mention(view.user) if view.user else span(one_line(view.name, NAME))
    before, _, after = say("ask.again" if view.again else "ask.lead", key=key).partition(key)
    lead = [person, span(f", {before}"), link(verdict.url, key, bold=True), span(after)]
    questions = verdict.questions
    text = [
        f"{one_line(view.name, NAME)}, {before}{key}{after}",
        *(f"- {one_line(each, QUESTION)}" for each in questions),
    ]
    gaps = [gap for gap in verdict.weighty_gaps if gap.question in questions][:1]
    buttons = [button(say("button.answer"), Click("answer", view.handle, gap.code), style="primary") for gap in gaps]
    return message(
        "\n".join(text).strip(),
        rich(line(*lead), bullets((line(span(each, limit=QUESTION)) for each in questions), ordered=True)),
        *([actions(*buttons)] if buttons else ()),
    )
