"""What the page says, in Chinese and English."""

from __future__ import annotations

from sightline.errors import Text

WORDS: dict[str, Text] = {
    "title": Text("江海明眼", "Jianghai Sightline"),
    "live": Text("实时画面", "Live picture"),
    "plan": Text("平面图", "Plan"),
    "metres": Text("单位：米", "in metres"),
    "events": Text("事件", "Events"),
    "state": Text("运行状态", "How it runs"),
    "calibration": Text("标定", "Calibration"),
    "watching": Text("返回监看", "Back to the watch"),
    "no-events": Text("还没有事件。", "Nothing has happened yet."),
    "no-plan": Text(
        "摄像机还没有标定，不能测量米。去标定→",
        "The camera is not calibrated: nothing is measured in metres. Calibrate it →",
    ),
    "waiting": Text("等待第一帧画面……", "Waiting for the first picture…"),
    "alarm": Text("报警", "alarm"),
    "warning": Text("预警", "warning"),
    "suspected": Text("疑似", "suspected"),
    "unavailable": Text("无法判断", "unavailable"),
    "low": Text("低", "low"),
    "medium": Text("中", "medium"),
    "high": Text("高", "high"),
    "critical": Text("紧急", "critical"),
    "severity": Text("严重程度", "severity"),
    "open": Text("进行中", "going on"),
    "closed": Text("已结束", "over"),
    "seeing": Text("画面正常", "seeing"),
    "lost": Text("信号中断", "no signal"),
    "frozen": Text("画面冻结", "picture frozen"),
    "covered": Text("镜头被遮挡", "covered"),
    "moved": Text("摄像机被移动，标定已失效", "moved: calibration void"),
    "rate": Text("每秒帧数", "frames per second"),
    "taken": Text("已处理帧数", "frames taken"),
    "dropped": Text("丢弃帧数", "frames dropped"),
    "lag": Text("滞后", "behind"),
    "silent": Text("无法判断的规则", "Rules that cannot judge"),
    "people": Text("正在跟踪", "followed now"),
    "measured": Text("其中可测量", "of them measured"),
    "area": Text("标定区", "calibrated area"),
    "zone": Text("区域", "zone"),
    "line": Text("界线", "line"),
    "part": Text("带电体", "live part"),
    "ellipse": Text("95% 位置范围", "place, 95 %"),
    "when": Text("时间", "when"),
    "rule": Text("规则", "rule"),
    "lasted": Text("持续", "lasted"),
    "where": Text("位置", "place"),
    "tracks": Text("轨迹", "tracks"),
    "evidence": Text("证据", "Evidence"),
    "clip": Text("事件录像，人脸已模糊", "Clip of the event, faces blurred"),
    "no-clip": Text(
        "录像正在生成，或本次运行没有保存证据（加 --evidence 文件夹）。",
        "The clip is being made, or this watch keeps no evidence (add --evidence FOLDER).",
    ),
    "seal": Text("封存摘要 SHA-256", "sealed, SHA-256"),
    "record": Text("原始记录 JSON", "Record as JSON"),
    "false": Text("这是误报", "False alarm"),
    "false-why": Text("说明（可不填）", "Remark (may stay empty)"),
    "false-done": Text(
        "已标为误报，留作调整规则之用。", "Marked as a false alarm; kept for tuning."
    ),
    "is-false": Text("误报", "false alarm"),
    "all": Text("全部事件", "All events"),
    "pause": Text("暂停画面", "Hold the picture"),
    "go": Text("继续", "Go on"),
    "ended": Text("信号源已放完", "The source has ended"),
    "language": Text("English", "中文"),
    "cameras": Text("摄像机", "Cameras"),
    "skip": Text("跳到内容", "Skip to the content"),
    "gone": Text("没有这一页。", "There is no such page."),
    "second": Text("秒", "s"),
    "metre": Text("米", "m"),
    "noticed": Text("新事件", "New event"),
    # the calibration page
    "how-marks": Text(
        "在画面上点一个已测量过的地面点，再填它的坐标（米）。至少四个标志点不在一条直线上，另加一个留出点检验误差。"
        "也可以不用鼠标：直接填写像素。",
        "Click a surveyed point of the ground in the picture, then write its metres. Four marks that lie on no "
        "one line are the least, and one held out to check the error. Pixels can be typed instead.",
    ),
    "mark": Text("点", "mark"),
    "pixel-x": Text("像素 x", "pixel x"),
    "pixel-y": Text("像素 y", "pixel y"),
    "metre-x": Text("米 X", "metres X"),
    "metre-y": Text("米 Y", "metres Y"),
    "held-out": Text("留出", "held out"),
    "error": Text("误差", "error"),
    "remove": Text("删去", "remove"),
    "add": Text("加一个点", "Add a mark"),
    "compute": Text("计算误差", "Compute the error"),
    "save": Text("下载 ground 段（YAML）", "Download the ground section (YAML)"),
    "result": Text("结果", "Result"),
    "fits": Text("标定可用", "The calibration can be used"),
    "fit-error": Text("标志点最大误差", "largest error of the marks"),
    "held-error": Text("留出点最大误差", "largest error of held-out marks"),
    "covers": Text("标定区面积", "calibrated area"),
    "refused": Text("还不能用", "Not usable yet"),
    "still": Text("取当前画面", "Take the picture of now"),
}


def say(word: str, language: str) -> str:
    """Give the words for a name in one language.

    >>> say("alarm", "zh"), say("alarm", "en")
    ('报警', 'alarm')
    """
    told = WORDS[word]
    return told.zh if language == "zh" else told.en


def pick(text: Text, language: str) -> str:
    """Give a text in one language.

    >>> pick(Text("好", "good"), "en")
    'good'
    """
    return text.zh if language == "zh" else text.en
