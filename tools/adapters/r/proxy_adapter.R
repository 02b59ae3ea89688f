# SPDX-License-Identifier: Apache-2.0
# The divergences among proxy's distances under kloracle, after tools/setup --adapters r:
#
#   kloracle check "cmd:Rscript tools/adapters/r/proxy_adapter.R"
#
# dist(rbind(p), rbind(q), method) is the distance from p to q, in this order.
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(this_file), "kloracle_adapter.R"))
source(file.path(dirname(this_file), "installed_package.R"))
attach_package("proxy", "proxy_adapter")

between <- function(p, q, method) c(dist(rbind(p), rbind(q), method = method))

adapter <- new_adapter("proxy", as.character(packageVersion("proxy")),
                       "https://cran.r-project.org/package=proxy")

# Offers a method under its name; scale says by what the result is multiplied, exactly.
of_method <- function(adapter, method, declaration, about, scale = 1) {
  call <- sprintf("dist(rbind(p), rbind(q), method = \"%s\")", method)
  declaration$note <- paste0(call, if (scale != 1) "[1] / 2", ": ", about)
  declaration$snippet <- snippet_of(paste0(call, "[1]", if (scale != 1) " / 2"), "proxy")
  offer(adapter, sprintf("dist(%s)", method), declaration,
        function(p, q) scale * between(p, q, method))
}

adapter <- of_method(adapter, "Kullback",
                     list(quantity = "kl", semantics = "normalised", unit = "nats"),
                     "KL(p || q), both divided by their sums")
adapter <- of_method(adapter, "Hellinger",
                     list(quantity = "hellinger", convention = "sum", semantics = "normalised"),
                     "the Euclidean distance of the roots, both divided by their sums first")
adapter <- of_method(adapter, "Bhjattacharyya",
                     list(quantity = "hellinger", convention = "sum", semantics = "measure"),
                     "the Euclidean distance of the roots, as proxy's description states it")
adapter <- of_method(adapter, "Manhattan",
                     list(quantity = "total_variation", semantics = "measure"),
                     "sum |p - q|, twice the total variation", 0.5)
run(adapter)
