// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

// Lines of JSON, spoilt in every way that a stream of problems may be. A line is a function of its
// seed alone, the same on every platform.

namespace kloracle {

class line_mutator {
 public:
  line_mutator(std::uint64_t seed, const std::vector<std::string>& lines)
      : random_(seed), text_(pick(lines)), other_(pick(lines)) {}

  /// The line after one to three mutations.
  std::string mutated() {
    for (std::size_t k = 1 + below(3); k > 0; --k) mutate();
    return text_;
  }

 private:
  using span = std::pair<std::size_t, std::size_t>;  // where, how long

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  template <class List>
  const typename List::value_type& pick(const List& list) {
    return list[below(list.size())];
  }

  // 1 to `most`, every order of magnitude about alike.
  std::size_t size_up_to(std::size_t most) {
    return 1 + below(most >> below(static_cast<std::size_t>(std::bit_width(most))));
  }

  void mutate() {
    using step = void (line_mutator::*)();
    using m = line_mutator;
    static constexpr std::array<step, 12> often{
        &m::new_token,      &m::new_token,       &m::swap_tokens,  &m::swap_tokens,
        &m::drop_token,     &m::duplicate_token, &m::flip_byte,    &m::drop_span,
        &m::duplicate_span, &m::truncate,        &m::insert_bytes, &m::splice};
    static constexpr std::array<step, 3> seldom{&m::nest, &m::huge_number, &m::lengthen};
    if (below(2) == 0) return new_number();
    (this->*(below(40) == 0 ? pick(seldom) : pick(often)))();
  }

  // Strings with their quotes, words and numbers, single marks.
  std::vector<span> tokens() const {
    std::vector<span> found;
    for (std::size_t i = 0; i < text_.size();) {
      std::size_t end = i + 1;
      if (text_[i] == '"') {
        end = std::min(text_.find('"', i + 1), text_.size() - 1) + 1;
      } else if (is_word(text_[i])) {
        while (end < text_.size() && is_word(text_[end])) ++end;
      }
      found.emplace_back(i, end - i);
      i = end;
    }
    return found;
  }

  static bool is_word(char c) { return c != ' ' && std::string("{}[]:,\"").find(c) > 7; }

  static bool is_number(const std::string& token) {
    return token.size() > 2 && token[0] == '"' &&
           (token[1] == '-' || (token[1] >= '0' && token[1] <= '9') || token == "\"inf\"");
  }

  // Empty if the line has no token of that kind.
  span some_token(bool number) {
    std::vector<span> all = tokens();
    if (number) {
      std::erase_if(all, [&](span t) { return !is_number(text_.substr(t.first, t.second)); });
    }
    return all.empty() ? span{0, 0} : pick(all);
  }

  span some_span() {
    if (text_.empty()) return {0, 0};
    const std::size_t start = below(text_.size());
    return {start, std::min(size_up_to(40), text_.size() - start)};
  }

  void replace(span where, const std::string& by) { text_.replace(where.first, where.second, by); }

  std::string number_text() {
    static const std::vector<std::string> fixed{
        "0",    "-0",  "1",       "0.5",   "0.1",         "1/3",      "0x1p-1074", "inf",
        "-inf", "nan", "5e-324",  "1e308", "0x1.8p+1023", "1e-400",   "2/0",       "1e",
        "0x",   "-1",  "1e-3000", "7/8",   "1e3000",      "0x1p9999", "1.5.2",     "Infinity"};
    switch (below(6)) {
      case 0:
        return pick(fixed);
      case 1:
        return std::to_string(below(100)) + '/' + std::to_string(1 + below(100));
      case 2:
        return "0." + std::to_string(random_());
      default:
        return std::to_string(below(10)) + "." + std::to_string(below(1000)) + "e-" +
               std::to_string(below(20));
    }
  }

  void new_number() { replace(some_token(true), '"' + number_text() + '"'); }

  void huge_number() {
    const std::string size = std::to_string(size_up_to(500000));
    const std::string digits(size_up_to(70000), '7');
    const std::vector<std::string> huge{"1e" + size,    "1e-" + size,   "0x1p" + size,
                                        "0x1p-" + size, digits,         "0." + digits,
                                        "1/" + digits,  "0x." + digits, "1e" + digits};
    const std::string& text = pick(huge);
    replace(some_token(below(2) == 0), below(4) == 0 ? text : '"' + text + '"');
  }

