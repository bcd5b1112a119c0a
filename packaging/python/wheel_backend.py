"""What `pip install .` calls (PEP 517): CMake builds the package, and what it installs is packed as a wheel.

Settings, by `pip install --config-settings NAME=VALUE`:
  build-dir  where to build, by default build/wheel; one that exists, such as build/default, is used as it is
"""

import base64
import hashlib
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
_FACTS = """Metadata-Version: 2.1
Name: gibbs
Version: {version}
Summary: Correctly rounded entropy, cross-entropy, KL divergence and softmax losses, and the suite that tries them
License: {license}
Requires-Python: >=3.9
Requires-Dist: numpy>=1.21
"""


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    facts = Path(metadata_directory) / f"gibbs-{_version()}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(_FACTS.format(version=_version(), license=_license()))
    (facts / "entry_points.txt").write_text("[pytest11]\ngibbs = gibbs.pytest_plugin\n")
    return facts.name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    build = Path((config_settings or {}).get("build-dir", SOURCE / "build" / "wheel"))
    _build(build)
    tag = f"cp{sys.version_info.major}{sys.version_info.minor}"
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    name = f"gibbs-{_version()}-{tag}-{tag}-{platform}.whl"
    with tempfile.TemporaryDirectory() as folder:
        _run("cmake", "--install", build, "--prefix", folder, "--component", "python")
        facts = Path(folder) / prepare_metadata_for_build_wheel(folder)
        (facts / "WHEEL").write_text(f"Wheel-Version: 1.0\nGenerator: gibbs\nRoot-Is-Purelib: false\n"
                                     f"Tag: {tag}-{tag}-{platform}\n")
        _pack(Path(folder), facts, Path(wheel_directory) / name)
    return name


def _version():
    text = (SOURCE / "lib/include/gibbs/version.hpp").read_text()
    return ".".join(re.search(rf"_VERSION_{part} (\d+)", text)[1] for part in ("MAJOR", "MINOR", "PATCH"))


def _license():
    return (SOURCE / "LICENSE").read_text().split("\n", 1)[0]


def _build(build):
    if not (build / "build.ninja").exists():
        _run("cmake", "-G", "Ninja", "-S", SOURCE, "-B", build, "-DCMAKE_BUILD_TYPE=Release", "-DGIBBS_PYTHON=ON",
             "-DGIBBS_TESTS=OFF", f"-DPython_EXECUTABLE={sys.executable}")
    _run("ninja", "-C", build, "python_package")


def _run(*command):
    words = [str(word) for word in command]
    try:
        subprocess.run(words, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"gibbs could not be built: {error}\nIts first error stands above. What a build needs: docs/python.md.")


def _pack(folder, facts, wheel):
    """A zip whose last file, RECORD, lists the others with their digests."""
    record = facts / "RECORD"
    lines = []
    partial = wheel.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = file.relative_to(folder).as_posix()
            digest = base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{file.stat().st_size}\n")
            archive.write(file, name)
        lines.append(f"{record.relative_to(folder).as_posix()},,\n")
        archive.writestr(record.relative_to(folder).as_posix(), "".join(lines))
    os.replace(partial, wheel)
