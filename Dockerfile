# The bot in a container that needs to write to /data and nowhere else: docs/how-to/run.md.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements-bootstrap.lock requirements.lock ./
RUN python -m venv /opt/handoff \
    && /opt/handoff/bin/pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && /opt/handoff/bin/uv pip install --no-cache --compile-bytecode --python /opt/handoff/bin/python --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY checks checks
RUN /opt/handoff/bin/uv pip install --no-cache --compile-bytecode --python /opt/handoff/bin/python --no-deps . \
    && /opt/handoff/bin/uv pip uninstall --python /opt/handoff/bin/python uv pip

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin handoff \
    && install --directory --owner handoff --group handoff --mode 0700 /data
COPY --from=build /opt/handoff /opt/handoff
ENV PATH=/opt/handoff/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HANDOFF_DATA=/data \
    HANDOFF_HOST=0.0.0.0 \
    HANDOFF_PORT=3000 \
    HANDOFF_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"HANDOFF_PORT\"]}/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["handoff"]
CMD ["serve"]
