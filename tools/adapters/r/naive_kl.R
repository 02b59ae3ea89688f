# SPDX-License-Identifier: Apache-2.0
# KL divergence as people write it in R, under kloracle:
#
#   kloracle check "cmd:Rscript tools/adapters/r/naive_kl.R"
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(this_file), "kloracle_adapter.R"))

# Sum of p log(p / q), 0 log 0 = 0, not normalised.
naive_kl <- function(p, q) {
  if (length(p) != length(q)) stop("p and q differ in length")
  sum(ifelse(p == 0, 0, p * log(p / q)))
}

adapter <- new_adapter("naive_kl.R", "1")
adapter <- offer(adapter, "naive_kl",
                 list(quantity = "kl", semantics = "measure", unit = "nats"), naive_kl)
run(adapter)
