"""The example deployments: well-formed, and every setting in them is one that the pool knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from registry.settings import Settings, read_settings

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
CHART = DEPLOY / "helm" / "trustpool"
KNOWN_ELSEWHERE = {"TRUSTPOOL_BIND", "TRUSTPOOL_CACHE_DIR"}


def rendered(template: Path) -> list[Any]:
    """A chart's template with the default values: the few things that ours use of Helm's language, and no more."""
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))

    def value(found: re.Match[str]) -> str:
        room, name = found[1].split(".")
        return {"Release": {"Name": "pool"}, "Values": values}[room][name] if room != "Values" else str(values[name])

    text = re.sub(r"\{\{ \.([\w.]+) \}\}", value, template.read_text(encoding="utf-8"))
    assert "{{" not in text.replace("{{}}", "")
    return list(yaml.safe_load_all(text))


def objects() -> list[Any]:
    return [each for path in sorted((CHART / "templates").glob("*.yaml")) for each in rendered(path)]


def variables(thing: Any) -> Iterator[tuple[str, str]]:
    """Every environment variable of ours that is set anywhere in a document."""
    if isinstance(thing, dict):
        if str(thing.get("name", "")).startswith("TRUSTPOOL_"):
            yield thing["name"], str(thing.get("value", "1"))
        for name, value in thing.items():
            if str(name).startswith("TRUSTPOOL_"):
                yield name, str(value)
            yield from variables(value)
    elif isinstance(thing, list):
        for each in thing:
            yield from variables(each)


def names() -> set[str]:
    made = Settings()
    sections = {name: getattr(made, name) for name in made.__struct_fields__}
    known = {f"TRUSTPOOL_{name}_{it}".upper() for name, of in sections.items() for it in of.__struct_fields__}
    return known | {"TRUSTPOOL_HOME", "TRUSTPOOL_DATABASE_URL"} | KNOWN_ELSEWHERE


def test_the_chart_makes_what_a_pool_needs() -> None:
    kinds = sorted(each["kind"] for each in objects())

    assert kinds == ["ConfigMap", "Deployment", "Ingress", "PersistentVolumeClaim", "Service", "StatefulSet"]


def test_each_selector_of_the_chart_finds_its_pods() -> None:
    for each in objects():
        if each["kind"] in {"Deployment", "StatefulSet"}:
            labels = each["spec"]["template"]["metadata"]["labels"]
            assert each["spec"]["selector"]["matchLabels"] == labels
            mounted = {it["name"] for c in each["spec"]["template"]["spec"]["containers"] for it in c["volumeMounts"]}
            assert mounted == {it["name"] for it in each["spec"]["template"]["spec"]["volumes"]}


def test_every_setting_in_the_chart_is_one_that_the_pool_reads() -> None:
    told = dict(variables(objects()))

    assert set(told) <= names()
    assert read_settings(told).refresh.every == 24


def test_every_setting_in_the_compose_file_is_one_that_the_pool_reads() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    told = {name: re.sub(r"\$\{\w+:[?-]([^}]*)\}", r"\1", value) for name, value in variables(compose)}

    assert set(told) <= names()
    assert read_settings(told).jobs.broker == "redis://broker/0"
    assert set(compose["services"]) == {"database", "broker", "schema", "server", "home", "scan"}


def test_the_image_sets_what_the_pool_reads() -> None:
    content = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

    assert set(re.findall(r"TRUSTPOOL_[A-Z_]+", content)) <= names()
