#include "cli/show_diff.h"

namespace mailroom::cli {

namespace {

using workflows::Change;

// "< 120 → < 125", "new: if savings > 16000 …", "gone: …", "moved: place 1 → place 3".
std::string in_words(const Change& change) {
  const std::string before = clean(change.before), now = clean(change.now);
  switch (change.kind) {
    case Change::Kind::added:
      return "new: " + now;
    case Change::Kind::removed:
      return "gone: " + before;
    case Change::Kind::moved:
      return "moved: " + (before.empty() ? now : before + " → " + now);
    case Change::Kind::changed:
      return before.empty() && now.empty() ? "is otherwise" : before + " → " + now;
  }
  return {};
}

std::string heading(const Change& change) {
  return change.name.empty() ? change.part : change.part + " " + clean(change.name);
}

}  // namespace

std::string to_text(const std::vector<Change>& changes, const Terminal& terminal) {
  std::string text;
  for (size_t i = 0; i < changes.size();) {
    const std::string head = heading(changes[i]);
    Table table({Table::Align::left, Table::Align::left}, 2);
    const size_t first = i;
    for (; i < changes.size() && heading(changes[i]) == head; ++i) {
      const Change& one = changes[i];
      const Tone tone = one.kind == Change::Kind::added     ? Tone::good
                        : one.kind == Change::Kind::removed ? Tone::warning
                                                            : Tone::plain;
      table.row({clean(one.what), {in_words(one), tone}});
    }
    // A part about which there is one thing to say takes one line.
    if (i == first + 1 && changes[first].what.empty()) {
      text +=
          wrapped(paint(terminal, Tone::strong, head) + "  " + in_words(changes[first]), terminal.width, 2) +
          "\n";
    } else {
      text += paint(terminal, Tone::strong, head) + "\n" + table.to_text(terminal);
    }
  }
  return text;
}

}  // namespace mailroom::cli
