"""Read a scene file: YAML in metres and seconds, every fault with its line in Chinese and English."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from sightline.errors import RuleError, SceneError
from sightline.judge import layout_of, rules_of
from sightline.judge.reading.quantities import quantity
from sightline.judge.reading.yamlfile import Document, parse_yaml, read_yaml
from sightline.scenes.checking import check
from sightline.scenes.lens import Camera
from sightline.scenes.posing import posed
from sightline.scenes.script import Actor, Noise, Scene, Stop, Trouble, Turn, Wall
from sightline.values import CameraState

SITE_KEYS = ("site", "track", "zones", "lines", "parts", "packs", "tables", "rules")
SIZES = {"person": (1.7, 0.5), "car": (1.5, 1.8), "machine": (3.0, 2.5), "object": (0.5, 0.4)}
"""Height and width in metres of what a scene file gives no size."""
SECONDS = ("burst", "ghost", "jitter")
POSE = ("place", "looks_at", "view")
LONGEST, MOST = 3600.0, 36_000
"""Seconds and pictures that a scene may have."""
WIDEST = 170
"""Degrees that a pinhole can see at most."""
EVERY = "0.1 s"


def read(path: Path) -> Scene:
    """Read a scene file; raise SceneError with the line of the first fault, RuleError where its rules are wrong."""
    return _scene(read_yaml(path, SceneError))


def parse(text: str, name: str = "scene.yaml") -> Scene:
    """Read the text of a scene file.

    >>> parse("scene: {id: a, starts: 2026-03-02T22:10:00+08:00, lasts: 10 pixels}", "a.yaml")
    Traceback (most recent call last):
    sightline.errors.SceneError: a.yaml:1: 缺少“camera”，请补上 / "camera" is missing; add it
    """
    return _scene(parse_yaml(text, name, SceneError))


class _Reader:
    """Reads the parts of one checked file, and knows where each stands."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def amount(self, text: object, measure: str, *path: str | int) -> float:
        try:
            return quantity(text, measure)
        except RuleError as wrong:
            raise SceneError(wrong.what.zh, wrong.what.en, self.document.where(path)) from wrong

    def seconds(self, data: Mapping[str, Any], key: str, *path: str | int) -> float:
        return self.amount(data[key], "time", *path, key)

    def fault(self, zh: str, en: str, *path: str | int) -> SceneError:
        return SceneError(zh, en, self.document.where(path))

    def camera(self, data: Mapping[str, Any]) -> Camera:
        if ("marks" in data) == any(key in data for key in POSE):
            raise self.fault(
                "请写 place、looks_at、view，或写 marks",
                "write either place, looks_at and view, or marks",
                "camera",
            )
        if "marks" in data:
            return self.marked(data)
        for key in POSE:
            if key not in data:
                raise self.fault(f"缺少“{key}”，请补上", f'"{key}" is missing; add it', "camera")
        view = self.amount(data["view"], "angle", "camera", "view")
        camera = Camera(
            data["id"],
            tuple(data["size"]),
            tuple(data["place"]),
            tuple(data["looks_at"]),
            view,
        )
        if not (0 < view < WIDEST and camera.place[2] > 0 and camera.place[:2] != camera.looks_at):
            raise self.fault(
                "相机须高于地面、不正对脚下，视角在 0 到 170 度之间",
                "a camera stands above the ground, does not look straight down, and sees 0 to 170 degrees",
                "camera",
            )
        return camera

    def marked(self, data: Mapping[str, Any]) -> Camera:
        metres, pixels = (
            np.array([mark[key] for mark in data["marks"]], np.float64)
            for key in ("metres", "pixel")
        )
        try:
            return posed(data["id"], tuple(data["size"]), metres, pixels)
        except SceneError as wrong:
            raise self.fault(wrong.what.zh, wrong.what.en, "camera", "marks") from wrong

    def noise(self, data: Mapping[str, Any]) -> Noise:
        values: dict[str, Any] = {
            key: self.seconds(data, key, "noise") if key in SECONDS else value
            for key, value in data.items()
        }
        if "score" in values:
            values["score"] = tuple(values["score"])
        return Noise(**values)

    def actor(self, data: Mapping[str, Any], *path: str | int) -> Actor:
        tall, wide = SIZES.get(data["kind"], SIZES["object"])
        return Actor(
            data["id"],
            data["kind"],
            self.amount(data.get("height", f"{tall} m"), "length", *path, "height"),
            self.amount(data.get("width", f"{wide} m"), "length", *path, "width"),
            self.stops(data, *path),
            self.turns(data.get("postures", ()), *path, "postures"),
            {
                name: self.turns(turns, *path, "traits", name)
                for name, turns in data.get("traits", {}).items()
            },
        )

    def stops(self, data: Mapping[str, Any], *path: str | int) -> tuple[Stop, ...]:
        if ("stops" in data) == ("walk" in data):
            raise self.fault("请写 stops 或 walk 之一", "write either stops or walk", *path)
        stops = (
            self.walk(data["walk"], *path)
            if "walk" in data
            else tuple(
                Stop(self.seconds(stop, "at", *path, "stops", number), tuple(stop["place"]))
                for number, stop in enumerate(data["stops"])
            )
        )
        if any(after.at <= before.at for before, after in itertools.pairwise(stops)):
            raise self.fault("时间须逐点变大", "each stop must be later than the one before", *path)
        return stops

    def walk(self, data: Mapping[str, Any], *path: str | int) -> tuple[Stop, ...]:
        speed = self.amount(data["speed"], "speed", *path, "walk", "speed")
        if speed <= 0:
            raise self.fault("速度须大于 0", "the speed must be above 0", *path, "walk", "speed")
        return walked(self.seconds(data, "at", *path, "walk"), speed, data["through"])

    def turns(self, data: Any, *path: str | int) -> tuple[Turn, ...]:
        turns = tuple(
            Turn(self.seconds(turn, "at", *path, number), turn["is"])
            for number, turn in enumerate(data)
        )
        return tuple(sorted(turns, key=lambda turn: turn.at))

    def trouble(self, data: Mapping[str, Any], *path: str | int) -> Trouble:
        begin, end = (self.seconds(data, key, *path) for key in ("from", "to"))
        return Trouble(CameraState(data["is"]), begin, end, tuple(data.get("shift", (0.0, 0.0))))

    def wall(self, data: Mapping[str, Any], *path: str | int) -> Wall:
        height = self.amount(data["height"], "length", *path, "height")
        return Wall(tuple(data["from"]), tuple(data["to"]), height)

    def starts(self, text: str) -> datetime:
        try:
            starts = datetime.fromisoformat(text)
        except ValueError:
            starts = None
        if starts is None or starts.tzinfo is None:
            raise self.fault(
                "请写带时区的时间，如 2026-03-02T22:10:00+08:00",
                "write a time with its zone, such as 2026-03-02T22:10:00+08:00",
                "scene",
                "starts",
            )
        return starts


