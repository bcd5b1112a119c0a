"""A small subject for the tests of the command line, wrong in the way its argument names.

honest    entropy as the textbook has it
rough     wrong by four ulps
negative  wrong sign
uneven    a little more than the textbook has, and half as much again from five classes on
refusing  refuses everything
composed  wrong sign, of a formula that is not the library's
declines  takes no more than two classes
odd       wrong sign, and a name that needs escaping
garbage   answers that are no JSON
slow      answers its third question after three seconds
softmax   softmax, the component of −1 a little too large
hang      never answers, and leaves its process id in the file `pid`
dead      ends before it says anything
"""
import json
import math
import os
import sys
import time

mode = sys.argv[1]
factor = {"negative": -1, "odd": -1, "composed": -1, "rough": 1 + 2**-50}.get(mode, 1)
name = "<&\"'>\x01]]>" if mode == "odd" else "test " + mode
if mode == "dead":
    sys.exit("it broke")
questions = 0
for line in sys.stdin:
    if mode == "hang":
        with open("pid", "w") as file:
            print(os.getpid(), file=file)
        time.sleep(1000)
    request = json.loads(line)
    questions += 1
    if mode == "slow" and questions == 3:
        time.sleep(3)
    if mode == "softmax":
        z = request.get("params", {}).get("z", [])
        result = [math.exp(x) / math.fsum(map(math.exp, z)) * (1.5 if x == -1 else 1) for x in z]
    if request["method"] == "describe":
        offered = "softmax" if mode == "softmax" else "entropy"
        result = {"name": name, "version": "1", "metrics": {offered: {"composed": mode == "composed"}}}
    elif mode != "softmax":
        if mode == "uneven":
            n = len(request["params"]["p"])
            factor = 1 + 2**-20 if n < 5 else 1.5 + n / 64
        result = factor * -math.fsum(p * math.log(p) for p in request["params"]["p"] if p > 0) + 0.0
    if mode == "declines" and request["method"] != "describe" and len(request["params"]["p"]) > 2:
        error = {"code": -32001, "message": "two classes at most"}
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "error": error}), flush=True)
        continue
    if mode == "refusing" and request["method"] != "describe":
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32602, "message": "no"}}), flush=True)
        continue
    print("{" if mode == "garbage" else json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
