#!/bin/sh
# A trial of more cases than one machine can run, on a Slurm cluster: each task of a job array judges a part of the cases,
# and a job that waits for them joins the parts. Ends when that does, with the exit status of the trial.
#
#   ci/slurm.sh PARTS [what is tried: --cases 1000000 --seed 2 --replay-file FILE …]
#
# A task whose node fails is queued again; its part is written whole or not at all, and counts once.
# sbatch reads SBATCH_PARTITION, SBATCH_ACCOUNT and the like. The rest of the environment, all of it optional:
#   GIBBS           the program (gibbs), on every node
#   GIBBS_SUBJECT   what is on trial, as for --subject, on every node
#   GIBBS_EXPECT    a file of known failures
#   GIBBS_BASELINE  a file that --save-baseline wrote
#   GIBBS_OUT       a folder that every node sees: for parts, logs, report.json, junit.xml and summary.md (gibbs-report)
set -eu

gibbs=${GIBBS:-gibbs}
out=${GIBBS_OUT:-gibbs-report}
part() {
  "$gibbs" check ${GIBBS_SUBJECT:+--subject "$GIBBS_SUBJECT"} --threads "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "$SLURM_ARRAY_TASK_ID/$parts" --report "$out/part.$SLURM_ARRAY_TASK_ID" "$@"
}
join() {
  set --
  for i in $(seq "$parts"); do set -- "$@" "$out/part.$i"; done
  "$gibbs" merge "$@" ${GIBBS_SUBJECT:+--subject "$GIBBS_SUBJECT"} ${GIBBS_EXPECT:+--expect "$GIBBS_EXPECT"} \
    ${GIBBS_BASELINE:+--baseline "$GIBBS_BASELINE"} --report "$out/report.json" --junit "$out/junit.xml" --markdown "$out/summary.md"
}
submit() {
  mkdir -p "$out"
  rm -f "$out"/part.* "$out"/log.* "$out"/report.json "$out"/junit.xml "$out"/summary.md
  array=$(sbatch --parsable --requeue --open-mode=append --job-name=gibbs --array="1-$parts" --output="$out/log.%a" "$0" "$parts" part "$@")
  status=0
  sbatch --quiet --wait --requeue --job-name=gibbs-merge --dependency="afterany:${array%%;*}" --output="$out/log.merge" "$0" "$parts" join || status=$?
  cat "$out/log.merge"
  return "$status"
}

parts=${1:?how many parts?}
shift
case ${1:-} in
  part | join) "$@" ;;
  *) submit "$@" ;;
esac
