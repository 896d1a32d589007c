// Whether the record of what happened holds, and the root that proves it later.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

std::string covered(const Value& answer) {
  if (const Value& kept = part(answer, "kept"); !kept.is_null())
    return "what root " + to_display(kept) + " covers is what was sealed\n";
  const long long roots = count(answer, "roots");
  return roots > 0 ? "what root " + std::to_string(roots) + " covers is what was sealed\n" : std::string();
}

}  // namespace

std::string show_audit(const Value& answer, const View& view) {
  const std::string what =
      count_of(count(answer, "chains"), "chain") + ", " + count_of(count(answer, "records"), "record") + ": ";
  if (flag(answer, "ok")) {
    return what + paint(view.terminal, Tone::good, "✔ every chain is whole, nothing was changed") + "\n" +
           covered(answer);
  }
  std::string out = what + paint(view.terminal, Tone::bad, "✘ the records do not hold") + "\n";
  for (const auto& problem : texts(answer, "problems")) {
    out += "  " + wrapped(problem, view.terminal.width - 2, 2) + "\n";
  }
  return out + "keep the site's folder as it is and compare it with a backup\n";
}

std::string show_root(const Value& answer, const View& view) {
  const Value& root = part(answer, "root");
  if (root.is_null())
    return "nothing was sealed yet: the daemon does it once a day, or now: mailroom audit seal\n";
  const auto at = time(root, "at");
  return "root " + text(root, "number") + " of " + (at ? near_time(*at, view.now) : "") + ": " +
         count_of(count(root, "records"), "record") + " in " + count_of(count(root, "chains"), "chain") +
         "\n" + text(root, "root") +
         "\nkeep it elsewhere: mailroom audit root --json > FILE; prove it later: mailroom audit verify "
         "--root FILE\n";
}

}  // namespace mailroom::cli
