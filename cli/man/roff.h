// A manual page as roff with the man macros (groff_man(7)): who writes says what something is, this knows how
// that is written. Text is plain or has `code` in backticks. Not thread safe.
#pragma once

#include <string>
#include <string_view>

namespace mailroom::cli {

class Roff {
 public:
  // "mailroom-read", "1", what the page's name is, in lower case and without a full stop.
  Roff(std::string_view name, std::string_view section, std::string_view summary);

  Roff& heading(std::string_view text);     // upper case
  Roff& subheading(std::string_view text);  // a command's or a mapping's name
  Roff& paragraph(std::string_view text);
  Roff& term(std::string_view name, std::string_view text);  // set apart, what it means indented below
  Roff& command(std::string_view line);                      // as it is typed, a line of its own
  std::string text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace mailroom::cli
