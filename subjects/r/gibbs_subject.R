# Puts R functions on trial with gibbs: the subject protocol. It needs r-cran-jsonlite.
#
#   source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "gibbs_subject.R"))
#   serve("mine", "1.0", list(
#     entropy = list(run = function(p, unit) ..., units = c("nat", "bit")),
#     log_sum_exp = list(run = function(z) ..., doc = "https://...")))
#
# A metric is a list: its function as `run`, and what else the subject says of it. Vectors arrive as numeric vectors, joint
# tables as matrices, the unit as text; a function without an argument `unit` works in nats. refuse("why") refuses
# invalid input, decline("why") declines valid input that the library does not take; any other error is a failure.

fault <- function(code) function(message) stop(structure(class = c("fault", "error", "condition"),
                                                         list(message = message, call = NULL, code = code)))
refuse <- fault(-32602L)
decline <- fault(-32001L)

decode_number <- function(x) {
  if (is.character(x)) c("NaN" = NaN, "Infinity" = Inf, "-Infinity" = -Inf)[[x]] else as.double(x)
}
decode_vector <- function(x) vapply(x, decode_number, 0)
decode <- function(x) {
  if (!is.list(x)) return(if (identical(x, "nat") || identical(x, "bit") || identical(x, "hartley")) x else decode_number(x))
  if (length(x) > 0 && is.list(x[[1]])) do.call(rbind, lapply(x, decode_vector)) else decode_vector(x)
}
encode <- function(x) {
  digits <- sprintf("%.17g", x)
  digits[is.nan(x) | is.na(x)] <- '"NaN"'
  digits[is.infinite(x)] <- ifelse(x[is.infinite(x)] > 0, '"Infinity"', '"-Infinity"')
  digits
}
encode_vector <- function(x) paste0("[", paste(encode(x), collapse = ","), "]")

VECTORS <- c("echo", "softmax", "log_softmax", "softmax_cross_entropy_gradient", "softmax_mean_squared_error_gradient")

answer <- function(request, description, offers) {
  if (request$method == "describe") return(description)
  run <- if (request$method == "echo") function(values) values else offers[[request$method]]$run
  if (is.null(run)) fault(-32601L)(paste("no metric", request$method))
  arguments <- lapply(request$params, decode)
  if (!"unit" %in% names(formals(run))) arguments$unit <- NULL
  value <- as.double(suppressWarnings(do.call(run, arguments)))
  if (request$method %in% VECTORS) encode_vector(value) else encode(value)
}

serve <- function(name, version, offers, format = "binary64") {
  said <- lapply(offers, function(offer) {
    offer$run <- NULL
    if (!is.null(offer$units)) offer$units <- as.list(offer$units)
    if (length(offer) == 0) structure(list(), names = character()) else offer
  })
  description <- jsonlite::toJSON(list(name = name, version = version, format = format, echo = TRUE, language = "R",
                                       metrics = said),
                                  auto_unbox = TRUE, digits = NA)
  input <- file("stdin", "r")
  while (length(line <- readLines(input, 1)) > 0) {
    request <- jsonlite::fromJSON(line, simplifyVector = FALSE)
    body <- tryCatch(paste0('"result":', answer(request, description, offers)), error = function(e) {
      code <- if (is.null(e$code)) -32603L else e$code
      paste0('"error":', jsonlite::toJSON(list(code = code, message = conditionMessage(e)), auto_unbox = TRUE))
    })
    cat('{"jsonrpc":"2.0","id":', request$id, ",", body, "}\n", sep = "")
    flush(stdout())
  }
}
