// SPDX-License-Identifier: Apache-2.0
#pragma once

// The adapter kit for C++17: lets kloracle judge C++ code. Copy this file; it needs a little-endian
// POSIX system and nothing else.
//
//   int main() {
//     klo::adapter mine("mine", "1.0");
//     mine.function("kl", R"({"quantity":"kl","semantics":"measure","unit":"nats"})",
//                   [](const auto& p, const auto& q) { return my_kl(p, q); });
//     return mine.run();
//   }
//
// p and q are std::vector<double>, and std::vector<float> where the function takes those too: then
// it is offered in binary32 as well. A function of one distribution takes p alone. An exception is
// reported as what was raised, klo::skip as a case that is not supported. A function that bounds
// its own error returns klo::bounded<T>{value, error}. Prints land on standard error.

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace klo {

/// Thrown by a function for a case that it does not support.
struct skip : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value and a bound on its error.
template <class T>
struct bounded {
  T value;
  T error;
};

/// A request that the protocol does not allow; the answer is an `error`.
struct malformed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// ---- JSON: as much of it as the protocol needs.

/// The members of a JSON object: a string by its characters, anything else as it is written.
class json_object {
 public:
  explicit json_object(std::string_view text) : rest_(text) {
    bool more = take('{') && peek() != '}';
    while (more) {
      const std::string key = string();
      if (!take(':')) fail();
      members_[key] = peek() == '"' ? string() : raw();
      more = take(',');
    }
    if (!take('}') || peek() != '\0') fail();
  }

  bool has(const std::string& key) const { return members_.count(key) != 0; }

  const std::string& at(const std::string& key) const {
    if (!has(key)) throw malformed("the request lacks '" + key + "'");
    return members_.at(key);
  }

  /// A member that is a count.
  std::size_t count(const std::string& key) const {
    const std::string& text = at(key);
    if (text.size() > 18 || text.empty() || text.find_first_not_of("0123456789") != text.npos)
      throw malformed("'" + key + "' is no count: " + text);
    return std::stoull(text);
  }

 private:
  [[noreturn]] static void fail() { throw malformed("not a JSON object on one line"); }

  char next() {
    if (rest_.empty()) fail();
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }

  char peek() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\r'))
      rest_.remove_prefix(1);
    return rest_.empty() ? '\0' : rest_[0];
  }

  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Escaped characters stand for themselves, which is enough for the names of functions.
  std::string string() {
    std::string made;
    if (!take('"')) fail();
    for (char c = next(); c != '"'; c = next()) made += c == '\\' ? next() : c;
    return made;
  }

  std::string raw() {
    std::string made;
    for (int depth = 0; depth > 0 || (peek() != ',' && peek() != '}');) {
      if (peek() == '"') {
        made += '"' + string() + '"';
        continue;
      }
      made += next();
      if (made.back() == '[' || made.back() == '{') ++depth;
      if (made.back() == ']' || made.back() == '}') --depth;
    }
    return made;
  }

  std::string_view rest_;
  std::map<std::string, std::string> members_;
};

/// A text as a JSON string; what is not ASCII becomes a question mark.
inline std::string json_text(std::string_view text) {
  std::string made = "\"";
  for (const char c : text.substr(0, 1000)) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') made += '\\';
    made += code < 32 ? ' ' : code > 126 ? '?' : c;
  }
  return made + '"';
}

// ---- Numbers: the bytes of their format, least significant first (the encoding bin).

inline std::size_t number_bytes(const std::string& format) {
  return format == "binary64" ? 8 : format == "binary32" ? 4 : 2;
}

template <class T>
T number_of(const char* bytes) {
  T x;
  std::memcpy(&x, bytes, sizeof x);
  return x;
}

template <class T>
std::string bytes_of(T x) {
  return std::string(reinterpret_cast<const char*>(&x), sizeof x);
}

/// zlib's CRC-32.
inline std::uint32_t crc32(std::string_view bytes) {
  static const auto remainders = [] {
    std::vector<std::uint32_t> made(256);
    for (std::uint32_t b = 0; b < 256; ++b) {
      made[b] = b;
      for (int k = 0; k < 8; ++k) made[b] = (made[b] >> 1) ^ ((made[b] & 1) * 0xedb88320U);
    }
    return made;
  }();
  std::uint32_t rest = 0xffffffffU;
  for (const char c : bytes)
    rest = (rest >> 8) ^ remainders[(rest ^ static_cast<unsigned char>(c)) & 255];
  return ~rest;
}

// ---- The conversation.

/// The bytes of the numbers of a case.
struct one_case {
  std::string_view p;
  std::string_view q;
};

