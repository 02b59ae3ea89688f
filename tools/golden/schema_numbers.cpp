// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/schema_parts.hpp"

namespace kloracle {
namespace {

const std::string exponent = R"(p(?:\+(?:0|[1-9][0-9]*)|-[1-9][0-9]*))";

// The hex digits of a fraction of that many bits, the last of them not 0.
std::string fraction_digits(int bits) {
  static const std::string last[] = {"[1-9a-f]", "8", "[48c]", "[2468ace]"};
  const int digits = (bits + 3) / 4;
  const std::string full = "[0-9a-f]{" + std::to_string(digits - 1) + "}";
  if (bits % 4 == 0) return "[0-9a-f]{0," + std::to_string(digits - 1) + "}[1-9a-f]";
  return "(?:[0-9a-f]{0," + std::to_string(digits - 2) + "}[1-9a-f]|" + full + last[bits % 4] + ")";
}

std::string normalised(int precision) {
  return "0x1(?:\\." + fraction_digits(precision - 1) + ")?" + exponent;
}

std::string subnormal(const format& f) {
  return "0x0\\." + fraction_digits(f.precision - 1) + "p" + std::to_string(f.emin);
}

schema_json value_of(const format& f) {
  return string_like(
      "-?(?:inf|0x0p\\+0|" + normalised(f.precision) + "|" + subnormal(f) + ")",
      "a value of " + std::string(f.name) + " as C99's %a writes it: one digit before the point, " +
          "no trailing zeros, subnormals with the exponent " + std::to_string(f.emin) +
          "; inf after overflow, -0x0p+0 after underflow from below");
}

// N significant digits, plain where the exponent is -5 ... N-1.
std::string significant(int digits) {
  const std::string rest = std::to_string(digits - 1);
  const std::string all = std::to_string(digits);
  return "(?:(?=(?:[0-9]\\.?){" + all + "}(?![0-9.]))[1-9][0-9]*(?:\\.[0-9]+)?|0\\.0{0,4}[1-9]" +
         "[0-9]{" + rest + "}|[1-9]\\.[0-9]{" + rest + "}e-?[1-9][0-9]*)";
}

// "endpoint" and "decimal"; "endpoint_128" and "decimal_30".
void put_depth(const value_depth& d, schema_json& definitions) {
  const bool whole = d.bits == enclosure_precision;
  const std::string bits = std::to_string(d.bits);
  const std::string digits = std::to_string(d.digits);
  definitions["endpoint" + (whole ? "" : "_" + bits)] =
      string_like("0x0p\\+0|-?" + normalised(d.bits),
                  "a number of " + bits + " significant bits, normalised hex with a free exponent");
  definitions["decimal" + (whole ? "" : "_" + digits)] =
      string_like((whole ? "0|-?" : "-?") + significant(d.digits),
                  digits +
                      " significant decimal digits, rounded to nearest even; trailing zeros "
                      "are kept" +
                      (whole ? "; 0 is exact" : ""));
}

}  // namespace

void put_number_definitions(schema_json& definitions) {
  definitions["number"] = string_like(
      "-?inf|nan|0x0p\\+0|-?(?:0x1(?:\\.[0-9a-f]*[1-9a-f])?" + exponent + "|" +
          subnormal(binary64) + "|[1-9][0-9]*/(?:[3-9]|[1-9][0-9]+))",
      "an exact input: hex as C99's %a writes it, a subnormal of binary64 with the exponent -1022, "
      "normalised with a free exponent beyond binary64; a fraction in lowest terms where no binary "
      "number is exact; inf, -inf, nan. Zero has no sign");
  for (const format* f : formats()) definitions[std::string(f->name)] = value_of(*f);
  for (const value_depth& d : value_depths) put_depth(d, definitions);
  definitions["rational"] =
      string_like("0|-?[1-9][0-9]*(?:/(?:[2-9]|[1-9][0-9]+))?",
                  "the value itself, in lowest terms, where it is known to be rational");
  definitions["condition"] =
      string_like("0|inf|" + significant(3),
                  "a bound, three significant digits rounded up; inf: none is known");
  definitions["sha256"] = string_like("[0-9a-f]{64}", "SHA-256 in lower-case hex");
}

}  // namespace kloracle
