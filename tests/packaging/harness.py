"""Building and running other people's projects."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE, BUILD, PLACE = (Path(argument).resolve() for argument in sys.argv[1:4])
HERE = Path(__file__).resolve().parent


def run(*command, status=0, **options):
    """Runs a command; its output, or an end to the test that shows it."""
    done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if status is not None and done.returncode != status:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}, not {status}:\n{done.stdout}")
    return done.stdout


def fresh(name):
    folder = PLACE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def built(project, *settings):
    """A consumer's build folder."""
    folder = fresh(f"build-{project}")
    run("cmake", "-G", "Ninja", "-S", HERE / project, "-B", folder, *settings)
    run("ninja", "-C", folder)
    return folder


def expect(condition, what, output):
    if not condition:
        sys.exit(f"{what}:\n{output}")


def expect_metrics(program, **environment):
    output = run(program, env={**os.environ, **environment})
    expect(output == "0x1.8p+0 bits; p[1] = -0.5 is not a probability\n", f"{program} prints something else", output)


def expect_pkg_config(folder, program, *options, **environment):
    """A program of the metrics, built by pkg-config's word from this folder of .pc files."""
    flags = run("pkg-config", *options, "--cflags", "--libs", "gibbs", env={**os.environ, "PKG_CONFIG_PATH": str(folder)}).split()
    run("g++", HERE / "metrics/main.cpp", *flags, "-o", program)
    expect_metrics(program, **environment)
