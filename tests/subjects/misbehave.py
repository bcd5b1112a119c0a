"""A subject that does one thing wrong: misbehave.py MODE. Where it is asked for no more than a description, and in mode
`honest`, it behaves. It knows entropy (always 1.5) and softmax (its input again)."""

import json
import os
import signal
import subprocess
import sys
import time

MODE = sys.argv[1]
OUT = sys.stdout


def say(text, end="\n"):
    OUT.write(text + end)
    OUT.flush()


def answer(id, result):
    say(json.dumps({"jsonrpc": "2.0", "id": id, "result": result}))


def error(id, code, message):
    say(json.dumps({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}))


def die(*_):
    sys.stderr.write("a warning\nKeyError: 'p'\n")
    sys.stderr.flush()
    os._exit(3)


def close_output(*_):
    os.close(1)
    time.sleep(60)


def deaf(id, right):
    os.close(0)
    answer(id, right)
    time.sleep(0.2)
    os._exit(5)


def flood_output(*_):
    while True:
        say("0123456789" * 10_000, end="")


def flood_errors(size):
    block = b"noise " * 10_000 + b"\n"
    while size > 0:
        size -= os.write(2, block)


def stubborn(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(60)


def child_holds_pipes(*_):
    subprocess.Popen(["sleep", "60"])
    os._exit(4)


def child_lives(id, _):
    answer(id, subprocess.Popen(["sleep", "60"]).pid)


def open_files(id, _):
    answer(id, len(os.listdir("/proc/self/fd")))


asked = 0
held_back = None


def third_crashes(id, right):
    if asked == 3:
        os.kill(os.getpid(), signal.SIGSEGV)
    answer(id, right)


def one_behind(id, right):
    global held_back
    if held_back is None:
        answer(id - 1, right)
    else:
        answer(*held_back)
    held_back = id, right


def stray_line(id, right):
    say("Loading the model...")
    answer(id, right)


def says_it_twice(id, right):
    answer(id, right)
    answer(id, right)


def slow(id, right):
    time.sleep(0.05)
    answer(id, right)


def noisy_errors(id, right):
    flood_errors(10_000_000)
    answer(id, right)


def dies_noisily(*_):
    flood_errors(10_000_000)
    die()


def hangs_noisily(*_):
    flood_errors(float("inf"))


def half_an_answer(id, _):
    say('{"jsonrpc":"2.0","id":%d,"resu' % id, end="")
    os._exit(0)


def raw(text):
    return lambda id, _: say(text.replace("ID", str(id)))


MODES = {
    "honest": answer,
    "wrong_id": lambda id, right: answer(id + 1000, right),
    "text_id": lambda id, right: answer(str(id), right),
    "no_id": lambda id, right: say(json.dumps({"jsonrpc": "2.0", "result": right})),
    "wrong_version": raw('{"jsonrpc":"1.0","id":ID,"result":1.5}'),
    "no_version": raw('{"id":ID,"result":1.5}'),
    "no_result": raw('{"jsonrpc":"2.0","id":ID}'),
    "result_and_error": raw('{"jsonrpc":"2.0","id":ID,"result":1.5,"error":{"code":-32602,"message":"no"}}'),
    "trailing_garbage": raw('{"jsonrpc":"2.0","id":ID,"result":1.5} ok'),
    "two_in_one_line": raw('{"jsonrpc":"2.0","id":ID,"result":1.5}{"jsonrpc":"2.0","id":ID,"result":1.5}'),
    "array": raw('[{"jsonrpc":"2.0","id":ID,"result":1.5}]'),
    "blank_line": raw(""),
    "broken_json": raw('{"jsonrpc":"2.0","id":ID,"result":1.'),
    "bad_utf8": lambda id, _: (OUT.flush(), os.write(1, b'{"jsonrpc":"2.0","id":"\xff\xfe"}\n')),
    "bare_nan": raw('{"jsonrpc":"2.0","id":ID,"result":NaN}'),
    "bare_infinity": raw('{"jsonrpc":"2.0","id":ID,"result":-Infinity}'),
    "overflow": raw('{"jsonrpc":"2.0","id":ID,"result":1e999}'),
    "text": raw('{"jsonrpc":"2.0","id":ID,"result":"1.5"}'),
    "boolean": raw('{"jsonrpc":"2.0","id":ID,"result":true}'),
    "null": raw('{"jsonrpc":"2.0","id":ID,"result":null}'),
    "vector_for_number": raw('{"jsonrpc":"2.0","id":ID,"result":[1.5]}'),
    "number_for_vector": raw('{"jsonrpc":"2.0","id":ID,"result":0.5}'),
    "too_short": lambda id, right: answer(id, right[:-1]),
    "text_within": lambda id, right: answer(id, right[:-1] + ["much"]),
    "deep": lambda id, _: say('{"jsonrpc":"2.0","id":%s' % ("[" * 200_000)),
    "deep_id": lambda id, _: say('{"jsonrpc":"2.0","id":%s%s,"result":1}' % ("[" * 200_000, "]" * 200_000)),
    "internal_error": lambda id, _: error(id, -32603, "ZeroDivisionError: division by zero"),
    "method_not_found": lambda id, _: error(id, -32601, "no such method"),
    "refusal": lambda id, _: error(id, -32602, "p[0] = 2 is not a probability"),
    "error_without_message": raw('{"jsonrpc":"2.0","id":ID,"error":{"code":-32602}}'),
    "unread": raw('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what?"}}'),
    "infinite": raw('{"jsonrpc":"2.0","id":ID,"result":"-Infinity"}'),
    "negative_zero": raw('{"jsonrpc":"2.0","id":ID,"result":-0}'),
    "die": die,
    "close_output": close_output,
    "deaf": deaf,
    "flood_output": flood_output,
    "stubborn": stubborn,
    "child_holds_pipes": child_holds_pipes,
    "child_lives": child_lives,
    "open_files": open_files,
    "third_crashes": third_crashes,
    "one_behind": one_behind,
    "stray_line": stray_line,
    "says_it_twice": says_it_twice,
    "slow": slow,
    "noisy_errors": noisy_errors,
    "dies_noisily": dies_noisily,
    "hangs_noisily": hangs_noisily,
    "half_an_answer": half_an_answer,
}

ECHOES = {
    "echo_honest": answer,
    "echo_rounds": lambda id, values: answer(id, [x if isinstance(x, str) or abs(x) > 1e300 else float("%.15g" % x) for x in values]),
    "echo_unsigned": lambda id, values: answer(id, [0.0 if x == 0 else x for x in values]),
    "echo_short": lambda id, values: answer(id, values[1:]),
    "echo_none": lambda id, values: error(id, -32601, "no echo"),
    "echo_hexadecimal": lambda id, values: answer(id, [x for x in values if isinstance(x, str)]),
}
METRICS = {"entropy": {"units": ["nat", "bit"]}, "softmax": {}}
DESCRIPTION = {"name": "misbehave", "version": MODE, "echo": MODE in ECHOES, "metrics": METRICS}
if MODE == "echo_hexadecimal":
    DESCRIPTION["numbers"] = "hexadecimal"

if MODE == "runs_once":  # each start leaves a byte in a file; all but the first fail
    with open(sys.argv[2], "a") as starts:
        starts.write(".")
    if os.path.getsize(sys.argv[2]) > 1:
        sys.exit("already run")
    MODES[MODE] = die

if MODE == "eager":  # writes much before it has read the whole request
    say(json.dumps({"jsonrpc": "2.0", "id": json.loads(sys.stdin.readline())["id"], "result": DESCRIPTION}))
    os.read(0, 1)
    say(" " * 1_000_000, end="")
    request = json.loads("{" + sys.stdin.readline())
    answer(request["id"], request["params"]["z"])
    sys.exit()

for line in sys.stdin:
    request = json.loads(line)
    if request["method"] == "describe":
        answer(request["id"], DESCRIPTION)
        continue
    if request["method"] == "echo":
        ECHOES[MODE](request["id"], request["params"]["values"])
        continue
    asked += 1
    MODES.get(MODE, answer)(request["id"], request["params"]["z"] if request["method"] == "softmax" else 1.5)
