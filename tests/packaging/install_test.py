"""`cmake --install`, then find_package and pkg-config from projects that know nothing of this one."""

import json
import os
import re
import xml.etree.ElementTree as xml

from harness import BUILD, PLACE, built, expect, expect_metrics, expect_pkg_config, fresh, run

prefix = fresh("prefix")
run("cmake", "--install", BUILD, "--prefix", prefix)
library = next(prefix.glob("**/libgibbs.so")).parent

# The metrics alone: shared, static, and by pkg-config.
consumer = built("metrics", f"-DCMAKE_PREFIX_PATH={prefix}")
expect_metrics(consumer / "shared")
expect_metrics(consumer / "static")
expect_pkg_config(library / "pkgconfig", PLACE / "by_pkg_config", LD_LIBRARY_PATH=str(library))

# The shared library shows its own names alone.
shown = [line.split(maxsplit=2)[2] for line in run("nm", "-DC", "--defined-only", library / "libgibbs.so").splitlines()]
strangers = [name for name in shown if "gibbs::v0::" not in name or "detail::" in name or "kernels::" in name]
expect(len(shown) > 60 and not strangers, "hidden names are shown, or public ones hidden", "\n".join(strangers or shown))

# The suite inside somebody's GoogleTest binary, with GoogleTest's own flags.
consumer = built("suite", f"-DCMAKE_PREFIX_PATH={prefix}")
trial = consumer / "trial"
names = re.findall(r"^  (\w+)", run(trial, "--gtest_list_tests"), re.MULTILINE)
expect(len(names) > 100 and "gibbs_inequality" in names, "theorems are missing", names)
listed = run("ctest", "--test-dir", consumer, "-N")
expect(f"Total Tests: {len(names)}" in listed, "not one CTest line per theorem", listed)

failing = run(trial, "--gtest_filter=Own.gibbs_inequality", status=1)
expect("D(P‖Q) ≥ 0" in failing and "GIBBS_REPLAY=" in failing, "a failure does not explain itself", failing)
token = re.search(r"GIBBS_REPLAY='([^']+)'", failing)[1]
expect(token.split()[0] in run(trial, "--gtest_filter=Own.gibbs_inequality", status=1, env={**os.environ, "GIBBS_REPLAY": token}),
       "the counterexample is not replayed", token)



def verdicts(name, **sharding):
    """Of the tests that ran: the result and the messages of each."""
    output = PLACE / name
    run(trial, f"--gtest_output=json:{output}", status=None, env={**os.environ, **sharding})
    tests = [test for suite in json.loads(output.read_text())["testsuites"] for test in suite["testsuite"]]
    return {test["name"]: (test["result"], test.get("failures"), test.get("skipped")) for test in tests if test["status"] == "RUN"}


# GoogleTest's own sharding: every theorem runs in one shard, and ends as it does without.
whole = verdicts("whole.json")
expect(set(whole) == set(names) and any(failures for _, failures, _ in whole.values()), "not every theorem ran, or none failed", whole)
shards = []
for i in range(3):
    status = PLACE / f"shard{i}"
    status.unlink(missing_ok=True)
    shards.append(verdicts(f"shard{i}.json", GTEST_TOTAL_SHARDS="3", GTEST_SHARD_INDEX=str(i), GTEST_SHARD_STATUS_FILE=str(status)))
    expect(status.exists(), "the shard does not say that it was one", i)
ran = sorted(name for shard in shards for name in shard)
expect(ran == sorted(names) and all(shards), "a theorem ran in two shards, or in none, or a shard is empty", ran)
expect(shards[0] | shards[1] | shards[2] == whole, "a verdict depends on the shard", shards)
report = PLACE / "report.xml"
run(trial, "--gtest_filter=Own.entropy_bounds", "--gtest_repeat=2", "--gtest_shuffle", f"--gtest_output=xml:{report}")
expect(xml.parse(report).getroot().get("tests") == "1", "no XML report", report)