/// What became of a case: the bytes of the value and of any error, or why there is none.
struct outcome {
  enum status : char { value = 0, thrown = 1, skipped = 2 };
  char is = value;
  std::string numbers = {};
  std::string why = {};
};

/// Speaks KLAP with the encoding bin; what is said of functions and done with cases is for others.
class conversation {
 public:
  /// Takes standard input and output for the protocol; prints go to standard error from here on.
  conversation() : input_(::fdopen(::dup(0), "r")), output_(::fdopen(::dup(1), "w")) {
    ::dup2(::open("/dev/null", O_RDWR), 0);
    ::dup2(2, 1);
  }
  virtual ~conversation() = default;

  /// Answers until `bye` or the end of input; returns the exit status, 0.
  int run() {
    std::string line;
    while (read_line(line)) {
      std::string seq;
      try {
        const json_object request(line);
        if (request.has("seq")) seq = std::to_string(request.count("seq"));
        const std::string payload = take_payload(request);
        if (request.at("cmd") == "bye") break;
        answer(request.at("cmd"), request, payload);
      } catch (const malformed& error) {
        send("{" + (seq.empty() ? "" : "\"seq\":" + seq + ",") +
             "\"error\":" + json_text(error.what()) + "}\n");
      }
    }
    return 0;
  }

 protected:
  /// The answer to `hello` as a JSON object, without "klap" and "encoding".
  virtual std::string introduction() = 0;

  /// An outcome per case. Errors: malformed, where the request is none.
  virtual std::vector<outcome> evaluate(const std::string& function, const std::string& format,
                                        const std::vector<one_case>& cases) = 0;

 private:
  void answer(const std::string& cmd, const json_object& request, const std::string& payload) {
    if (cmd == "hello" && request.at("encodings").find("\"bin\"") != std::string::npos)
      return send("{\"klap\":1,\"encoding\":\"bin\"," + introduction().substr(1) + "\n");
    if (cmd == "eval") return eval(request, payload);
    if (cmd == "echo") return send_payload("", payload);
    if (cmd != "probe") throw malformed("unknown cmd '" + cmd + "', or no encoding bin");
    const std::size_t bytes = number_bytes(request.at("format"));
    if (bytes == 2) throw malformed("C++17 has no arithmetic in " + request.at("format"));
    send_payload("", bytes == 8 ? probed<double>(payload) : probed<float>(payload));
  }

  // x + y and x * y of every pair, as this process computes them.
  template <class T>
  static std::string probed(const std::string& payload) {
    std::string results;
    for (std::size_t at = 0; at + 2 * sizeof(T) <= payload.size(); at += 2 * sizeof(T)) {
      const volatile T x = number_of<T>(payload.data() + at);
      const volatile T y = number_of<T>(payload.data() + at + sizeof(T));
      results += bytes_of(static_cast<T>(x + y)) + bytes_of(static_cast<T>(x * y));
    }
    return results;
  }

  void eval(const json_object& request, const std::string& payload) {
    const std::size_t bytes = number_bytes(request.at("format"));
    std::vector<one_case> cases(request.count("cases"));
    std::string_view rest = payload;
    for (one_case& c : cases) {
      if (rest.size() < 8) throw malformed("the payload is too short");
      const std::uint64_t p = bytes * number_of<std::uint32_t>(rest.data());
      const std::uint64_t q = bytes * number_of<std::uint32_t>(rest.data() + 4);
      rest.remove_prefix(8);
      if (rest.size() < p + q) throw malformed("the payload is too short");
      c = {rest.substr(0, p), rest.substr(p, q)};
      rest.remove_prefix(p + q);
    }
    std::string answers;
    std::string messages;
    std::size_t i = 0;
    for (const outcome& o : evaluate(request.at("function"), request.at("format"), cases)) {
      answers.append(1, o.is).append(o.numbers);
      const std::string place = (messages.empty() ? "\"" : ",\"") + std::to_string(i++);
      if (o.is != outcome::value) messages += place + "\":" + json_text(o.why);
    }
    send_payload("\"seq\":" + request.at("seq") + ",\"messages\":{" + messages + "},", answers);
  }

  void send_payload(const std::string& members, const std::string& payload) {
    send("{" + members + "\"bytes\":" + std::to_string(payload.size()) +
         ",\"crc32\":" + std::to_string(crc32(payload)) + "}\n" + payload);
  }

