#!/bin/sh
# A trial for continuous integration: exit status as `gibbs check`, with a report for programs, JUnit XML, and a summary.
# Arguments go to `gibbs check`. The environment says the rest, all of it optional:
#   GIBBS              the program (gibbs)
#   GIBBS_SUBJECT      what is on trial, as for --subject
#   GIBBS_CASES        cases per property
#   GIBBS_EXPECT       a file of known failures
#   GIBBS_BASELINE     a file that --save-baseline wrote; GIBBS_EXACT=true: other bits fail too
#   GIBBS_REPLAY_FILE  a file of tokens that every trial begins with, if it is there
#   GIBBS_NIGHTLY      true: the day's seed instead of 1, no baseline, and what is found goes into the replay file
#   GIBBS_OUT          the folder for report.json, junit.xml, summary.md and report.html (gibbs-report)
# On GitHub, annotations and the job's summary are written too.
set -eu

out=${GIBBS_OUT:-gibbs-report}
mkdir -p "$out"
set -- check --report "$out/report.json" --junit "$out/junit.xml" --markdown "$out/summary.md" --html "$out/report.html" "$@"
[ -z "${GIBBS_SUBJECT:-}" ] || set -- "$@" --subject "$GIBBS_SUBJECT"
[ -z "${GIBBS_CASES:-}" ] || set -- "$@" --cases "$GIBBS_CASES"
[ -z "${GIBBS_EXPECT:-}" ] || set -- "$@" --expect "$GIBBS_EXPECT"
if [ "${GIBBS_NIGHTLY:-}" = true ]; then
  set -- "$@" --seed "$(date -u +%Y%m%d)"
  [ -z "${GIBBS_REPLAY_FILE:-}" ] || set -- "$@" --replay-file "$GIBBS_REPLAY_FILE" --keep
else
  [ -z "${GIBBS_BASELINE:-}" ] || set -- "$@" --baseline "$GIBBS_BASELINE"
  [ "${GIBBS_EXACT:-}" != true ] || set -- "$@" --exact
  [ ! -e "${GIBBS_REPLAY_FILE:-}" ] || set -- "$@" --replay-file "$GIBBS_REPLAY_FILE"
fi
[ -z "${GITHUB_ACTIONS:-}" ] || set -- "$@" --annotate

status=0
"${GIBBS:-gibbs}" "$@" || status=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -e "$out/summary.md" ]; then
  cat "$out/summary.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit $status
