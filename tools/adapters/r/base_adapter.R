# SPDX-License-Identifier: Apache-2.0
# What R itself offers, and the lines that R programs have for the rest, under kloracle:
#
#   kloracle check "cmd:Rscript tools/adapters/r/base_adapter.R"
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(this_file), "kloracle_adapter.R"))
source(file.path(dirname(this_file), "installed_package.R"))

adapter <- new_adapter("R one-liners", paste(R.version$major, R.version$minor, sep = "."))

# Offers a call, an expression of p (and of q); its text is its name, its note and its snippet.
of_call <- function(adapter, call, declaration, about) {
  with_q <- declaration$quantity != "entropy"
  declaration$semantics <- "measure"
  declaration$note <- paste0(call, ": ", about)
  declaration$snippet <- snippet_of(call, with_q = with_q)
  computed <- parse(text = call)[[1]]
  offer(adapter, gsub("\"", "", call), declaration,
        if (with_q) function(p, q) eval(computed) else function(p) eval(computed))
}

in_nats <- function(quantity) list(quantity = quantity, unit = "nats")
adapter <- of_call(adapter, "sum(ifelse(p > 0, p * log(p / q), 0))", in_nats("kl"),
                   "no function of R, but the line that users write; nothing is normalised")
adapter <- of_call(adapter, "-sum(ifelse(p > 0, p * log(p), 0))", in_nats("entropy"),
                   "no function of R, but the line that users write; nothing is normalised")
adapter <- of_call(adapter, "dist(rbind(p, q), \"manhattan\")[1] / 2",
                   list(quantity = "total_variation"),
                   "stats::dist is sum |p - q|, twice the total variation")
adapter <- of_call(adapter, "dist(rbind(sqrt(p), sqrt(q)))[1]",
                   list(quantity = "hellinger", convention = "sum"),
                   "stats::dist, the Euclidean distance of the roots")
run(adapter)
