"""A subject for the tests of mishaps: mishap.py MODE [FILE]. It offers five metrics; each start adds its process id to
`pids`. Honest in its description only, unless the mode says otherwise.

hang    never answers
flood   answers by a line without end
crash   ends
logs    writes a megabyte of lines before each answer, to standard output
escape  answers; each start begins a process that leaves its group
meet    answers once FILE has two lines; each start adds one. Its entropy is NaN where FILE says so: meet FILE nan
"""
import json
import math
import os
import subprocess
import sys
import time

mode = sys.argv[1]
with open("pids", "a") as file:
    print(os.getpid(), file=file)
if mode == "escape":
    sleeper = subprocess.Popen(["sleep", "1000"], start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open("pids", "a") as file:
        print(sleeper.pid, file=file)
if mode == "meet":
    with open(sys.argv[2], "a") as file:
        print("here", file=file)
    while len(open(sys.argv[2]).readlines()) < 2:
        time.sleep(0.01)

OFFERED = ["entropy", "perplexity", "cross_entropy", "kl_divergence", "log_sum_exp"]
METRICS = {name: {} for name in (["entropy"] if mode == "meet" else OFFERED)}
for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "describe":
        result = {"name": "mishap", "version": mode, "metrics": METRICS}
    elif mode == "hang":
        time.sleep(1000)
    elif mode == "crash":
        sys.exit("Segmentation fault of its own kind")
    elif mode == "flood":
        while True:
            sys.stdout.write("0123456789" * 100_000)
    else:
        if mode == "logs":
            sys.stdout.write("loading the weights\n" * 50_000)
        if request["method"] == "entropy":
            p = request["params"]["p"]
            result = -math.fsum(x * math.log(x) for x in p if x > 0) + 0.0
            if sys.argv[-1] == "nan" and 0 in p or sys.argv[-1] == "offset":
                result = "NaN" if sys.argv[-1] == "nan" else result + 1
        else:
            result = 0.0
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
