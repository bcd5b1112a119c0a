#compdef gibbs
# zsh completion for gibbs: the one for bash, which reads the help and the catalogue. It takes over from here on.
autoload -U +X bashcompinit && bashcompinit
source ${$(whence -p gibbs):h:h}/share/bash-completion/completions/gibbs
_bash_complete -o default -F _gibbs
