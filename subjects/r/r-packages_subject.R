# about: packages of R: vegan, matrixStats, proxy and MLmetrics
# apt: r-base-core r-cran-jsonlite r-cran-vegan r-cran-matrixstats r-cran-proxy r-cran-mlmetrics
# vegan and proxy divide by the sum; MLmetrics takes probabilities as they are; everything in nats but vegan's, whose base
# can be chosen.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "gibbs_subject.R"))
suppressPackageStartupMessages({library(vegan); library(proxy)})

version <- paste(vapply(c("vegan", "matrixStats", "proxy", "MLmetrics"),
                        function(package) paste(package, packageVersion(package)), ""), collapse = ", ")
bases <- c(nat = exp(1), bit = 2, hartley = 10)

serve("r-packages", version, list(
  entropy = list(run = function(p, unit) diversity(p, base = bases[[unit]]), units = names(bases),
                 doc = "vegan::diversity", code = "vegan::diversity(c($p))"),
  perplexity = list(run = function(p) exp(diversity(p)), composed = TRUE),
  cross_entropy = list(run = function(p, q) MLmetrics::MultiLogLoss(matrix(q, 1), matrix(p, 1)),
                       doc = "MLmetrics::MultiLogLoss",
                       code = "MLmetrics::MultiLogLoss(matrix(c($q), 1), matrix(c($p), 1))"),
  kl_divergence = list(run = function(p, q) proxy::dist(t(p), t(q), method = "Kullback"), doc = "proxy::pr_DB",
                       code = "library(proxy); proxy::dist(t(c($p)), t(c($q)), method = \"Kullback\")"),
  log_sum_exp = list(run = function(z) matrixStats::logSumExp(z), doc = "matrixStats::logSumExp",
                     code = "matrixStats::logSumExp(c($z))")))
