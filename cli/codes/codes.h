// Every code of a problem, an error, a question to a person or an event in the log: what it means and what to
// do. One table for docs/troubleshooting.md, `mailroom help CODE`, SARIF and editors;
// tests/cli/codes_test.py holds it against the sources. Constant data, thread safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mailroom::cli {

struct Code {
  std::string_view name;     // stable, snake_case
  std::string_view meaning;  // a sentence; holds whatever the message beside it says
  std::string_view remedy;   // what to do, and where to read on
};

struct CodeArea {
  std::string_view title;
  std::string_view where;  // where one meets these codes
  std::span<const Code> codes;
};

// In the order of the page.
std::span<const CodeArea> code_areas();
// Null if there is no such code.
const Code* find_code(std::string_view name);
// The address of a code's entry ("https://…/troubleshooting.md#no_site"), for SARIF and editors; empty in a
// build that was not told where docs/ is published (MAILROOM_DOCS_URL).
std::string code_uri(std::string_view name);

}  // namespace mailroom::cli
