// SPDX-License-Identifier: Apache-2.0
//
// What a divergence between distributions of families costs. Anyone can run it:
//
//   cmake --build build/dev --target families_benchmark
//   build/dev/tests/families_benchmark [--iterations N] [FAMILY ...]
//
// Per family: the median time of one evaluate() to correctly rounded binary64 with ordinary
// parameters, without and with condition numbers, and the slowest of all hard parameters.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "oracle/exact.hpp"
#include "tests/tools/family_samples.hpp"

namespace kloracle {
namespace {

double microseconds(const problem& x, bool condition) {
  const auto start = std::chrono::steady_clock::now();
  const answer a = evaluate(x, {.condition = condition});
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - start;
  if (a.bad_input()) std::printf("  ? %s: %s\n", a.argument.c_str(), a.reason.c_str());
  return taken.count();
}

double median_us(const problem& x, bool condition, int iterations) {
  std::vector<double> taken;
  for (int i = 0; i < iterations; ++i) taken.push_back(microseconds(x, condition));
  std::ranges::sort(taken);
  return taken[taken.size() / 2];
}

problem kl_of(distribution p, distribution q) {
  return {quantity::kl, std::move(p), std::move(q)};
}

// Parameters at the ends of the range of a double, and next to each other.
std::vector<std::string_view> hard_values(domain in) {
  switch (in) {
    case domain::real:
      return {"1e300", "-1e300", "1e-300", "0x1p-1074", "1", "0x1.0000000000001p0"};
    case domain::positive:
    case domain::nonnegative:
      return {"1e300", "1e-300", "0x1p-1074", "1", "0x1.0000000000001p0"};
    case domain::probability:
      return {"1e-300", "0x1p-1074", "0x0.fffffffffffff8p0", "0x1p-1", "0x1.0000000000001p-1"};
    case domain::natural:
    case domain::positive_integer:
      return {"1", "2", "1000"};
  }
  return {};
}

bool scalars_only(const family_entry& family) {
  return std::ranges::all_of(family.parameters,
                             [](const parameter_entry& e) { return e.axes == 0; });
}

const parameter_entry& entry_of(const family_entry& family, const std::string& name) {
  return *std::ranges::find(family.parameters, name, &parameter_entry::name);
}

// A distribution with one hard value each, by index in mixed radix; bad ones are skipped.
distribution hard_sample(const family_entry& family, std::size_t index) {
  distribution d = sample_of(family, 0);
  for (parameter& p : d.parameters) {
    const auto values = hard_values(entry_of(family, p.name).in);
    p.values = {number::parse(values[index % values.size()])};
    index /= values.size();
  }
  return d;
}

std::size_t hard_count(const family_entry& family) {
  std::size_t count = 1;
  for (const parameter& p : sample_of(family, 0).parameters) {
    count *= hard_values(entry_of(family, p.name).in).size();
  }
  return count;
}

struct slowest {
  double ms = 0;
  std::string what;
};

std::string text_of(const distribution& d) {
  std::string text;
  for (const parameter& p : d.parameters) {
    char value[40];
    std::snprintf(value, sizeof value, "%.17g", static_cast<double>(exact(p.values[0])));
    text += (text.empty() ? "" : ",") + p.name + "=" + value;
  }
  return text;
}

// Every pair where there are few, random ones where there are many; no more than ten seconds of
// them.
slowest slowest_hard(const family_entry& family, std::size_t most) {
  constexpr double patience_ms = 10000;
  double spent_ms = 0;
  const std::size_t count = hard_count(family);
  std::mt19937_64 random(20261120);
  slowest found;
  for (std::size_t k = 0; k < std::min(most, count * count) && spent_ms < patience_ms; ++k) {
    const std::size_t pair = count * count <= most ? k : random() % (count * count);
    const problem x = kl_of(hard_sample(family, pair % count), hard_sample(family, pair / count));
    const auto start = std::chrono::steady_clock::now();
    const answer a = evaluate(x);
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    spent_ms += taken.count();
    if (a.bad_input() || taken.count() <= found.ms) continue;
    found = {taken.count(),
             text_of(x.p) + " | " + text_of(*x.q) + " (" + std::string(name(a.state)) + ")"};
  }
  return found;
}

// A mean and a symmetric positive definite matrix, R R' + 1 with small random dyadic R.
distribution random_normal(std::size_t d, std::mt19937_64& random) {
  const auto small = [&] { return Q(static_cast<long>(random() % 33) - 16) / 16; };
  std::vector<Q> r(d * d);
  for (Q& x : r) x = small();
  parameter mean{"mean", {}, {d}};
  parameter covariance{"covariance", {}, {d, d}};
  for (std::size_t i = 0; i < d; ++i) {
    mean.values.push_back(number::parse(small().str(), nullptr));
    for (std::size_t j = 0; j < d; ++j) {
      Q sum = i == j ? 1 : 0;
      for (std::size_t k = 0; k < d; ++k) sum += r[i * d + k] * r[j * d + k];
      covariance.values.push_back(number::parse(sum.str(), nullptr));
    }
  }
  return {"multivariate_normal", {std::move(mean), std::move(covariance)}};
}

void measure_families(const std::vector<std::string>& wanted, int iterations) {
  std::printf("%-22s %10s %12s %12s  %s\n", "family", "kl, us", "+ condition", "hardest, ms", "of");
  for (const family_entry& family : families()) {
    if (!wanted.empty() && std::ranges::count(wanted, family.name) == 0) continue;
    const problem x = kl_of(sample_of(family, 0), sample_of(family, 1));
    const double plain = median_us(x, false, iterations);
    const double with_condition = median_us(x, true, iterations);
    std::printf("%-22s %10.0f %12.0f", std::string(family.name).c_str(), plain, with_condition);
    if (scalars_only(family)) {
      const slowest hard = slowest_hard(family, iterations == 1 ? 4 : 900);
      std::printf(" %12.1f  %s", hard.ms, hard.what.c_str());
    }
    std::printf("\n");
    std::fflush(stdout);
  }
}

void measure_multivariate_normal(int iterations) {
  if (find_family("multivariate_normal") == nullptr) return;
  std::printf("\n%-22s %10s %12s\n", "multivariate_normal", "kl, ms", "+ condition");
  for (const std::size_t d : {2u, 8u, 32u, 128u}) {
    if (iterations == 1 && d > 8) break;
    std::mt19937_64 random(20261120 + d);
    distribution p = random_normal(d, random);
    const problem x = kl_of(std::move(p), random_normal(d, random));
    const int times = d > 8 ? 1 : iterations;
    const double plain = median_us(x, false, times);
    std::printf("%22zu %10.2f %12.2f\n", d, plain / 1000, median_us(x, true, times) / 1000);
    std::fflush(stdout);
  }
}

int benchmark(const std::vector<std::string>& args) {
  int iterations = 101;
  std::vector<std::string> wanted;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--iterations" && i + 1 < args.size()) {
      iterations = std::max(1, std::atoi(args[++i].c_str()));
    } else if (find_family(args[i]) != nullptr) {
      wanted.push_back(args[i]);
    } else {
      std::fprintf(stderr, "families_benchmark [--iterations N] [FAMILY ...]; unknown '%s'\n",
                   args[i].c_str());
      return 64;
    }
  }
  measure_families(wanted, iterations);
  if (wanted.empty() || std::ranges::count(wanted, "multivariate_normal") != 0) {
    measure_multivariate_normal(iterations);
  }
  return 0;
}

}  // namespace
}  // namespace kloracle

int main(int argc, char** argv) {
  return kloracle::benchmark({argv + 1, argv + argc});
}
