"""The Debian packages: clean, complete, the same bytes each time; what is unpacked from them serves other people's projects."""

import os
import re
import shutil
from pathlib import Path

from harness import BUILD, PLACE, SOURCE, built, expect, expect_metrics, expect_pkg_config, fresh, run


def made(name):
    """The packages by their names, made in a folder of their own."""
    folder = fresh(name)
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"})
    return {file.name.split("_")[0]: file for file in folder.glob("*.deb")}


def field(package, name):
    return run("dpkg-deb", "--field", packages[package], name).strip()


def depends(package, name="Depends"):
    return {word.split()[0]: word for word in field(package, name).split(", ")}


packages = made("first")
expect(sorted(packages) == ["gibbs", "libgibbs-dev", "libgibbs0"], "not these three", sorted(packages))
for name, again in made("second").items():
    expect(again.read_bytes() == packages[name].read_bytes(), "not the same bytes when it is made again", name)
if shutil.which("lintian"):
    run("lintian", "--no-cfg", "--allow-root", "--fail-on", "error,warning", *packages.values())
else:
    print("lintian is not installed: what Debian's policy says was not checked")

# One version, that of the program; dependencies on all that is linked with, and on nothing a user of the metrics does without.
version = run(BUILD / "cli/gibbs", "--version").removeprefix("gibbs ").strip()
root = fresh("root")
for name, file in packages.items():
    expect(field(name, "Version") == version, f"{name} is of another version than {version}", field(name, "Version"))
    run("dpkg-deb", "--extract", file, root)
found = list(root.glob("usr/lib/*/libgibbs.so"))
expect(found, "the library is not in Debian's folder; an old build tree forgets its own by `cmake -U CMAKE_INSTALL_LIBDIR`", root)
library = found[0].parent
for name, binary in ("gibbs", root / "usr/bin/gibbs"), ("libgibbs0", library / "libgibbs.so.0"):
    for needed in re.findall(r"NEEDED.*\[(.*)\]", run("readelf", "-d", binary)):
        owner = run("dpkg", "-S", f"*/{library.name}/{needed}").split(":")[0]
        expect(owner in depends(name), f"{name} needs {needed}, but does not depend on {owner}", field(name, "Depends"))
expect(depends("libgibbs-dev")["libgibbs0"] == f"libgibbs0 (= {version})", "headers of one version, library of another", version)
expect(not {"libgtest-dev", "libboost-dev", "libmpfi-dev"} & set(depends("libgibbs-dev")), "users of the metrics need the suite's",
       field("libgibbs-dev", "Depends"))
config = (library / "cmake/gibbs/gibbs-config.cmake").read_text()
expect("libgtest-dev" in depends("libgibbs-dev", "Recommends") and "GTest" in config, "the suite lacks GoogleTest", config)

# Public headers, manual pages and completions of every command.
for header in (SOURCE / "lib/include/gibbs").glob("*.hpp"):
    expect((root / "usr/include/gibbs" / header.name).exists(), "a public header is missing", header.name)
program = root / "usr/bin/gibbs"
helped = run(program, "--help").split("Subcommands:\n")[1].split("\n\n")[0]
commands = set(re.findall(r"^  (\w+)", helped, re.MULTILINE))
pages = {page.name for page in (root / "usr/share/man/man1").iterdir()}
expect(pages == {"gibbs.1.gz"} | {f"gibbs-{name}.1.gz" for name in commands - {"help"}}, "not a manual page per command", sorted(pages))
words = {"": commands, "check --cas": {"--cases"}, "check --subject sci": {"scikit-learn", "scipy"}, "compare scipy oct": {"octave"},
         "explain jsd-b": {"jsd-bounds"}, "check --only accuracy-of-kl": {"accuracy-of-kl_divergence"},
         "eval softmax_v": {"softmax_vjp"}, "help ev": {"eval"}, "check --report rep": set(), "merge pa": set()}
script = f"source {root}/usr/share/bash-completion/completions/gibbs\n" + "".join(
    f"COMP_WORDS=(gibbs {line[: line.rfind(' ') + 1]} '{line.split(' ')[-1]}')\n"
    "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _gibbs; echo ${COMPREPLY[@]}\n" for line in words)
completed = run("bash", "-c", script, env={**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}).splitlines()
for (line, wanted), got in zip(words.items(), completed, strict=True):
    expect(set(got.split()) == wanted, f"'gibbs {line}' is not completed by {sorted(wanted)}", got)

# It works where it is unpacked.
expect(": HELD." in run(program, "check", "--cases", "20"), "the library is refuted", program)
subjects = run(program, "check", "--subject", "octave", env={"PATH": "/nowhere"}, status=3)
expect(str(root) in subjects, "adapters are not those of the package", subjects)
prefix = f"-DCMAKE_PREFIX_PATH={root}/usr"
consumer = built("metrics", prefix)
expect_metrics(consumer / "shared")
expect_metrics(consumer / "static")
expect_pkg_config(library / "pkgconfig", PLACE / "by_pkg_config", f"--define-variable=prefix={root}/usr",
                  LD_LIBRARY_PATH=str(library))
trial = built("suite", prefix) / "trial"
expect("D(P‖Q) ≥ 0" in run(trial, "--gtest_filter=Own.gibbs_inequality", status=1), "the suite finds nothing", trial)
