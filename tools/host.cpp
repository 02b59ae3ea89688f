// SPDX-License-Identifier: Apache-2.0
// kloracle-host LIBRARY: a library with the C interface of tools/adapters/c, as an adapter that
// speaks KLAP on standard input and output. It is a process of its own so that a crash ends only
// that.
#include <dlfcn.h>

#include <array>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tools/adapters/c/kloracle_adapter.h"
#include "tools/adapters/cpp/kloracle_adapter.hpp"
#include "tools/exit_codes.hpp"

namespace {

// A library that cannot be used, and why.
struct unusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct declared_function {
  std::string name;
  bool bounds;  // returns errors
};

std::vector<declared_function> functions_of(const std::string& description) {
  const auto all = nlohmann::json::parse(description, nullptr, false);
  if (!all.is_object() || !all.contains("functions") || !all["functions"].is_array()) {
    throw unusable("describe(): expected a JSON object with 'functions', came '" + description +
                   "'");
  }
  std::vector<declared_function> found;
  for (const auto& one : all["functions"]) {
    if (!one.is_object() || !one.contains("name") || !one["name"].is_string()) {
      throw unusable("describe(): expected every function to have a 'name'");
    }
    const bool bounds = one.contains("returns") && one["returns"].size() == 2;
    found.push_back({one["name"].get<std::string>(), bounds});
  }
  return found;
}

const klo_adapter_v1& adapter_of(const char* path) {
  void* const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw unusable(dlerror());
  void* const symbol = dlsym(library, "klo_adapter");
  if (symbol == nullptr) throw unusable("it exports no klo_adapter()");
  const klo_adapter_v1* made = reinterpret_cast<const klo_adapter_v1* (*)()>(symbol)();
  if (made == nullptr) throw unusable("klo_adapter() returned NULL");
  if (made->abi != KLO_ABI || made->size < sizeof(klo_adapter_v1)) {
    throw unusable("expected abi " + std::to_string(KLO_ABI) + " and size " +
                   std::to_string(sizeof(klo_adapter_v1)) + ", came abi " +
                   std::to_string(made->abi) + " and size " + std::to_string(made->size));
  }
  if (made->describe == nullptr || made->eval == nullptr) {
    throw unusable("describe or eval is NULL");
  }
  return *made;
}

// The cases of a batch where C code can read them: every vector aligned as its numbers are.
class aligned_cases {
 public:
  aligned_cases(const std::vector<klo::one_case>& cases, std::size_t bytes) {
    std::size_t words = 1;
    for (const klo::one_case& c : cases) words += words_of(c.p) + words_of(c.q);
    numbers_.resize(words);
    std::uint64_t* next = numbers_.data();
    for (const klo::one_case& c : cases) {
      klo_case placed{next, next + words_of(c.p), c.p.size() / bytes, c.q.size() / bytes};
      std::memcpy(next, c.p.data(), c.p.size());
      next += words_of(c.p);
      std::memcpy(next, c.q.data(), c.q.size());
      next += words_of(c.q);
      cases_.push_back(placed);
    }
  }
  const klo_case* data() const { return cases_.data(); }

 private:
  static std::size_t words_of(std::string_view bytes) { return (bytes.size() + 7) / 8; }

  std::vector<std::uint64_t> numbers_;
  std::vector<klo_case> cases_;
};

class library_adapter final : public klo::conversation {
 public:
  explicit library_adapter(const char* path)
      : library_(adapter_of(path)),
        description_(library_.describe()),
        functions_(functions_of(description_)) {}

 private:
  std::string introduction() override { return description_; }

  std::vector<klo::outcome> evaluate(const std::string& function, const std::string& format,
                                     const std::vector<klo::one_case>& cases) override {
    const std::size_t place = place_of(function);
    const std::size_t bytes = klo::number_bytes(format);
    const aligned_cases in(cases, bytes);
    std::vector<std::uint64_t> values(cases.size());
    std::vector<std::uint64_t> errors(functions_[place].bounds ? cases.size() : 0);
    std::vector<unsigned char> status(cases.size(), 255);  // none that the library may answer
    std::string messages(cases.size() * KLO_MESSAGE, '\0');
    const klo_batch_v1 batch{sizeof(klo_batch_v1),
                             number_of_format(format),
                             place,
                             cases.size(),
                             in.data(),
                             values.data(),
                             errors.empty() ? nullptr : errors.data(),
                             status.data(),
                             messages.data()};
    if (const int code = library_.eval(&batch); code != 0) {
      throw klo::malformed("eval() returned " + std::to_string(code));
    }
    std::vector<klo::outcome> outcomes(cases.size());
    for (std::size_t i = 0; i < cases.size(); ++i) {
      klo::outcome& o = outcomes[i];
      o.is = static_cast<char>(status[i]);
      o.numbers.assign(reinterpret_cast<const char*>(values.data()) + i * bytes, bytes);
      if (!errors.empty()) {
        o.numbers.append(reinterpret_cast<const char*>(errors.data()) + i * bytes, bytes);
      }
      messages[(i + 1) * KLO_MESSAGE - 1] = '\0';
      o.why = messages.c_str() + i * KLO_MESSAGE;
    }
    return outcomes;
  }

  std::size_t place_of(const std::string& function) const {
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      if (functions_[i].name == function) return i;
    }
    throw klo::malformed("unknown function '" + function + "'");
  }

  static std::uint32_t number_of_format(const std::string& format) {
    const std::array<std::pair<const char*, std::uint32_t>, 4> known{{{"binary64", KLO_BINARY64},
                                                                      {"binary32", KLO_BINARY32},
                                                                      {"binary16", KLO_BINARY16},
                                                                      {"bfloat16", KLO_BFLOAT16}}};
    for (const auto& [name, number] : known) {
      if (format == name) return number;
    }
    throw klo::malformed("unknown format '" + format + "'");
  }

  const klo_adapter_v1& library_;
  std::string description_;
  std::vector<declared_function> functions_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "kloracle-host: expected one argument, the path of a library\n");
    return kloracle::exit_usage;
  }
  try {
    return library_adapter(argv[1]).run();
  } catch (const unusable& why) {
    std::fprintf(stderr, "kloracle-host: %s: %s\n", argv[1], why.what());
    return kloracle::exit_subject;
  }
}
