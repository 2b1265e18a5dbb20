# Two stages: the wheel and its locked dependencies are installed in the first, the second has neither pip's cache nor sources.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.lock pyproject.toml README.md LICENSE feeds.yaml ./
RUN python -m venv /opt/wirewatch \
 && /opt/wirewatch/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY bot bot
COPY handlers handlers
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --no-cache-dir "hatchling>=1.33,<2" \
 && /opt/build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation -w /dist . \
 && /opt/wirewatch/bin/pip install --no-cache-dir --no-deps /dist/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data wirewatch
COPY --from=build /opt/wirewatch /opt/wirewatch
ENV PATH=/opt/wirewatch/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    WIREWATCH_DATA_DIR=/data \
    WIREWATCH_LISTEN=0.0.0.0:8080
WORKDIR /data
USER wirewatch
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["wirewatch", "run"]
