// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/exports.hpp"

#include <algorithm>
#include <array>

namespace kloracle {
namespace {

using enum encoding;
constexpr std::array every{hexfloat, bits, dec17};
constexpr std::array patterns_first{bits, dec17};
constexpr std::array decimals_first{dec17, bits};
constexpr std::array hex_only{hexfloat};
constexpr std::array bytes{bin};

constexpr std::array table{
    export_entry{"csv", ".csv", every, "loader_csv.py",
                 "texts: whoever reads them chooses; hexfloat is what most languages parse exactly",
                 csv_export},
    export_entry{"npz", ".npz", bytes, "loader_npz.py",
                 "NumPy's own binary arrays; bfloat16, which it lacks, as uint16 patterns",
                 npz_export},
    export_entry{"c", ".h", every, "loader.c",
                 "hexadecimal constants are C99 and exact; decimals of 17 digits round back",
                 c_export},
    export_entry{"cpp", ".hpp", every, "loader.hpp",
                 "hexadecimal constants are C++17 and exact; decimals of 17 digits round back",
                 cpp_export},
    export_entry{"rust", ".rs", patterns_first, "loader.rs",
                 "neither its literals nor its standard library read hexfloat; decimals are read "
                 "correctly rounded",
                 rust_export},
    export_entry{"javascript", ".mjs", decimals_first, "loader.mjs",
                 "it cannot read hexfloat; its decimals are correctly rounded by the standard",
                 javascript_export},
    export_entry{"r", ".R", hex_only, "loader.R",
                 "decimals pass through long double, and are off by an ulp where that is no wider "
                 "than double; base R has no 64-bit integers for patterns; hexfloat is exact when "
                 "subnormals are written 0x0.hhhp-1022, as here",
                 r_export},
    export_entry{"julia", ".jl", every, "loader.jl",
                 "hexadecimal literals are exact; patterns are unsigned literals of their width",
                 julia_export},
    export_entry{"python", ".py", every, "loader.py",
                 "float.fromhex is exact, and float() is correctly rounded", python_export},
};

}  // namespace

std::span<const export_entry> exports() {
  return table;
}

const export_entry* find_export(std::string_view name) {
  const auto found = std::ranges::find(table, name, &export_entry::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace kloracle
