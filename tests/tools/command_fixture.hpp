// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "tools/command_subject.hpp"

// Adapters to talk to, and what to ask them. KLORACLE_SOURCE_DIR is the root of the repository.

namespace kloracle {

using kind = response::kind;
using outcomes = std::vector<kind>;

inline const std::string source = KLORACLE_SOURCE_DIR;
inline const std::string environment = "PYTHONDONTWRITEBYTECODE=1 PYTHONPATH='" + source +
                                       "/tests/adapters:" + source + "/tools/adapters' ";

// A program of tests/adapters.
inline std::string adapter(const std::string& name) {
  return environment + "python3 '" + source + "/tests/adapters/" + name + ".py'";
}

// A Python program that finds the kit; the code holds no single quotes.
inline std::string program(const std::string& code) {
  return environment + "python3 -c '" + code + "'";
}

// An adapter of one function, whose body this is.
inline std::string adapter_with(const std::string& body) {
  return program(R"(
import os, sys
from kloracle_adapter import Adapter, Skip
from good import offer
def f(p, q, format):
)" + body + R"(
offer(Adapter("test", "1", max_n=1000), f).run()
)");
}

// Cases that no adapter has reason to refuse; the marker 0.375 is not among them.
inline std::vector<sample> ordinary(std::size_t count, std::size_t n = 3) {
  std::mt19937_64 random(20260202);
  std::uniform_real_distribution<double> weight(0x1p-1000, 1);
  std::vector<sample> samples(count);
  for (sample& s : samples) {
    for (std::size_t i = 0; i < n; ++i) {
      s.p.push_back(weight(random));
      s.q.push_back(weight(random));
    }
  }
  return samples;
}

inline std::vector<response> evaluate(subject& who, std::span<const sample> samples) {
  return who.evaluate(who.functions()[0], binary64, samples);
}

inline outcomes kinds(std::span<const response> responses) {
  outcomes found;
  for (const response& r : responses) found.push_back(r.what);
  return found;
}

inline std::vector<std::uint64_t> bits(std::span<const response> responses) {
  std::vector<std::uint64_t> found;
  for (const response& r : responses) found.push_back(std::bit_cast<std::uint64_t>(r.value));
  return found;
}

inline std::vector<response> good_answers(std::span<const sample> samples) {
  return evaluate(*start_command_subject(adapter("good")), samples);
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace kloracle
