"""What `./run archive` puts into a file runs in another place, with its own adapters and its own libraries."""

import re

from harness import BUILD, expect, fresh, run

here = fresh("archive")
for component in ("tools", "libraries"):
    run("cmake", "--install", BUILD, "--component", component, "--prefix", here / "made")
gibbs = (here / "made").rename(here / "moved") / "bin/gibbs"

of_the_system = r"lib(c|m|stdc\+\+|gcc_s)\.so|ld-linux|linux-vdso"
strangers = [line for line in run("ldd", gibbs).splitlines() if str(here) not in line and not re.search(of_the_system, line)]
expect(not strangers, "libraries are not in the archive", "\n".join(strangers))

trial = run(gibbs, "check", "--subject", "numpy", "--only", "squared-error-*", "--cases", "2", env={"PATH": "/usr/bin:/bin"}, status=None)
expect("numpy" in trial and "did not answer" not in trial, "it cannot try its adapter of NumPy", trial)
expect(str(here / "moved") in run(gibbs, "check", "--subject", "octave", env={"PATH": "/nowhere", "GIBBS_PYTHON": "none"}, status=3),
       "adapters are not those of the archive", "")
