"""All settings of a pool: one TOML file, or environment variables, which win; each has a default.

    [pool]                                      TRUSTPOOL_CONFIG=/etc/trustpool.toml names the file
    database_url = "postgresql+pg8000://…"      TRUSTPOOL_POOL_DATABASE_URL, also TRUSTPOOL_DATABASE_URL
    [jobs]
    workers = 2                                 TRUSTPOOL_JOBS_WORKERS

`TRUSTPOOL_<SECTION>_<NAME>_FILE` names a file that holds the value: for secrets. A list is written with commas.
What is unknown or has a wrong type is an error: a setting that is skipped in silence would be believed to hold.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import fields

from licenses.errors import BadUsage
from licenses.language import text
from scanner.source.closest import closest
from scanner.source.policy import PORTS, SERVER, FetchPolicy

PREFIX = "TRUSTPOOL_"
FILE = "TRUSTPOOL_CONFIG"
_KUBERNETES = re.compile(r".*_(SERVICE_(HOST|PORT\w*)|PORT(_\d+_\w+)?)")  # told of any service of a name like ours
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})


class PoolSettings(Struct, frozen=True):
    """Where things are."""

    home: str = ""  # folder; "" for the user's data folder
    database_url: str = ""  # SQLAlchemy URL; "" for a SQLite file in the folder
    address: str = ""  # by which others reach the server: "https://pool.example"


class StorageSettings(Struct, frozen=True):
    """An object storage that speaks S3, for documents and backups."""

    documents: str = ""  # "s3://bucket/folder"; "" for the pool's folder
    endpoint: str = ""  # "https://s3.example"; "" for AWS
    region: str = ""
    access_key: str = ""  # "" for what the environment says (AWS_ACCESS_KEY_ID, the machine's role)
    secret_key: str = ""
    timeout: int = 30  # seconds, of one request


class JobSettings(Struct, frozen=True):
    """Work in the background."""

    workers: int = 1  # processes that `serve` and `worker` start; 0 for none
    broker: str = ""  # of Celery: "redis://…", "amqp://…"; "" for the embedded runner alone
    time_limit: int = 3600  # seconds, of one try
    memory_limit: int = 4096  # MiB that one worker may allocate
    lease: int = 60  # seconds after which a silent worker's job is given to another
    poll: float = 1.0  # seconds between two looks for work
    backoff: float = 30.0  # seconds before the second try; doubled for each further one


class FetchSettings(Struct, frozen=True):
    """What the server may fetch for people."""

    protocols: tuple[str, ...] = ("https",)
    private_addresses: bool = False
    max_bytes: int = SERVER.max_bytes
    timeout: int = SERVER.timeout  # seconds


class IndexSettings(Struct, frozen=True):
    """Where packages of registries are found; an empty address: packages of that kind are not fetched."""

    npm: str = ""  # "https://registry.example"
    pypi: str = ""  # "https://index.example/simple"
    cargo: str = ""  # a sparse index
    maven: str = ""  # a repository
    gem: str = ""  # a server with the compact index
    golang: str = ""  # a module proxy
    golang_sums: str = ""  # a checksum database
    composer: str = ""  # a repository with p2/
    nuget: str = ""  # the folder of a service index
    private_addresses: bool = False  # they may be in your own network, even where sources may not


class RefreshSettings(Struct, frozen=True):
    """Scheduled visits of origins."""

    every: int = 0  # hours; 0 for never


class ServeSettings(Struct, frozen=True):
    """The web server."""

    proxies: int = 0  # how many of our own proxies stand before it and add X-Forwarded-* headers
    metrics: str = "loopback"  # who may read /metrics: "loopback", "everybody" or "nobody"


class RateSettings(Struct, frozen=True):
    """How often somebody may ask."""

    everyone: str = "1200/minute"  # for each token or address: "1200/minute;20000/day"; "" for no limit
    login: str = "30/minute"  # tries to log in, from one address
    storage: str = "memory://"  # where they are counted: this process alone, or "redis://…", which several share


class LogSettings(Struct, frozen=True):
    """What is written to standard error."""

    format: str = "text"  # or "json"
    requests: bool = False  # a line for each request, too
    level: str = "info"  # or "debug", "warning", "error"


class WebhookSettings(Struct, frozen=True):
    """Telling others."""

    private_addresses: bool = False
    timeout: int = 10  # seconds


class OidcSettings(Struct, frozen=True):
    """Logging in at an OpenID provider; all empty for none."""

    issuer: str = ""  # URL
    client_id: str = ""
    client_secret: str = ""
    scope: str = "openid profile email"
    login_claim: str = "preferred_username"
    register: bool = True  # whoever the provider knows becomes a user


class Settings(Struct, frozen=True):
    """Everything."""

    pool: PoolSettings = field(default_factory=PoolSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    jobs: JobSettings = field(default_factory=JobSettings)
    fetch: FetchSettings = field(default_factory=FetchSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    refresh: RefreshSettings = field(default_factory=RefreshSettings)
    serve: ServeSettings = field(default_factory=ServeSettings)
    rates: RateSettings = field(default_factory=RateSettings)
    log: LogSettings = field(default_factory=LogSettings)
    webhooks: WebhookSettings = field(default_factory=WebhookSettings)
    oidc: OidcSettings = field(default_factory=OidcSettings)

    @property
    def fetch_policy(self) -> FetchPolicy:
        """What server-side fetches may reach."""
        return FetchPolicy(
            protocols=frozenset(self.fetch.protocols),
            private_addresses=self.fetch.private_addresses,
            local_paths=False,
            own_settings=False,
            max_bytes=self.fetch.max_bytes,
            timeout=self.fetch.timeout,
        )


_OLD_NAMES = {
    "TRUSTPOOL_HOME": ("pool", "home"),
    "TRUSTPOOL_DATABASE_URL": ("pool", "database_url"),
    "TRUSTPOOL_RATE": ("rates", "everyone"),
    "TRUSTPOOL_LOGIN_RATE": ("rates", "login"),
    "TRUSTPOOL_RATE_STORAGE": ("rates", "storage"),
}
_WORDS: Mapping[tuple[str, str], frozenset[str]] = {
    ("fetch", "protocols"): frozenset(PORTS),
    ("serve", "metrics"): frozenset({"loopback", "everybody", "nobody"}),
    ("log", "format"): frozenset({"text", "json"}),
    ("log", "level"): frozenset({"debug", "info", "warning", "error"}),
}
T = TypeVar("T")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process.

    Raises:
        BadUsage: the file cannot be read; a setting is unknown, or its value is of the wrong kind.
    """
    told = os.environ if environment is None else environment
    written = _file(told[FILE]) if told.get(FILE) else {}
    _refuse_unknown("", written, [it.name for it in fields(Settings)])
    _refuse_unknown_variables(told)
    sections = {it.name: _section(it.name, it.default_factory, written, told) for it in fields(Settings)}
    return Settings(**cast(dict[str, Any], sections))


