# bash completion for gibbs: commands and options as the help tells them, ids from the catalogue.
_gibbs() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local choices what=$previous
  [[ $previous == -* ]] || what=$command
  if ((COMP_CWORD == 1)); then
    what=help
  elif [[ $word == -* ]]; then
    what=options
  fi
  case $what in
    help) choices=$(gibbs --help | awk '/^Subcommands:/ {on = 1; next} /^$/ {on = 0} on && /^  [a-z]/ {print $1}') ;;
    options) choices=$(gibbs "$command" --help | grep -oE -- '^ *(-[a-z],)?--[a-z][a-z-]*' | grep -oE -- '--.*') ;;
    # A subject that does not exist is refused with the names of those that do; `gibbs subjects` would start them all.
    --subject | compare) choices=$(gibbs check --subject '?' 2>&1 | sed -n "s/.*; there is \(.*\), museum:.*/\1/p" | tr -d ,) ;;
    --unit) choices='nat bit hartley' ;;
    explain | --only | --skip) choices=$(gibbs list | sed -nE 's/^(★| ) ([a-z][a-z0-9_^-]+)( .*|$)/\2/p') ;;
    --metric | worst | eval) choices=$(gibbs list | sed -nE 's/^ *accuracy-of-([a-z_]+).*/\1/p') ;;
  esac
  COMPREPLY=($(compgen -W "$choices" -- "$word"))
}
complete -o default -F _gibbs gibbs  # where it finds nothing: files
