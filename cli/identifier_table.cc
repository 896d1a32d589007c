#include "cli/identifier_table.h"

#include "base/identifier.h"
#include "base/text.h"

namespace mailroom::cli {

std::string identifier_table() {
  std::string table =
      "| `format:` | in expressions | what it is | check digits | source | example |\n"
      "|---|---|---|---|---|---|\n";
  for (const IdentifierFormat& format : identifier_formats()) {
    const std::string name(format.name), example(format.example);
    table += "| `" + name + "` | `is " + replace_all(name, "-", " ") + "(x)` | " + std::string(format.title) +
             " | " + (format.has_check_digit ? "yes" : "") + " | " + std::string(format.source) + " | `" +
             example + "` |\n";
  }
  return table;
}

}  // namespace mailroom::cli