  void send(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), output_);
    if (std::fflush(output_) != 0) std::exit(0);  // nobody listens any more
  }

  bool read_line(std::string& line) {
    line.clear();
    int c = std::getc(input_);
    for (; c != EOF && c != '\n'; c = std::getc(input_)) line += static_cast<char>(c);
    return c != EOF;
  }

  std::string take_payload(const json_object& request) {
    std::string payload(request.has("bytes") ? request.count("bytes") : 0, '\0');
    const std::size_t count = std::fread(payload.data(), 1, payload.size(), input_);
    if (count != payload.size() || (count != 0 && request.count("crc32") != crc32(payload)))
      throw malformed("the payload is cut short, or its crc32 is wrong");
    return payload;
  }

  std::FILE* input_;
  std::FILE* output_;
};

// ---- Functions of C++.

/// One implementation and its functions; see the head of this file.
class adapter : public conversation {
 public:
  adapter(const std::string& name, const std::string& version, const std::string& issues = "")
      : impl_("{\"impl\":{\"name\":" + json_text(name) + ",\"version\":" + json_text(version) +
              ",\"language\":" + json_text("C++ (" __VERSION__ ")") +
              (issues.empty() ? "" : ",\"issues\":" + json_text(issues)) + "},\"functions\":[") {}

  /// Offers a function as the solver of the problem that the JSON object declares (the page beside
  /// this file lists the keys; name, formats, with_q and returns are added here).
  template <class F>
  void function(const std::string& name, const std::string& declaration, F f) {
    const std::string wide = offer<double>(name + "/binary64", f) ? "\"binary64\"" : "";
    const std::string narrow = offer<float>(name + "/binary32", f) ? "\"binary32\"" : "";
    if ((wide + narrow).empty() || declaration.size() < 3 || declaration[0] != '{')
      throw std::invalid_argument(
          "klo::adapter::function: expected a JSON object, and a function of "
          "std::vector<double> or std::vector<float>");
    const solver& any = solvers_[name + (wide.empty() ? "/binary32" : "/binary64")];
    declared_ += (declared_.empty() ? "{\"name\":" : ",{\"name\":") + json_text(name) +
                 ",\"formats\":[" + wide + (wide.empty() || narrow.empty() ? "" : ",") + narrow +
                 "],\"with_q\":" + (any.of_two ? "true" : "false") +
                 (any.bounds ? ",\"returns\":[\"value\",\"error\"]," : ",") + declaration.substr(1);
  }

 private:
  struct solver {
    std::function<std::string(const one_case&)> call;  // returns the numbers' bytes
    bool of_two;
    bool bounds;
  };

  template <class T>
  static std::vector<T> numbers(std::string_view bytes) {
    std::vector<T> made(bytes.size() / sizeof(T));
    if (!made.empty()) std::memcpy(made.data(), bytes.data(), bytes.size());
    return made;
  }

  template <class T, class R>
  static std::string result(const R& r) {
    if constexpr (std::is_arithmetic_v<R>) {
      return bytes_of(static_cast<T>(r));
    } else {
      return bytes_of(static_cast<T>(r.value)) + bytes_of(static_cast<T>(r.error));
    }
  }

  // Keeps the function if it takes vectors of T.
  template <class T, class F>
  bool offer(const std::string& key, F f) {
    using list = const std::vector<T>&;
    if constexpr (std::is_invocable_v<F, list, list>) {
      constexpr bool bounds = !std::is_arithmetic_v<std::invoke_result_t<F, list, list>>;
      const auto call = [f](const one_case& c) {
        return result<T>(f(numbers<T>(c.p), numbers<T>(c.q)));
      };
      solvers_[key] = {call, true, bounds};
    } else if constexpr (std::is_invocable_v<F, list>) {
      constexpr bool bounds = !std::is_arithmetic_v<std::invoke_result_t<F, list>>;
      const auto call = [f](const one_case& c) { return result<T>(f(numbers<T>(c.p))); };
      solvers_[key] = {call, false, bounds};
    }
    return solvers_.count(key) != 0;
  }

  std::string introduction() override { return impl_ + declared_ + "]}"; }

  std::vector<outcome> evaluate(const std::string& function, const std::string& format,
                                const std::vector<one_case>& cases) override {
    const auto found = solvers_.find(function + '/' + format);
    if (found == solvers_.end()) throw malformed("not offered: " + function + " in " + format);
    const std::string none((found->second.bounds ? 2 : 1) * number_bytes(format), '\0');
    std::vector<outcome> outcomes;
    outcomes.reserve(cases.size());
    for (const one_case& c : cases) {
      try {
        outcomes.push_back({outcome::value, found->second.call(c)});
      } catch (const std::exception& why) {
        const bool skipped = dynamic_cast<const skip*>(&why) != nullptr;
        outcomes.push_back({skipped ? outcome::skipped : outcome::thrown, none, why.what()});
      }
    }
    return outcomes;
  }

  std::string impl_;
  std::string declared_;
  std::map<std::string, solver> solvers_;  // by "function/format"
};

}  // namespace klo
