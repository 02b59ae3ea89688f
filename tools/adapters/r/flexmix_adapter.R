# SPDX-License-Identifier: Apache-2.0
# flexmix's KLdiv under kloracle, after tools/setup --adapters r:
#
#   kloracle check "cmd:Rscript tools/adapters/r/flexmix_adapter.R"
#
# Of a matrix of densities KLdiv raises what is below eps to eps before it normalises: no problem of
# the vocabulary, but where nothing is below eps the normalised divergence. Of the components of a
# mixture it has closed forms, of the parameters that the components predict. Those of family
# "Gamma" it refuses ("Unknown family Gamma"), so they are not offered.
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(this_file), "kloracle_adapter.R"))
source(file.path(dirname(this_file), "installed_package.R"))
attach_package("flexmix", "flexmix_adapter")

EPS <- 1e-4  # KLdiv's default

of_default_eps <- function(p, q) {
  if (length(p) != length(q) || anyNA(c(p, q)) || any(c(p, q) < EPS)) {
    stop(skip("a number below eps = 1e-4, which KLdiv replaces by eps"))
  }
  if (!any(p / sum(p) > EPS & q / sum(q) > EPS)) {
    stop(skip("no outcome above eps = 1e-4 on both sides: NA, as documented of overlap = TRUE"))
  }
  KLdiv(cbind(p, q))[1, 2]
}

of_no_eps <- function(p, q) {
  if (length(p) != length(q) || anyNA(c(p, q)) || any(c(p, q) <= 0)) {
    stop(skip("a zero, which KLdiv's eps is there to replace"))
  }
  KLdiv(cbind(p, q), eps = 0)[1, 2]
}

# The divergence of two components of a generalised linear model, of one observation.
of_components <- function(family, p, q) {
  model <- FLXMRglm(family = family)
  model@x <- matrix(1)
  component <- function(x) {
    new("FLXcomponent", parameters = list(sigma = x[2]), predict = function(...) x[1])
  }
  KLdiv(model, list(component(p), component(q)))[1, 2]
}

component_snippet <- function(family) {
  made <- function(x) sprintf(paste0("new(\"FLXcomponent\", parameters = list(sigma = %s[2]), ",
                                     "predict = function(...) %s[1])"), x, x)
  model <- sprintf("model <- FLXMRglm(family = \"%s\"); model@x <- matrix(1)", family)
  call <- sprintf("KLdiv(model, list(%s,\n    %s))[1, 2]", made("p"), made("q"))
  snippet_of(sprintf("{\n  %s\n  %s\n}", model, call), "flexmix")
}

adapter <- new_adapter("flexmix", as.character(packageVersion("flexmix")),
                       "https://cran.r-project.org/package=flexmix")
normalised <- list(quantity = "kl", semantics = "normalised", unit = "nats")
adapter <- offer(adapter, "KLdiv(matrix)", c(normalised, list(
  note = paste("KLdiv(cbind(p, q))[1, 2] is KL(p || q) of the columns divided by their sums, where",
               "no number is below eps = 1e-4 (the others are skipped)"),
  snippet = snippet_of("KLdiv(cbind(p, q))[1, 2]", "flexmix"))), of_default_eps)
adapter <- offer(adapter, "KLdiv(matrix, eps = 0)", c(normalised, list(
  note = paste("KLdiv(cbind(p, q), eps = 0)[1, 2]: nothing is replaced; zeros are skipped, for",
               "which eps is there"),
  snippet = snippet_of("KLdiv(cbind(p, q), eps = 0)[1, 2]", "flexmix"))), of_no_eps)

families <- list(gaussian = list("normal", list("mu", "sigma")),
                 binomial = list("bernoulli", list("prob")),
                 poisson = list("poisson", list("rate")))
for (name in names(families)) local({
  family <- name  # one of its own for each function
  side <- list(family = families[[family]][[1]], parameters = families[[family]][[2]])
  adapter <<- offer(adapter, sprintf("KLdiv(FLXMRglm, %s)", family), list(
    quantity = "kl", unit = "nats", p = side, q = side,
    note = paste("KLdiv(model, components)[1, 2] of one observation, as KLdiv(fitted) calls it;",
                 "the parameters are those that the components predict"),
    snippet = component_snippet(family)), function(p, q) of_components(family, p, q))
})
run(adapter)
