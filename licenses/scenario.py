"""What a person means to do with the code: the same inventory may pass for one and fail for another."""

from __future__ import annotations

from enum import StrEnum

from licenses.language import Text, text


class Scenario(StrEnum):
    """Ways of using the code, each of which triggers other duties."""

    INTERNAL_USE = "internal-use"
    NETWORK_SERVICE = "network-service"
    BINARY_DISTRIBUTION = "binary-distribution"
    SOURCE_DISTRIBUTION = "source-distribution"
    EMBEDDED_DEVICE = "embedded-device"
    GOVERNMENT_PROCUREMENT = "government-procurement"
    OPEN_PUBLIC_DATA = "open-public-data"

    @property
    def label(self) -> Text:
        """The scenario's name for people."""
        return {
            Scenario.INTERNAL_USE: text("internal use"),
            Scenario.NETWORK_SERVICE: text("network service"),
            Scenario.BINARY_DISTRIBUTION: text("binary distribution"),
            Scenario.SOURCE_DISTRIBUTION: text("source distribution"),
            Scenario.EMBEDDED_DEVICE: text("embedded device"),
            Scenario.GOVERNMENT_PROCUREMENT: text("government procurement"),
            Scenario.OPEN_PUBLIC_DATA: text("open public data"),
        }[self]
