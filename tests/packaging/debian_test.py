"""The Debian packages: made, clean for lintian, and whole when unpacked somewhere else."""

import os

from harness import BUILD, PLACE, expect, expect_metrics, fresh, run

packages = fresh("packages")
run("cpack", "-G", "DEB", "--config", BUILD / "CPackConfig.cmake", "-B", packages)
files = sorted(packages.glob("*.deb"))
expect([f.name.split("_")[0] for f in files] == ["gibbs", "libgibbs-dev", "libgibbs0"], "other packages than expected", files)
complaints = run("lintian", "--allow-root", "--fail-on", "error,warning", "--suppress-tags",
                 "initial-upload-closes-no-bugs,no-changelog,changelog-file-missing-in-native-package", *files, status=None)
expect("E: " not in complaints and "W: " not in complaints, "lintian complains", complaints)

root = fresh("root")
for file in files:
    run("dpkg-deb", "-x", file, root)
usr = root / "usr"
run("g++", "-std=c++20", f"-I{usr}/include", __file__.replace("debian_test.py", "metrics/main.cpp"), f"-L{usr}/lib", "-lgibbs",
    "-o", PLACE / "program")
expect_metrics(PLACE / "program", LD_LIBRARY_PATH=f"{usr}/lib")
verdict = run(usr / "bin/gibbs", "check", "--cases", "20", "--metric", "entropy", env={**os.environ, "LD_LIBRARY_PATH": f"{usr}/lib"})
expect("HELD" in verdict, "the installed command does not try its library", verdict)
for command in ["", "-check", "-eval"]:
    page = run("man", "-l", "--warnings", usr / f"share/man/man1/gibbs{command}.1.gz", env={**os.environ, "LC_ALL": "C.UTF-8"})
    expect("SYNOPSIS" in page, "no manual page", page)
completed = run("bash", "-c", f"PATH={usr}/bin:$PATH; source {usr}/share/bash-completion/completions/gibbs; COMP_WORDS=(gibbs ch); "
                "COMP_CWORD=1; _gibbs; echo ${COMPREPLY[@]}")
expect(completed == "check\n", "no completion", completed)