def walked(at: float, speed: float, through: Sequence[tuple[float, float]]) -> tuple[Stop, ...]:
    """Give the stops of walking through places (x, y in metres) at an even speed in m/s.

    >>> walked(2, 0.5, [(0, 0), (1, 0), (1, 2)])[-1]
    Stop(at=8.0, place=(1, 2))
    """
    ways = np.hypot(*np.diff(np.array(through, np.float64), axis=0).T)
    times = at + np.concatenate([[0.0], np.cumsum(ways)]) / speed
    return tuple(
        Stop(float(when), (place[0], place[1])) for when, place in zip(times, through, strict=True)
    )


def _scene(document: Document) -> Scene:
    data, reader = check(document), _Reader(document)
    head = data["scene"]
    every = reader.amount(head.get("every", EVERY), "time", "scene", "every")
    lasts = reader.seconds(head, "lasts", "scene")
    if every <= 0 or lasts <= 0:
        raise reader.fault("时长和间隔须大于 0", "lasts and every must be above 0", "scene")
    if lasts > LONGEST or lasts / every > MOST:
        raise reader.fault(
            f"场景最长 {LONGEST:g} 秒、{MOST} 帧，请分成几个",
            f"a scene has at most {LONGEST:g} s and {MOST} pictures; split it",
            "scene",
        )
    actors = tuple(reader.actor(one, "actors", at) for at, one in enumerate(data["actors"]))
    if len({actor.id for actor in actors}) < len(actors):
        raise reader.fault("两个角色同名，请改名", "two actors have one id; rename one", "actors")
    site = {key: data[key] for key in SITE_KEYS if key in data}
    rules_of(site, layout_of(site, document.where), document.where)
    return Scene(
        head["id"],
        reader.camera(data["camera"]),
        reader.starts(head["starts"]),
        lasts,
        1 / every,
        actors,
        tuple(reader.wall(one, "walls", at) for at, one in enumerate(data.get("walls", ()))),
        tuple(
            reader.trouble(one, "troubles", at) for at, one in enumerate(data.get("troubles", ()))
        ),
        reader.noise(data.get("noise", {})),
        head.get("seed", 0),
        site,
        head.get("name", {}),
    )
