// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "oracle/number.hpp"
#include "tools/golden/export_text.hpp"
#include "tools/golden/exports.hpp"

// NPZ is a ZIP archive of .npy files. Entries are stored, not deflated: the bytes then depend on no
// compressor's version.
namespace kloracle {
namespace {

void put_little_endian(std::string& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 255);
}

// Of ZIP, ISO 3309: the reversed polynomial 0xedb88320.
std::uint32_t crc32(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> t{};
    for (std::uint32_t i = 0; i < t.size(); ++i) {
      t[i] = i;
      for (int k = 0; k < 8; ++k) t[i] = (t[i] & 1) != 0 ? t[i] >> 1 ^ 0xedb88320u : t[i] >> 1;
    }
    return t;
  }();
  std::uint32_t crc = ~0u;
  for (const char c : bytes) crc = table[(crc ^ static_cast<unsigned char>(c)) & 255] ^ crc >> 8;
  return ~crc;
}

// A ZIP archive of stored entries, all of the first time that ZIP can tell.
class archive {
 public:
  void add(const std::string& name, const std::string& bytes) {
    const std::uint64_t at = body_.size();
    if (at + bytes.size() > std::numeric_limits<std::uint32_t>::max() - (1u << 20) ||
        count_ == std::numeric_limits<std::uint16_t>::max())
      throw input_error("--as: npz holds at most 4 GiB; export fewer files at a time");
    std::string fields;
    put_little_endian(fields, 20, 2);          // version needed: 2.0
    put_little_endian(fields, 0, 4);           // flags; stored
    put_little_endian(fields, 0, 2);           // 00:00:00
    put_little_endian(fields, 1 << 5 | 1, 2);  // 1980-01-01
    put_little_endian(fields, crc32(bytes), 4);
    put_little_endian(fields, bytes.size(), 4);  // compressed
    put_little_endian(fields, bytes.size(), 4);  // as it is
    put_little_endian(fields, name.size(), 2);
    put_little_endian(fields, 0, 2);  // no extra field
    body_ += "PK\3\4" + fields + name + bytes;
    directory_ += "PK\1\2";
    put_little_endian(directory_, 20, 2);  // version that made it
    directory_ += fields;
    put_little_endian(directory_, 0, 2);  // no comment
    put_little_endian(directory_, 0, 2);  // first disk
    put_little_endian(directory_, 0, 2);  // internal attributes
    put_little_endian(directory_, 0, 4);  // external attributes
    put_little_endian(directory_, at, 4);
    directory_ += name;
    ++count_;
  }

  std::string bytes() const {
    std::string end = "PK\5\6";
    put_little_endian(end, 0, 4);  // disks
    put_little_endian(end, count_, 2);
    put_little_endian(end, count_, 2);
    put_little_endian(end, directory_.size(), 4);
    put_little_endian(end, body_.size(), 4);
    put_little_endian(end, 0, 2);  // no comment
    return body_ + directory_ + end;
  }

