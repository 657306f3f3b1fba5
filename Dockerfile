# The bot alone, without the demo. Build: docker build -t masante .   Run: docs/operations.md, "In a container".
FROM python:3.11-slim-bookworm AS build
COPY requirements/run.txt /src/requirements/run.txt
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --require-hashes -r /src/requirements/run.txt
COPY . /src
RUN pip --python /venv/bin/python install --no-cache-dir --no-deps /src

FROM python:3.11-slim-bookworm AS bot
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin masante \
 && install -d -o 10001 -g 10001 -m 700 /app/var
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 MASANTE_LISTEN=0.0.0.0:8443
WORKDIR /app
USER 10001:10001
VOLUME /app/var
EXPOSE 8443
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "\
import os, urllib.request as web; \
port = os.environ['MASANTE_LISTEN'].rpartition(':')[2]; \
web.build_opener(web.ProxyHandler({})).open(f'http://127.0.0.1:{port}/health', timeout=4)"]
ENTRYPOINT ["masante"]
CMD ["run"]
