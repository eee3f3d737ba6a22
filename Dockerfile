# One image for every process of the portal: what it does is the command it is given (docker-compose.yml).
# It was written with care and checked as text; nobody has built it on the machine it was written on.

FROM node:24-slim AS assets
WORKDIR /portal/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
COPY static /portal/static
RUN npm run build

FROM python:3.13-slim AS packages
RUN pip install --no-cache-dir uv
WORKDIR /portal
COPY requirements/base.txt requirements/
RUN uv venv /venv \
 && uv pip install --python /venv/bin/python --require-hashes --requirements requirements/base.txt \
 && printf 'base %s' "$(cksum <requirements/base.txt)" >/venv/portal-stamp

FROM python:3.13-slim
# Pango draws the text of PDFs; psql and pg_dump come with the Python packages.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --mode=0700 /data
WORKDIR /portal
COPY --from=packages /venv /venv
COPY . .
COPY --from=assets /portal/static/built static/built
ENV TSA_VENV=/venv \
    TSA_DATA_DIR=/data \
    TSA_STATIC_ROOT=/portal/collected \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
# The front end is built above, so its stamp says that it is current; static files are the image's, not the volume's.
RUN /venv/bin/python -P -c "import sys; sys.path.insert(0, '.'); from tsa_portal.runtime import assets, tools; \
assets.STAMP.write_text(tools.digest(assets.source_files()))" \
 && TSA_SECRET_KEY=only-while-building DATABASE_URL=postgresql://nobody@localhost/none \
    /venv/bin/python manage.py collectstatic --no-input --ignore rest_framework
USER portal
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["./portal"]
CMD ["run", "web", "--data", "/data", "--host", "0.0.0.0"]
