#include <array>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

constexpr std::string_view kCompare = "keep the site's folder as it is and compare it with a backup";

// What was looked at, in words for either outcome, and what to do about it.
struct Part {
  std::string_view kind;  // of a damage
  std::string sound, damaged;
  std::string_view next;
};

std::array<Part, 4> parts_of(const Value& answer) {
  const std::string objects = count_of(count(answer, "objects"), "stored document");
  const std::string cases = count_of(count(answer, "cases"), "case");
  const long long sent = count(answer, "deliveries");
  const std::string deliveries = with_thousands(sent) + (sent == 1 ? " delivery" : " deliveries");
  return {{{"object", objects + ", each what was stored", "stored documents are not what was stored",
            "restore them from the backup of the same day as the store"},
           {"audit", count_of(count(answer, "records"), "record") + ", every chain whole",
            "the record of what happened was changed", kCompare},
           {"delivery", deliveries + ", each with its decision", "deliveries without a decision",
            "ask the receiver what came; keep the site's folder as it is"},
           {"record", cases + ", all fit together", "the store contradicts itself",
            "stop the daemon, keep the site's folder, restore the last backup"}}};
}

}  // namespace

std::string show_verification(const Value& answer, const View& view) {
  std::string out = show_balance(answer, view, std::string(kCompare)).substr(1);
  for (const Part& part : parts_of(answer)) {
    std::string damages;
    for (const Value& damage : list(answer, "damages")) {
      if (text(damage, "kind") != part.kind) continue;
      damages += "      " + wrapped(text(damage, "what"), view.terminal.width - 6, 6) + "\n";
    }
    if (damages.empty()) {
      out += "  " + paint(view.terminal, Tone::good, "✔ " + part.sound) + "\n";
    } else {
      out += "  " + paint(view.terminal, Tone::bad, "✘ " + part.damaged) + "\n" + damages + "      " +
             std::string(part.next) + "\n";
    }
  }
  if (count(answer, "erased") > 0) out += "  " + count_of(count(answer, "erased"), "case") + " erased\n";
  return out;
}

}  // namespace mailroom::cli
