FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE manifest.yml ./
COPY bot bot
COPY templates templates
# With --build-arg EXTRAS=[report] the report has a chart.
ARG EXTRAS=
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir -c constraints.txt ".$EXTRAS"

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin wherebot
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=3000
# What has to be remembered: a volume goes there.
RUN install -d -o wherebot /data
ENV DATABASE_URL=sqlite:////data/wherebot.sqlite
VOLUME /data
USER wherebot
WORKDIR /tmp
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD \
    ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/health\", timeout=2)"]
ENTRYPOINT ["wherebot"]
CMD ["run"]
