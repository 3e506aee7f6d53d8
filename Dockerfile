# Deskwise's server in a container: built from this folder alone, run by nobody with rights. See docs/containers.md.
ARG PYTHON_IMAGE=python:3.12.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
# What changes seldom comes first, so that it is not fetched again. Each library is checked against its hash.
COPY requirements.build.lock requirements.server.lock ./
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements.build.lock \
 && python -m venv /opt/deskwise \
 && /opt/deskwise/bin/pip install --require-hashes -r requirements.server.lock
COPY pyproject.toml README.md ./
COPY tools ./tools
COPY src ./src
# The front-end files come from npm packages by the hashes of their lock, and go into the wheel.
RUN /opt/build/bin/hatchling build -t wheel -d /build/dist \
 && /opt/deskwise/bin/pip install --no-deps --no-index /build/dist/*.whl

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 deskwise \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin deskwise \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=build /opt/deskwise /opt/deskwise
ENV PATH=/opt/deskwise/bin:$PATH \
    DESKWISE_HOME=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8650
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as asked; asked.urlopen('http://127.0.0.1:8650/health', timeout=4)"]
ENTRYPOINT ["deskwise"]
CMD ["serve", "--host", "0.0.0.0"]
