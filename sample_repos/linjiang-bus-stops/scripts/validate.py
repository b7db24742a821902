# SPDX-FileCopyrightText: 2024 临江市公共交通信息中心
# SPDX-License-Identifier: MIT
"""检查三张表是否自洽：走向中的站点和线路都存在，次序从 1 开始且连续。"""

import csv
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """读取一张表。"""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> int:
    """逐条打印不一致之处；一致时返回 0。"""
    stops = {row["stop_id"] for row in rows("stops")}
    routes = {row["route_id"] for row in rows("routes")}
    positions = defaultdict(list)
    wrong = []
    for row in rows("route_stops"):
        if row["stop_id"] not in stops:
            wrong.append(f"没有这个站点：{row['stop_id']}")
        if row["route_id"] not in routes:
            wrong.append(f"没有这条线路：{row['route_id']}")
        positions[row["route_id"]].append(int(row["position"]))
    wrong += [f"次序不连续：{route}" for route, seen in positions.items() if seen != list(range(1, len(seen) + 1))]
    print("\n".join(wrong) or "一致")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
