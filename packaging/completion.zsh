#compdef gibbs
# zsh completion for gibbs: the one for bash, which reads the help and the catalogue.
autoload -U +X bashcompinit && bashcompinit
source ${$(whence -p gibbs):h:h}/share/bash-completion/completions/gibbs
