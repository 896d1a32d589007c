// The small pieces of text that the views share.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "cli/show.h"

namespace mailroom::cli {

// The parts that are not empty, with " · " between them.
std::string dotted(const std::vector<std::string>& parts);
// "due Fri 27 Nov", "overdue since Fri 20 Nov"; empty without a due date.
std::string due_in_words(const Value& summary, const View& view);
// Where a value was found, by ocr::Source's name: "typed", "printed text", "ink"; empty: nowhere.
std::string source_in_words(std::string_view source);
// "97%"; never 100% unless it is.
std::string percent(const Value& confidence);
// A mask that is as long as what it hides takes the room of everything else, and tells how long that is.
std::string with_short_mask(std::string value);
// A decision table's trace (workflows/dmn), a line a rule: "rule 1 no: savings 0 is not > 16000".
std::vector<std::string> trace_in_words(const Value& trace);
// A block of lines under a label: the first line beside it, the others below, all indented alike.
class Story {
 public:
  explicit Story(const Terminal& terminal) : terminal_(terminal) {}
  // Empty lines are left out; a label whose lines are all empty is not written.
  void tell(const std::string& label, const std::vector<std::string>& lines);
  const std::string& text() const { return text_; }

 private:
  Terminal terminal_;
  std::string text_;
};

// What is left of the terminal beside a story's labels.
Terminal beside_label(Terminal terminal);
// A table's lines, to be told in a story: no indent of their own.
std::vector<std::string> lines_of(const Table& table, const Terminal& terminal);
inline constexpr int kStoryIndent = 9;

}  // namespace mailroom::cli
