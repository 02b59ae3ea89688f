# SPDX-License-Identifier: Apache-2.0
# What the adapters of R packages beside this file share: finding the package, and snippets.

# Attaches a package; where it is missing, says so on standard error and ends with status 69.
attach_package <- function(name, adapter) {
  tryCatch(suppressPackageStartupMessages(library(name, character.only = TRUE)),
           error = function(why) {
             message(adapter, ": No module named '", name,
                     "'; tools/setup --adapters r installs it")
             quit(status = 69)
           })
}

# A program that prints an expression of p and q. R's own reading of decimals can be an ulp off, so
# the numbers travel as hexadecimal texts.
snippet_of <- function(expression, package = NULL, with_q = TRUE) {
  numbers <- paste0("numbers <- function(text) ",
                    "as.numeric(strsplit(gsub(\"[][ ]\", \"\", text), \",\")[[1]])")
  lines <- c(if (!is.null(package)) sprintf("library(%s)", package), numbers,
             "p <- numbers(\"{p:hex}\")", if (with_q) "q <- numbers(\"{q:hex}\")",
             sprintf("cat(sprintf(\"%%.17g\\n\", %s))", expression))
  paste0(paste(lines, collapse = "\n"), "\n")
}
