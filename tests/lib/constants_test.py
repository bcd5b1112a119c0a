"""The committed tables and polynomials are, byte for byte, what constants.sollya prints."""
import difflib
import pathlib
import subprocess
import sys

kernels = pathlib.Path(__file__).parents[2] / "lib" / "kernels"
printed = subprocess.run(["sollya", str(kernels / "constants.sollya")], capture_output=True, text=True, check=True)
committed = (kernels / "constants.hpp").read_text()
difference = difflib.unified_diff(committed.splitlines(), printed.stdout.splitlines(), "constants.hpp",
                                  "sollya constants.sollya", lineterm="", n=1)
sys.stdout.writelines(line + "\n" for line in difference)
sys.exit(0 if printed.stdout == committed else "constants.hpp is not what constants.sollya prints")
