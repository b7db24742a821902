"""The schemas of what trustpool writes, as a pool serves them."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from registry.api.schemas import SCHEMAS
from registry.pool import Pool
from web.app import create_app


@pytest.fixture
def client(shared_pool: Pool) -> FlaskClient:
    return create_app(shared_pool).test_client()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_served_as_it_is_and_names_itself(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/schemas/{name}.json")

    assert (answer.status_code, answer.mimetype) == (200, "application/schema+json")
    assert answer.data == SCHEMAS[name].read_bytes()
    assert json.loads(answer.data)["$id"] == f"urn:trustpool:schema:{name}"
    Draft202012Validator.check_schema(json.loads(answer.data))


def test_the_schemas_are_listed(client: FlaskClient) -> None:
    assert client.get("/schemas/").json == {name: f"/schemas/{name}.json" for name in SCHEMAS}


def test_an_unknown_schema_is_not_found(client: FlaskClient) -> None:
    assert client.get("/schemas/report-v9.json").status_code == 404
