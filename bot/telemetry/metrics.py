"""The metrics for Prometheus. Labels are names from the code, never from tickets, people or channels."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ACK_SECONDS = Histogram(
    "handoff_ack_seconds",
    "From a request's arrival to its acknowledgement, committed runs included",
    ["kind", "outcome"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
STEP_SECONDS = Histogram(
    "handoff_step_seconds",
    "How long a step of a run took",
    ["run", "step", "outcome"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RUNS = Counter("handoff_runs_total", "Runs that ended in this process", ["run", "outcome"])
RUNNING = Gauge("handoff_runs_running", "Runs under way in this process")
OLDEST_SECONDS = Gauge("handoff_oldest_run_seconds", "Age of the oldest unfinished run in the database")
WAITING = Gauge("handoff_runs_unfinished", "Unfinished runs in the database, every process's")
BURIED = Gauge("handoff_runs_buried", "Runs given up after their attempts; see `handoff runs`")
TAKEN_OVER = Counter("handoff_runs_taken_over_total", "Runs of dead processes that this one took over")
VERDICTS = Counter("handoff_verdicts_total", "Verdicts given", ["decision"])
SLACK_CALLS = Counter("handoff_slack_calls_total", "Calls to Slack", ["method", "outcome"])
JIRA_CALLS = Counter(
    "handoff_jira_calls_total",
    "Tickets fetched, and pages of a digest's tickets read, by how Jira answered",
    ["call", "outcome"],
)
RATE_LIMITED = Counter(
    "handoff_slack_rate_limited_minutes_total", "Minutes in which Slack kept events of a workspace from us: too many"
)
DIGESTS = Counter("handoff_digests_total", "Digests that were to be made, by what became of them", ["outcome"])
HOOKS = Counter("handoff_hooks_total", "What Jira sent to the webhook", ["status"])
TOKEN_RENEWALS = Counter("handoff_token_renewals_total", "Slack tokens renewed, or not", ["outcome"])
INSTALLATIONS = Gauge("handoff_installations", "Workspaces the bot is installed in by OAuth", ["state"])
INSTALLS = Counter("handoff_installs_total", "Installations begun in a browser that came back from Slack", ["outcome"])