 private:
  std::string body_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

// A .npy file, version 1.0: a heading padded to a multiple of 64 bytes, then the data.
std::string npy(const std::string& type, std::span<const std::size_t> shape,
                const std::string& data) {
  std::string heading = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" +
                        integers(shape) + (shape.size() == 1 ? ",), }" : "), }");
  heading.append(63 - (10 + heading.size()) % 64, ' ');
  heading += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += '\1';
  bytes += '\0';
  put_little_endian(bytes, heading.size(), 2);
  return bytes + heading + data;
}

// Texts as NumPy's unicode of the longest's width.
std::string npy_texts(std::span<const std::string> texts, std::span<const std::size_t> shape) {
  std::size_t width = 1;
  for (const std::string& t : texts) width = std::max(width, t.size());
  std::string data;
  for (const std::string& t : texts) {
    for (const char c : t) put_little_endian(data, static_cast<unsigned char>(c), 4);
    data.append(4 * (width - t.size()), '\0');
  }
  return npy("<U" + std::to_string(width), shape, data);
}

std::string npy_integers(std::span<const std::int64_t> values, std::span<const std::size_t> shape) {
  std::string data;
  for (const std::int64_t v : values) put_little_endian(data, static_cast<std::uint64_t>(v), 8);
  return npy("<i8", shape, data);
}

std::string npy_numbers(const format& f, std::span<const double> values) {
  std::string data;
  // The reader has refused what is not a value of the format.
  for (const double x : values) put_little_endian(data, pattern_of(f, x).value(), f.width / 8);
  const std::string kind = &f == &bfloat16 ? "<u" : "<f";
  return npy(kind + std::to_string(f.width / 8), std::array{values.size()}, data);
}

// An input that cases have in different shapes: all numbers in a row, with where each case's begin.
struct ragged_input {
  std::string name;
  std::size_t axes = 0;
  std::vector<double> values;
  std::vector<std::int64_t> offsets{0};
  std::vector<std::int64_t> rank;   // -1: the case has no such input
  std::vector<std::int64_t> shape;  // `axes` of each case, 1 where it has fewer
};

ragged_input ragged(const export_table& t, const std::string& name) {
  ragged_input r;
  r.name = name;
  const auto of = [&](const export_case& c) {
    return std::ranges::find(c.inputs, name, &export_array::name);
  };
  for (const export_case& c : t.cases) {
    if (const auto a = of(c); a != c.inputs.end()) r.axes = std::max(r.axes, a->shape.size());
  }
  for (const export_case& c : t.cases) {
    const auto a = of(c);
    const bool there = a != c.inputs.end();
    const std::vector<std::size_t> shape = there ? a->shape : std::vector<std::size_t>();
    r.rank.push_back(there ? static_cast<std::int64_t>(shape.size()) : -1);
    for (std::size_t i = 0; i < r.axes; ++i)
      r.shape.push_back(i < shape.size() ? static_cast<std::int64_t>(shape[i]) : 1);
    if (there) r.values.insert(r.values.end(), a->values.begin(), a->values.end());
    r.offsets.push_back(static_cast<std::int64_t>(r.values.size()));
  }
  return r;
}

void add_input(archive& to, const export_table& t, const ragged_input& r) {
  const std::array cases{t.cases.size()};
  to.add(r.name + ".npy", npy_numbers(*t.in, r.values));
  to.add(r.name + ".offsets.npy", npy_integers(r.offsets, std::array{r.offsets.size()}));
  to.add(r.name + ".rank.npy", npy_integers(r.rank, cases));
  to.add(r.name + ".shape.npy", npy_integers(r.shape, std::array{t.cases.size(), r.axes}));
}

template <class Of>
auto column(const export_table& t, const Of& of) {
  std::vector<std::decay_t<decltype(of(t.cases.front()))>> values;
  for (const export_case& c : t.cases) values.push_back(of(c));
  return values;
}

}  // namespace

std::string npz_export(const export_table& t, encoding e) {
  archive zip;
  zip.add("about.npy", npy_texts(std::array{heading_comment(t, e, "#")}, {}));
  for (std::size_t i = 0; i < text_columns().size(); ++i) {
    const auto words = column(t, [i](const export_case& c) { return c.texts[i]; });
    zip.add(text_columns()[i] + ".npy", npy_texts(words, std::array{words.size()}));
  }
  const auto sizes = column(t, [](const export_case& c) { return c.condition_number; });
  zip.add("condition_number.npy", npy_numbers(binary64, sizes));
  for (const number_column& n : number_columns()) {
    const auto values = column(t, [&n](const export_case& c) { return c.*n.value; });
    zip.add(std::string(n.name) + ".npy", npy_numbers(*t.in, values));
  }
  for (const std::string& name : input_names(t)) add_input(zip, t, ragged(t, name));
  return zip.bytes();
}

}  // namespace kloracle
