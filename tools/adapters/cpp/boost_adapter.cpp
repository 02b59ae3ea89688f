// SPDX-License-Identifier: Apache-2.0
// Boost.Math's entropies of distributions under kloracle:
//
//   cd tools/adapters/cpp
//   c++ -O2 -std=c++17 -I. boost_adapter.cpp -o boost_adapter
//   kloracle check cmd:./boost_adapter
//
// It has no divergences; entropy() came with Boost 1.76, and Debian 12's default Boost is older.
#if __has_include(<boost/math/distributions/normal.hpp>)
#include <boost/version.hpp>
#else
#define BOOST_VERSION 0
#endif

#if BOOST_VERSION >= 107600  // where entropy() is

#include <boost/math/distributions/cauchy.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/laplace.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/rayleigh.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <string>
#include <vector>

#include <kloracle_adapter.hpp>
#include <snippet.hpp>

namespace {

// The families, by kloracle's name of each, in Boost's order of the parameters.
struct row {
  const char* name;
  const char* parameters;
  const char* header;
  const char* about;
};

std::string declaration(const row& of) {
  const std::string header = of.header;
  const bool two = std::string(of.parameters).find(',') != std::string::npos;
  const std::string arguments = two ? "p[0], p[1]" : "p[0]";
  const std::string call =
      "entropy(boost::math::" + header + "_distribution<T>(" + arguments + "))";
  const std::string includes = "#include <boost/math/distributions/" + header + ".hpp>\n";
  return R"({"quantity":"entropy","unit":"nats","p":{"family":")" + std::string(of.name) +
         R"(","parameters":[)" + of.parameters +
         "]},\"note\":" + klo::json_text(call + std::string(of.about)) +
         ",\"snippet\":" + klo::json_text(klo::snippet(includes, "boost::math::" + call, false)) +
         "}";
}

template <template <class, class> class distribution>
struct of_two_parameters {
  template <class T>
  T operator()(const std::vector<T>& p) const {
    return boost::math::entropy(distribution<T, boost::math::policies::policy<>>(p[0], p[1]));
  }
};

template <template <class, class> class distribution>
struct of_one_parameter {
  template <class T>
  T operator()(const std::vector<T>& p) const {
    return boost::math::entropy(distribution<T, boost::math::policies::policy<>>(p[0]));
  }
};

template <class F>
void offer(klo::adapter& adapter, const row& of, F f) {
  adapter.function(std::string("entropy(") + of.header + ")", declaration(of), f);
}

}  // namespace

int main() {
  using namespace boost::math;
  const std::string version =
      std::to_string(BOOST_VERSION / 100000) + '.' + std::to_string(BOOST_VERSION / 100 % 1000);
  klo::adapter adapter("boost", version, "https://github.com/boostorg/math/issues");
  offer(adapter, {"normal", R"("mu","sigma")", "normal", ""},
        of_two_parameters<normal_distribution>());
  offer(adapter, {"log_normal", R"("mu","sigma")", "lognormal", ""},
        of_two_parameters<lognormal_distribution>());
  offer(adapter, {"cauchy", R"("mu","scale")", "cauchy", ""},
        of_two_parameters<cauchy_distribution>());
  offer(adapter, {"laplace", R"("mu","scale")", "laplace", ""},
        of_two_parameters<laplace_distribution>());
  offer(adapter, {"logistic", R"("mu","scale")", "logistic", ""},
        of_two_parameters<logistic_distribution>());
  offer(adapter, {"exponential", R"("rate")", "exponential", ""},
        of_one_parameter<exponential_distribution>());
  offer(adapter, {"gamma", R"("shape","scale")", "gamma", " of shape and scale"},
        of_two_parameters<gamma_distribution>());
  offer(adapter, {"weibull", R"("shape","scale")", "weibull", " of shape and scale"},
        of_two_parameters<weibull_distribution>());
  offer(adapter, {"pareto", R"("minimum","shape")", "pareto", ": Boost's scale is the minimum"},
        of_two_parameters<pareto_distribution>());
  offer(adapter, {"rayleigh", R"("sigma")", "rayleigh", ""},
        of_one_parameter<rayleigh_distribution>());
  offer(adapter, {"uniform", R"("lower","upper")", "uniform", ""},
        of_two_parameters<uniform_distribution>());
  return adapter.run();
}

#else

#include <sysexits.h>

#include <cstdio>

int main() {
  std::fprintf(
      stderr,
      "boost_adapter: No module named 'boost' of 1.76 or newer, where entropy() is (found: "
      "%d.%d); Debian's libboost1.81-dev installs it\n",
      BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000);
  return EX_UNAVAILABLE;
}

#endif
