// What erasing takes and what it leaves.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

std::string goes(const Value& one) {
  return "its record, " + count_of(count(one, "documents"), "document") + ", " +
         count_of(count(one, "objects"), "stored content") + " and picture" +
         (count(one, "objects") == 1 ? "" : "s");
}

std::vector<std::string> stays(const Value& one) {
  std::vector<std::string> lines;
  if (count(one, "shared") > 0)
    lines.push_back(count_of(count(one, "shared"), "document") + " that another case has too");
  if (count(one, "shared_scans") > 0)
    lines.push_back("the scan of " + count_of(count(one, "shared_scans"), "document") +
                    ", whose other pages are of another document: until that goes too");
  return lines;
}

std::string others(const Value& answer) {
  const auto numbers = texts(answer, "others");
  if (numbers.empty()) return {};
  return "not erased, of the same person: " + join(numbers, ", ") + "\n";
}

}  // namespace

std::string show_erasure(const Value& answer, const View& view) {
  std::string out;
  for (const Value& one : list(answer, "cases")) {
    out += paint(view.terminal, Tone::strong, text(one, "number")) + "\n";
    Story story(view.terminal);
    if (flag(one, "erased")) {
      story.tell("erased", {"already"});
    } else {
      story.tell("goes", {goes(one)});
      story.tell("stays", stays(one));
    }
    if (const Value& obstacle = part(one, "obstacle"); !obstacle.is_null()) {
      story.tell("not now", {text(obstacle, "text")});
      story.tell("next", {text(obstacle, "next")});
    }
    out += story.text();
  }
  return out + others(answer);
}

std::string show_erased(const Value& answer, const View&) {
  std::string out;
  for (const Value& one : list(answer, "cases")) {
    out += text(one, "number") + (flag(one, "erased") ? " was erased before" : " is erased: " + goes(one)) +
           "\n";
    for (const std::string& line : stays(one)) out += "  stays: " + line + "\n";
  }
  out += others(answer);
  return out + "next: replace the backups of data/site.key, docs/erasing.md\n";
}

}  // namespace mailroom::cli