def _section(name: str, kind: Any, written: Mapping[str, object], told: Mapping[str, str]) -> object:
    table = written.get(name, {})
    if not isinstance(table, dict):
        raise BadUsage(text("the settings' section {name} is no table", name=name))
    _refuse_unknown(f"{name}.", table, [it.name for it in fields(kind)])
    chosen = {}
    for it in fields(kind):
        value = _from_environment(name, it.name, it.default, told)
        if value is None:
            value = _from_file(name, it.name, it.default, table)
        chosen[it.name] = value
    return kind(**chosen)


def _from_environment(section: str, name: str, default: T, told: Mapping[str, str]) -> T | None:
    variables = [f"{PREFIX}{section}_{name}".upper()]
    variables += [old for old, place in _OLD_NAMES.items() if place == (section, name)]
    for variable in variables:
        if variable in told:
            return _converted(variable, section, name, told[variable], default)
        if path := told.get(f"{variable}_FILE"):
            return _converted(variable, section, name, _content(path).strip(), default)
    return None


def _converted(where: str, section: str, name: str, said: str, default: T) -> T:
    """A value as the environment says it."""
    value: object = said
    try:
        if isinstance(default, bool):
            value = {**dict.fromkeys(_TRUE, True), **dict.fromkeys(_FALSE, False)}[said.lower()]
        elif isinstance(default, int | float):
            value = type(default)(said)
        elif isinstance(default, tuple):
            value = tuple(word.strip() for word in said.split(",") if word.strip())
    except (KeyError, ValueError):
        raise _wrong(where, default) from None
    return _checked(where, section, name, cast(T, value))


def _from_file(section: str, name: str, default: T, table: Mapping[str, object]) -> T:
    if name not in table:
        return default
    value, where = table[name], f"[{section}] {name}"
    if isinstance(default, tuple) and isinstance(value, list):
        value = tuple(value)
    elif isinstance(default, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(default) or (isinstance(value, tuple) and not all(isinstance(it, str) for it in value)):
        raise _wrong(where, default)
    return _checked(where, section, name, value)


def _checked(where: str, section: str, name: str, value: T) -> T:
    allowed = _WORDS.get((section, name))
    said = value if isinstance(value, tuple) else (value,)
    if allowed is not None and not set(said) <= allowed:
        raise BadUsage(text("allowed are: {protocols}", protocols=", ".join(sorted(allowed))), where=where)
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        raise BadUsage(text("this setting cannot be negative"), where=where)
    return value


def _file(path: str) -> dict[str, object]:
    try:
        return tomllib.loads(_content(path))
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise BadUsage(text("the settings cannot be read: {cause}", cause=str(wrong)), where=path) from wrong


def _content(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise BadUsage(text("the settings cannot be read: {cause}", cause=str(wrong)), where=path) from wrong


def _refuse_unknown(place: str, written: Mapping[str, object], known: list[str]) -> None:
    for name in written:
        if name not in known:
            near = closest(name, known)
            hint = text("did you mean {name}?", name=f"{place}{near[0]}") if near else None
            raise BadUsage(text("there is no such setting"), where=f"{place}{name}", hint=hint)


def _refuse_unknown_variables(told: Mapping[str, str]) -> None:
    """A misspelt variable of one of our sections would be believed to hold, as a misspelt name in the file would."""
    for section in fields(Settings):
        begins = f"{PREFIX}{section.name}_".upper()
        kind: Any = section.default_factory
        known = [f"{begins}{it.name}".upper() for it in fields(kind)]
        for variable in told:
            name = variable.removesuffix("_FILE")
            if name.startswith(begins) and name not in known and not _KUBERNETES.fullmatch(name):
                near = closest(variable, known)
                hint = text("did you mean {name}?", name=near[0]) if near else None
                raise BadUsage(text("there is no such setting"), where=variable, hint=hint)


def _wrong(where: str, default: object) -> BadUsage:
    kinds = {bool: "true | false", int: "1", float: "1.5", str: '"…"', tuple: '["…"]'}
    return BadUsage(
        text("the value is of the wrong kind; like this: {example}", example=kinds[type(default)]), where=where
    )