  void new_token() {
    static const std::vector<std::string> words{"{",
                                                "}",
                                                "[",
                                                "]",
                                                ":",
                                                ",",
                                                "\"",
                                                "null",
                                                "true",
                                                "NaN",
                                                "Infinity",
                                                "-",
                                                "0",
                                                "1e400",
                                                "18446744073709551616",
                                                "0.25",
                                                "10000",
                                                "\"id\"",
                                                "\"quantity\"",
                                                "\"p\"",
                                                "\"q\"",
                                                "\"probs\"",
                                                "\"counts\"",
                                                "\"logits\"",
                                                "\"log_probs\"",
                                                "\"semantics\"",
                                                "\"eps\"",
                                                "\"input\"",
                                                "\"exact\"",
                                                "\"binary16\"",
                                                "\"bits\"",
                                                "\"upward\"",
                                                "\"entropy\"",
                                                "\"measure\"",
                                                "\"clipped\"",
                                                "\"smoothed\"",
                                                "\"log_prob\"",
                                                "\"normalised\"",
                                                "\"jensen_shannon_distance\"",
                                                "\"renyi\"",
                                                "\"f_divergence\"",
                                                "\"mutual_information\"",
                                                "\"wasserstein_1\"",
                                                "\"order\"",
                                                "\"weight\"",
                                                "\"convention\"",
                                                "\"generator\"",
                                                "\"support\"",
                                                "\"kernel\"",
                                                "\"tsallis\"",
                                                "\"family\"",
                                                "\"normal\"",
                                                "\"gamma\"",
                                                "\"dirichlet\"",
                                                "\"sigma\"",
                                                "\"rate\"",
                                                "\"mean\"",
                                                "[]",
                                                "[[\"1\",\"2\"],[\"2\",\"1\"]]",
                                                "\"\"",
                                                "\"\\u0000\"",
                                                "\"\\ud800\"",
                                                "\"\\x\"",
                                                "\"\t\""};
    replace(some_token(false), pick(words));
  }

  void swap_tokens() {
    span a = some_token(false);
    span b = some_token(false);
    if (a.first > b.first) std::swap(a, b);
    if (a.first == b.first) return;
    const std::string first = text_.substr(a.first, a.second);
    const std::string second = text_.substr(b.first, b.second);
    replace(b, first);
    replace(a, second);
  }

  void drop_token() { replace(some_token(false), ""); }

  void duplicate_token() {
    const span t = some_token(false);
    text_.insert(t.first, text_.substr(t.first, t.second));
  }

  void flip_byte() {
    if (text_.empty()) return;
    char& c = text_[below(text_.size())];
    c = static_cast<char>(below(2) == 0 ? static_cast<int>(below(256)) : c ^ (1 << below(8)));
  }

  void drop_span() { replace(some_span(), ""); }

  void duplicate_span() {
    const span s = some_span();
    text_.insert(below(text_.size() + 1), text_.substr(s.first, s.second));
  }

  void truncate() { text_.resize(below(text_.size() + 1)); }

  void insert_bytes() {
    static const std::vector<std::string> bytes{std::string(1, '\0'),
                                                "\xff",
                                                "\xc3",
                                                "\xed\xa0\x80",
                                                "\xf4\x90\x80\x80",
                                                "\xef\xbb\xbf",
                                                "\xe2\x80\xa8",
                                                "\xc0\x80",
                                                "\x7f",
                                                "\x1b[31m",
                                                "\r",
                                                "\t",
                                                "\xf0\x9f\x98",
                                                "//",
                                                "/* */"};
    text_.insert(below(text_.size() + 1), pick(bytes));
  }

  void splice() {
    const std::size_t cut = below(text_.size() + 1);
    text_ = text_.substr(0, cut) + other_.substr(std::min(cut, other_.size()));
  }

  // A value nested up to 10^5 deep, closed or not.
  void nest() {
    const bool arrays = below(2) == 0;
    const std::string open = arrays ? "[" : "{\"a\":";
    const std::size_t depth = size_up_to(100000);
    std::string bomb;
    for (std::size_t i = 0; i < depth; ++i) bomb += open;
    if (!arrays) bomb += '1';
    if (below(4) != 0) bomb += std::string(depth, arrays ? ']' : '}');
    replace(some_token(false), bomb);
  }

  // Every array becomes up to 10^4 long by repetition, so that the lengths still agree.
  void lengthen() {
    const std::size_t times = size_up_to(3000);
    std::string longer;
    std::size_t done = 0;
    for (std::size_t open = text_.find('['); open < text_.size(); open = text_.find('[', done)) {
      const std::size_t close = text_.find(']', open);
      if (close == std::string::npos) break;
      const std::string inside = text_.substr(open + 1, close - open - 1);
      longer += text_.substr(done, open + 1 - done) + inside;
      for (std::size_t i = 1; i < times && longer.size() < 400000; ++i) longer += ',' + inside;
      done = close;
    }
    text_ = longer + text_.substr(done);
  }

  std::mt19937_64 random_;
  std::string text_;
  std::string other_;
};

}  // namespace kloracle
