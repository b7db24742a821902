"""The web application: the pool's pages, its JSON and its git endpoint, behind one set of security headers."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from licenses.errors import TrustpoolError
from registry.api import (
    agreements,
    downloads,
    health,
    identity,
    jobs,
    metrics,
    openapi,
    overrules,
    problems,
    projects,
    questions,
    review,
    schemas,
    submissions,
)
from registry.api.rates import limit_rates
from registry.endpoints import git
from registry.pool import Pool
from web import pages
from web.headers import secured
from web.rendering import prepare_templates

MAX_BODY = 16 * 1024 * 1024  # bytes; only git negotiations have a body at all


def create_app(pool: Pool) -> Flask:
    """An application that serves this pool, as its settings say."""
    app = Flask("web", static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["trustpool"] = pool
    for blueprint in (
        projects.blueprint,
        downloads.blueprint,
        review.blueprint,
        questions.blueprint,
        identity.blueprint,
        overrules.blueprint,
        agreements.blueprint,
        submissions.blueprint,
        jobs.blueprint,
        openapi.blueprint,
        health.blueprint,
        metrics.blueprint,
        schemas.blueprint,
        git.blueprint,
        *pages.blueprints(),
    ):
        app.register_blueprint(blueprint)
    prepare_templates(app)
    app.register_error_handler(TrustpoolError, _trustpool_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _defect)
    app.before_request(_readable)
    limit_rates(app, pool.settings.rates)
    app.after_request(secured)
    metrics.watch_requests(app)
    if proxies := pool.settings.serve.proxies:
        # what our own proxies say of the client, and nothing that the client says of itself
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    return app


def _readable() -> None:
    """No text holds U+0000, and not every database says so kindly."""
    if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
        abort(400)


def _for_programs() -> bool:
    return request.path.startswith(("/api/", "/git/", "/healthz", "/readyz", "/metrics", "/schemas/"))


def _trustpool_error(error: TrustpoolError) -> Response:
    if _for_programs():
        return problems.of_trustpool(error)
    return pages.error_page(problems.status_of(error), error)


def _http_error(error: HTTPException) -> Response:
    return problems.of_http(error) if _for_programs() else pages.error_page(error.code or 500)


def _defect(error: Exception) -> Response:
    from flask import current_app

    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return problems.of_defect() if _for_programs() else pages.error_page(500)
