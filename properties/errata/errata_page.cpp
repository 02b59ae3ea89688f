// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <string>

#include "properties/errata/erratum.hpp"

namespace kloracle {
namespace {

bool alphanumeric(std::string_view text, std::size_t i) {
  return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0;
}

// Whether Markdown may take the character at i for markup, wherever it stands in a line.
bool is_markup(std::string_view text, std::size_t i) {
  const char next = i + 1 < text.size() ? text[i + 1] : ' ';
  switch (text[i]) {
    case '*':
      return next != ' ';
    case '_':  // within a word it is a letter
      return i == 0 || !alphanumeric(text, i - 1) || !alphanumeric(text, i + 1);
    case '<':  // of a tag or an address
      return alphanumeric(text, i + 1) || next == '/' || next == '!' || next == '?';
    case ']':
      return next == '(' || next == '[' || next == ':';
    default:
      return std::string_view("\\`~$&").find(text[i]) != std::string_view::npos;
  }
}

// Text of ours as Markdown shows it: nothing in it is markup.
std::string plain(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_markup(text, i)) escaped += '\\';
    escaped += text[i];
  }
  return escaped;
}

// The same in a cell of a table, where a bar is markup too.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : plain(text)) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string count(std::size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + ' ' + (n == 1 ? one : many);
}

std::string heading(std::span<const checked_erratum> all) {
  std::size_t textual = 0;
  std::size_t facts = 0;
  std::size_t unproved = 0;
  for (const checked_erratum& c : all) {
    textual += c.of->prove == nullptr ? 1U : 0U;
    facts += c.facts.size();
    unproved += c.holds() ? 0U : 1U;
  }
  std::string text =
      "<!-- Written by `kloracle errata --as markdown`; do not edit. -->\n"
      "# Errata of the source documents\n\n"
      "kloracle was built from five documents on KL divergence, 000 to 004: the source documents. "
      "Whoever writes code or tests from them should know what in them is not so: " +
      count(all.size(), "erratum", "errata") +
      ". Each says what the document says, what is right, and what a check proved.\n\n"
      "- **" +
      std::to_string(all.size() - textual) + " checked**: " + count(facts, "fact", "facts") +
      ", proved anew each time the tests run, by enclosures, exact rational numbers and exact "
      "counterexamples: \"rounds to 0.149\" holds of every number in a proven enclosure. No "
      "tolerance is involved. `[0.1, 0.2]` is an enclosure: the number lies between the two.\n"
      "- **" +
      std::to_string(textual) +
      " textual**: the slip is one of words, and nothing can be computed; each says why.\n"
      "- " +
      (unproved == 0 ? "None is unproved."
                     : "**" + std::to_string(unproved) + " unproved**: this page is wrong.") +
      "\n\n`kloracle errata` prints the same in a terminal, `kloracle errata E14` one of them. "
      "\"Visible in\" says where the slip can be read:\n\n";
  for (const erratum_place& p : erratum_places()) {
    text += "- " + std::string(p.name) + ": " + std::string(p.meaning) + "\n";
  }
  return text;
}

std::string status(const checked_erratum& c) {
  if (c.of->prove == nullptr) return "textual";
  return c.holds() ? count(c.facts.size(), "fact", "facts") + " proved" : "NOT PROVED";
}

std::string lowered(std::string_view id) {
  std::string text(id);
  std::ranges::replace(text, 'E', 'e');
  return text;
}

std::string row(const checked_erratum& c) {
  const std::string id(c.of->id);
  return "| [" + id + "](#" + lowered(id) + ") | " + cell(c.of->where) + " | " +
         cell(c.of->visible) + " | " + cell(c.of->says) + " | " + status(c) + " |\n";
}

std::string section(const checked_erratum& c) {
  const erratum& e = *c.of;
  std::string text = "\n## " + std::string(e.id) + "\n\n" + plain(e.where) +
                     ", visible in: " + plain(e.visible) + "\n\n**Says:** " + plain(e.says) +
                     "\n\n**Correct:** " + plain(e.correct) + "\n\n**Check:** " + plain(e.check) +
                     "\n";
  if (!c.facts.empty()) text += '\n';
  for (const proved_fact& fact : c.facts) {
    text += std::string(fact.proved ? "- proved: " : "- NOT PROVED: ") + plain(fact.text) + '\n';
  }
  return text;
}

}  // namespace

std::string errata_page(std::span<const checked_erratum> all) {
  std::string text = heading(all);
  text += "\n| id | where | visible in | says | check |\n|---|---|---|---|---|\n";
  for (const checked_erratum& c : all) text += row(c);
  for (const checked_erratum& c : all) text += section(c);
  return text;
}

}  // namespace kloracle
