// SPDX-License-Identifier: Apache-2.0
// The lines that C++ programs write with Eigen's arrays, under kloracle. Eigen evaluates log and
// sqrt of arrays in code of its own, several numbers at a time.
//
//   tools/setup --adapters cpp
//   cd tools/adapters/cpp
//   c++ -O2 -std=c++17 -I. -I/usr/include/eigen3 eigen_adapter.cpp -o eigen_adapter
//   kloracle check cmd:./eigen_adapter
#if __has_include(<Eigen/Dense>)

#include <Eigen/Dense>
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <kloracle_adapter.hpp>
#include <snippet.hpp>

namespace {

template <class T>
using array = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;

template <class T>
array<T> array_of(const std::vector<T>& numbers) {
  return {numbers.data(), static_cast<Eigen::Index>(numbers.size())};
}

// What a line computes.
struct problem {
  std::string words;       // of the declaration
  std::string about;       // for its note
  bool with_zeros = true;  // false: cases where p has a zero are skipped
};

// The line's NaN where p = 0 says nothing of Eigen.
template <class T>
void require_line(const problem& of, const std::vector<T>& p) {
  const bool zero = std::find(p.begin(), p.end(), T(0)) != p.end();
  if (zero && !of.with_zeros) throw klo::skip("p has a zero, of which this line makes NaN");
}

template <class Line>
auto of_one(const problem& of, Line line) {
  return [of, line](const auto& p) {
    require_line(of, p);
    return line(array_of(p));
  };
}

template <class Line>
auto of_two(const problem& of, Line line) {
  return [of, line](const auto& p, const auto& q) {
    if (p.size() != q.size()) throw std::invalid_argument("p and q differ in length");
    require_line(of, p);
    return line(array_of(p), array_of(q));
  };
}

std::string declaration(const problem& of, const std::string& line, bool with_q) {
  const std::string q = ",\n      Eigen::Map<const Eigen::ArrayX<T>>(q.data(), q.size())";
  const std::string call = "[](const auto& p" + std::string(with_q ? ", const auto& q" : "") +
                           ") { return " + line +
                           "; }(\n      Eigen::Map<const Eigen::ArrayX<T>>(p.data(), p.size())" +
                           (with_q ? q : "") + ")";
  const std::string note = line + ", a line that users write with Eigen::ArrayX: " + of.about +
                           "; nothing is normalised";
  return "{" + of.words + ",\"semantics\":\"measure\",\"note\":" + klo::json_text(note) +
         ",\"snippet\":" + klo::json_text(klo::snippet("#include <Eigen/Dense>\n", call, with_q)) +
         "}";
}

}  // namespace

// A line of code as the function and as the text that states it, so that they cannot differ.
#define OF_ONE(NAME, PROBLEM, ...)                                  \
  adapter.function(NAME, declaration(PROBLEM, #__VA_ARGS__, false), \
                   of_one(PROBLEM, [](const auto& p) { return __VA_ARGS__; }))
#define OF_TWO(NAME, PROBLEM, ...)                                 \
  adapter.function(NAME, declaration(PROBLEM, #__VA_ARGS__, true), \
                   of_two(PROBLEM, [](const auto& p, const auto& q) { return __VA_ARGS__; }))

int main() {
  const std::string version = std::to_string(EIGEN_WORLD_VERSION) + '.' +
                              std::to_string(EIGEN_MAJOR_VERSION) + '.' +
                              std::to_string(EIGEN_MINOR_VERSION);
  klo::adapter adapter("Eigen one-liners", version);
  const std::string kl = R"("quantity":"kl","unit":"nats")";
  const std::string entropy = R"("quantity":"entropy","unit":"nats")";
  const problem guarded_kl{kl, "0 log 0 = 0"};
  const problem guarded_entropy{entropy, "0 log 0 = 0"};
  const problem plain_kl{kl, "zeros of p are skipped", false};
  const problem plain_entropy{entropy, "zeros are skipped", false};
  const problem hellinger{R"("quantity":"hellinger","convention":"sum")",
                          "the Euclidean distance of the roots"};
  const problem coefficient{R"("quantity":"bhattacharyya_coefficient")", "the sum itself"};
  const problem variation{R"("quantity":"total_variation")", "half the sum of |p - q|"};
  OF_TWO("kl", guarded_kl, (p > 0).select(p * (p / q).log(), 0).sum());
  OF_ONE("entropy", guarded_entropy, -(p > 0).select(p * p.log(), 0).sum());
  OF_TWO("kl, p > 0", plain_kl, (p * (p / q).log()).sum());
  OF_ONE("entropy, p > 0", plain_entropy, -(p * p.log()).sum());
  OF_TWO("hellinger", hellinger, (p.sqrt() - q.sqrt()).matrix().norm());
  OF_TWO("bhattacharyya_coefficient", coefficient, (p * q).sqrt().sum());
  OF_TWO("total_variation", variation, (p - q).abs().sum() / 2);
  return adapter.run();
}

#else

#include <sysexits.h>

#include <cstdio>

int main() {
  std::fputs(
      "eigen_adapter: No module named 'Eigen/Dense'; tools/setup --adapters cpp installs it\n",
      stderr);
  return EX_UNAVAILABLE;
}

#endif
