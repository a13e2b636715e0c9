# The site in one image: the same for web, worker and one-off commands.
#   docker build -t llex .

FROM python:3.13.7-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
# Apart from the code, so that a change of the code does not install everything again.
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt
# Packages of a site's own, such as opensearch-py: docs/operations.md.
ARG EXTRA_PACKAGES=""
RUN [ -z "$EXTRA_PACKAGES" ] || pip install $EXTRA_PACKAGES
COPY . .
# The key signs nothing: no command writes anything that depends on it.
RUN SECRET_KEY=only-while-building-0123456789-0123456789 MAIL_WITHOUT_SERVER=true sh -c \
    'python manage.py compilemessages && python manage.py collectstatic --no-input'
RUN python -m compileall -q /venv/lib /app

FROM python:3.13.7-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin llex \
    && mkdir -p /data/media /data/private && chown -R llex /data
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build --chown=llex /app /app
USER llex
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/data/media PRIVATE_ROOT=/data/private \
    GRANIAN_INTERFACE=wsgi GRANIAN_HOST=0.0.0.0 GRANIAN_PORT=8000 \
    GRANIAN_WORKERS=2 GRANIAN_BLOCKING_THREADS=8 GRANIAN_BACKLOG=4096 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true GRANIAN_RESPAWN_INTERVAL=0.5 GRANIAN_WORKERS_KILL_TIMEOUT=10
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD ["python", "-m", "llex.core.monitoring.healthcheck"]
CMD ["python", "-m", "llex.core.web_workers", "llex.wsgi:application"]
