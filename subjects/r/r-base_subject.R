# about: R itself: the formulas as its users write them, and plogis
# apt: r-base-core r-cran-jsonlite
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "gibbs_subject.R"))

log_sum_exp <- function(z) max(z) + log(sum(exp(z - max(z))))

serve("r-base", as.character(getRversion()), list(
  entropy = list(run = function(p) -sum(p[p > 0] * log(p[p > 0])), composed = TRUE),
  kl_divergence = list(run = function(p, q) sum(p[p > 0] * (log(p[p > 0]) - log(q[p > 0]))), composed = TRUE),
  log_sum_exp = list(run = log_sum_exp, composed = TRUE),
  softmax = list(run = function(z) exp(z - max(z)) / sum(exp(z - max(z))), composed = TRUE),
  log_softmax = list(run = function(z) (z - max(z)) - log(sum(exp(z - max(z)))), composed = TRUE),
  sigmoid_cross_entropy = list(run = function(z, y) {
    -((if (y > 0) y * plogis(z, log.p = TRUE) else 0) + (if (y < 1) (1 - y) * plogis(-z, log.p = TRUE) else 0))
  }, doc = "stats::plogis"),
  sigmoid_cross_entropy_gradient = list(run = function(z, y) plogis(z) - y, doc = "stats::plogis"),
  mean_squared_error = list(run = function(x, y) mean((x - y)^2), composed = TRUE)))
