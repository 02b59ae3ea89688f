# SPDX-License-Identifier: Apache-2.0
# vegan's diversities under kloracle, after tools/setup --adapters r:
#
#   kloracle check "cmd:Rscript tools/adapters/r/vegan_adapter.R"
#
# A community is divided by its sum first, in all of them.
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(this_file), "kloracle_adapter.R"))
source(file.path(dirname(this_file), "installed_package.R"))
attach_package("vegan", "vegan_adapter")

adapter <- new_adapter("vegan", as.character(packageVersion("vegan")),
                       "https://github.com/vegandevs/vegan/issues")

# Offers an expression of p (and of q).
of_call <- function(adapter, call, declaration, about, f) {
  declaration$semantics <- "normalised"
  declaration$note <- paste0(call, ": ", about)
  declaration$snippet <- snippet_of(call, "vegan", with_q = length(formals(f)) == 2)
  offer(adapter, gsub("\"", "", call), declaration, f)
}

adapter <- of_call(adapter, "diversity(p)", list(quantity = "entropy", unit = "nats"),
                   "Shannon's index, with natural logarithms", function(p) diversity(p))
adapter <- of_call(adapter, "diversity(p, \"simpson\")",
                   list(quantity = "tsallis_entropy", order = "2"),
                   "1 - sum p^2, the Tsallis entropy of order 2",
                   function(p) diversity(p, "simpson"))
for (order in c("0", "1/4", "1/2", "2", "8", "inf")) local({
  scale <- if (order == "inf") Inf else eval(parse(text = order))  # a default scale of renyi()
  call <- sprintf("renyi(p, scales = %s)", scale)
  adapter <<- of_call(adapter, call, list(quantity = "renyi_entropy", order = order, unit = "nats"),
                      "the Renyi entropy of this order", function(p) renyi(p, scales = scale)[[1]])
})
for (order in c("1/2", "2")) local({
  scale <- eval(parse(text = order))
  call <- sprintf("tsallis(p, scales = %s)", scale)
  adapter <<- of_call(adapter, call, list(quantity = "tsallis_entropy", order = order),
                      "the Tsallis entropy of this order",
                      function(p) tsallis(p, scales = scale)[[1]])
})
adapter <- of_call(adapter, "vegdist(rbind(p, q), \"hellinger\")[1]",
                   list(quantity = "hellinger", convention = "sum"),
                   paste("the Euclidean distance of the roots of p/sum(p) and q/sum(q);",
                         "vegdist makes what is below 1e-15 a 0"),
                   function(p, q) vegdist(rbind(p, q), "hellinger")[1])
run(adapter)
