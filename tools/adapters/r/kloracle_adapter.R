# SPDX-License-Identifier: Apache-2.0
# The adapter kit for R (4.0 or newer, with jsonlite): lets kloracle judge R code. Copy it.
#
#   source("kloracle_adapter.R")
#   mine <- new_adapter("mine", "1.0")
#   mine <- offer(mine, "kl", list(quantity = "kl", semantics = "measure", unit = "nats"),
#                 function(p, q) sum(p * log(p / q)))
#   run(mine)
#
# p and q are numeric vectors that hold exactly what kloracle sent; a function of one distribution
# takes p alone. With returns = c("value", "error") in the declaration the function returns such a
# pair. An error is reported as what was raised; stop(skip("reason")) for a case that is not
# supported. What R code prints lands on standard error; C code must not print.

# A number travels as a C99 hexadecimal constant: the encoding "hexfloat". kloracle writes subnormal
# numbers as 0x0.hhhp-1022, which R reads right, as it does not their normalised form.
decode <- function(texts) {
  numbers <- suppressWarnings(as.numeric(unlist(texts)))
  bad <- is.na(numbers) & !(unlist(texts) %in% c("nan", "-nan"))
  if (any(bad)) stop("not a hexfloat: ", unlist(texts)[bad][1])
  numbers
}

encode <- function(numbers) {
  texts <- sprintf("%a", numbers)
  texts[is.nan(numbers) | is.na(numbers)] <- "nan"
  texts[is.infinite(numbers)] <- ifelse(numbers[is.infinite(numbers)] > 0, "inf", "-inf")
  as.list(texts)
}

skip <- function(reason) {
  structure(class = c("skip", "error", "condition"), list(message = reason, call = NULL))
}

new_adapter <- function(name, version, issues = NULL) {
  impl <- list(name = name, version = version, language = R.version.string)
  if (!is.null(issues)) impl$issues <- issues
  list(impl = impl, declared = list(), functions = list())
}

offer <- function(adapter, name, declaration, f) {
  if (name %in% names(adapter$functions)) stop("two functions are named ", name)
  for (key in intersect(names(declaration), c("returns", "shape", "support", "gradient"))) {
    declaration[[key]] <- as.list(declaration[[key]])  # a list even where it has but one entry
  }
  declaration$name <- name
  declaration$formats <- list("binary64")  # what R computes in
  adapter$declared <- c(adapter$declared, list(declaration))
  adapter$functions[[name]] <- list(f = f, pairs = length(declaration$returns) == 2)
  adapter
}

answer_hello <- function(adapter, request) {
  if (!("hexfloat" %in% unlist(request$encodings))) stop("the encoding hexfloat is not offered")
  list(klap = 1, impl = adapter$impl, functions = adapter$declared, encoding = "hexfloat")
}

# The sum and the product of every pair, as this process computes them.
answer_probe <- function(request) {
  numbers <- decode(request$values)
  x <- numbers[c(TRUE, FALSE)]
  y <- numbers[c(FALSE, TRUE)]
  list(values = encode(as.vector(rbind(x + y, x * y))))
}

outcome <- function(offered, case) {
  tryCatch({
    arguments <- lapply(unname(case[intersect(c("p", "q"), names(case))]), decode)
    result <- encode(as.numeric(do.call(offered$f, arguments)))
    if (offered$pairs) result else if (length(result) == 1) result[[1]] else {
      stop("expected one number, came ", length(result))
    }
  }, skip = function(why) list(skip = conditionMessage(why)),
     error = function(why) list(throw = conditionMessage(why)))
}

answer_eval <- function(adapter, request) {
  offered <- adapter$functions[[request[["function"]]]]
  if (is.null(offered)) stop("unknown function ", request[["function"]])
  list(seq = request$seq, r = lapply(request$cases, function(case) outcome(offered, case)))
}

# The answer to a line; NULL after bye.
answer <- function(adapter, line) {
  request <- list()
  tryCatch({
    request <- jsonlite::parse_json(line)
    if (request$cmd == "bye") return(NULL)
    if (request$cmd != "hello" && request$format != "binary64") {
      stop("R computes in binary64 alone")
    }
    switch(request$cmd,
           hello = answer_hello(adapter, request),
           echo = list(values = encode(decode(request$values))),
           probe = answer_probe(request),
           eval = answer_eval(adapter, request),
           stop("unknown cmd ", request$cmd))
  }, error = function(why) c(request["seq"][!is.null(request$seq)],
                             list(error = conditionMessage(why))))
}

# Answers kloracle until it says bye or goes away.
run <- function(adapter) {
  input <- file("stdin", open = "r")
  output <- file("/dev/stdout", open = "wb")
  sink(stderr())
  while (length(line <- readLines(input, n = 1, warn = FALSE)) == 1) {
    said <- answer(adapter, line)
    if (is.null(said)) break
    writeLines(as.character(jsonlite::toJSON(said, auto_unbox = TRUE)), output)
    flush(output)
  }
}
