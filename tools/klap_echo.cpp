// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <string>

#include "tools/klap.hpp"
#include "tools/klap_numbers.hpp"
#include "tools/one_line.hpp"

namespace kloracle {
namespace {

// Whether two doubles are the same number to the protocol: -0 is not 0, any NaN is NaN.
bool same_number(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

std::uint64_t scrambled(std::uint64_t& state) {  // splitmix64
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

std::vector<double> canaries(const format& f) {
  constexpr std::size_t count = 40;
  const int fraction_bits = f.precision - 1;
  const std::uint64_t least_normal = std::uint64_t{1} << fraction_bits;
  const std::uint64_t sign = std::uint64_t{1} << (f.width - 1);
  const std::uint64_t infinity = sign - least_normal;
  const std::uint64_t one = static_cast<std::uint64_t>(f.emax) << fraction_bits;
  // 0.1 and pi, from above and below, as near as the fraction allows.
  const std::uint64_t tenth = one - 4 * least_normal + (0x999999999999aULL >> (52 - fraction_bits));
  const std::uint64_t pi = one + least_normal + (0x921fb54442d18ULL >> (52 - fraction_bits));
  std::vector<std::uint64_t> patterns{0,
                                      1,
                                      2,
                                      least_normal / 2,
                                      least_normal - 1,
                                      least_normal,
                                      least_normal + 1,
                                      one - 1,
                                      one,
                                      one + 1,
                                      tenth,
                                      tenth + 1,
                                      pi,
                                      infinity - 1,
                                      infinity};
  for (std::size_t i = patterns.size(); i-- > 0;) {
    if (patterns[i] != pi) patterns.push_back(patterns[i] | sign);
  }
  patterns.push_back(infinity + least_normal / 2);  // NaN
  for (std::uint64_t state = 0; patterns.size() < count;) {
    const std::uint64_t pattern = scrambled(state) >> (64 - f.width);
    if ((pattern & ~sign) < infinity) patterns.push_back(pattern);
  }
  std::vector<double> values;
  values.reserve(count);
  for (const std::uint64_t pattern : patterns) values.push_back(value_of(f, pattern));
  return values;
}

klap_message echo_request(const format& f, encoding e, std::span<const double> values) {
  return numbers_request("echo", f, e, values);
}

void check_echo(const format& f, encoding e, std::span<const double> sent,
                const klap_message& reply) {
  const std::string step = "echo of " + std::string(f.name) + ": ";
  const std::vector<received_number> numbers = read_numbers(f, e, step, sent.size(), reply);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (numbers[i].value && same_number(*numbers[i].value, sent[i])) continue;
    std::string message = step + "expected '";
    encode(f, e, sent[i], message);
    message += "' back, came '" + one_line(numbers[i].text) + "' (value ";
    message.append(std::to_string(i + 1)).append(" of ");
    throw protocol_error(message.append(std::to_string(sent.size())).append(")"));
  }
}

}  // namespace kloracle
