# bash completion for gibbs: commands and options as the help tells them, ids from the catalogue.
_gibbs() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local choices
  if ((COMP_CWORD == 1)); then
    choices=$(gibbs --help | awk '/^Subcommands:/ {on = 1; next} /^$/ {on = 0} on && /^  [a-z]/ {print $1}')
  elif [[ $word == -* ]]; then
    choices=$(gibbs "$command" --help | grep -oE -- '--[a-z][a-z-]*')
  else
    case $previous in
      --subject | compare) choices=$(gibbs subjects | awk '/^  ?[a-z]/ {print $1}') ;;
      --unit) choices='nat bit hartley' ;;
      merge | --report | --junit | --out | --html | --findings) COMPREPLY=($(compgen -f -- "$word")) && return ;;
      explain | --only | --skip) choices=$(gibbs list | grep -oE '^ *[a-z][a-z0-9^-]+' | tr -d ' ') ;;
      --metric | worst | eval) choices=$(gibbs list | sed -nE 's/^ *accuracy-of-([a-z_]+).*/\1/p') ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$choices" -- "$word"))
}
complete -F _gibbs gibbs
