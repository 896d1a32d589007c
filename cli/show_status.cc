#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

using Align = Table::Align;

constexpr const char* kLevels[] = {"items", "documents", "pages"};
constexpr const char* kWhere[] = {"finished", "waiting", "returned", "quarantined"};

long long missing_at(const Value& totals) {
  long long found = 0;
  for (const char* where : kWhere) found += count(totals, where);
  return count(totals, "arrived") - found;
}

// "Since Fri 17:00: post 861 + mail 402 = 1,263 items".
std::string intake(const Value& answer, const View& view) {
  std::vector<std::string> inboxes;
  long long items = 0;
  for (const Value& inbox : list(answer, "inboxes")) {
    inboxes.push_back(text(inbox, "name") + " " + with_thousands(count(inbox, "items")));
    items += count(inbox, "items");
  }
  const auto since = time(answer, "since");
  const std::string start = since ? "Since " + near_time(*since, view.now) + ": " : "";
  if (items == 0) return start + "nothing came";
  return start + join(inboxes, " + ") + " = " + with_thousands(items) + (items == 1 ? " item" : " items");
}

// Where things stand, in cases and in the items they came in.
std::string cases(const Value& answer, const View& view) {
  Table table({Align::left, Align::right, Align::right, Align::left}, 2, 3);
  long long cases = 0, items = 0;
  for (const Value& state : list(answer, "by_state")) {
    table.row({text(state, "label"), with_thousands(count(state, "items")),
               with_thousands(count(state, "cases")), text(state, "note")});
    cases += count(state, "cases");
    items += count(state, "items");
  }
  if (table.empty()) return {};
  table.row({{"total", Tone::strong},
             {with_thousands(items), Tone::strong},
             {with_thousands(cases), Tone::strong},
             ""});
  table.header({"", "items", "cases", ""});
  return table.to_text(view.terminal);
}

}  // namespace

// One line a level: arrived = finished + waiting + returned + unreadable.
std::string show_balance(const Value& answer, const View& view, const std::string& next) {
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right}, 2);
  table.header({"", "arrived", "= finished", "+ waiting", "+ returned", "+ unreadable"});
  for (const char* level : kLevels) {
    const Value& totals = part(part(answer, "totals"), level);
    std::vector<Table::Cell> row = {level, with_thousands(count(totals, "arrived"))};
    for (const char* where : kWhere) row.emplace_back(with_thousands(count(totals, where)));
    table.row(std::move(row));
  }
  std::string out = "\n" + table.to_text(view.terminal);
  if (adds_up(answer)) return out + "  " + paint(view.terminal, Tone::good, "✔ nothing missing") + "\n";
  for (const char* level : kLevels) {
    const long long missing = missing_at(part(part(answer, "totals"), level));
    if (missing == 0) continue;
    const std::string what = missing > 0 ? with_thousands(missing) + " " + level + " not accounted for"
                                         : with_thousands(-missing) + " more " + level + " than arrived";
    out += "  " + paint(view.terminal, Tone::bad, "✘ " + what) + "   " + next + "\n";
  }
  return out;
}

namespace {

std::string needs(const Value& answer, const View& view) {
  Table table({Align::left, Align::left}, 2, 3);
  for (const Value& need : list(answer, "needs_you")) table.row({text(need, "text"), text(need, "command")});
  if (table.empty()) return "Nothing needs you\n";
  return paint(view.terminal, Tone::strong, "Needs you") + "\n" + table.to_text(view.terminal);
}

}  // namespace

bool adds_up(const Value& answer) {
  for (const char* level : kLevels) {
    if (missing_at(part(part(answer, "totals"), level)) != 0) return false;
  }
  return part(answer, "balanced").is_null() || flag(answer, "balanced");
}

std::string show_status(const Value& answer, const View& view) {
  const bool running = flag(answer, "running");
  const std::string head =
      paint(view.terminal, Tone::strong, text(answer, "site")) + " · " +
      full_time(time(answer, "time").value_or(view.now)) + " · " +
      paint(view.terminal, running ? Tone::good : Tone::warning, running ? "running" : "not running");
  return head + "\n" + intake(answer, view) + "\n" + cases(answer, view) +
         show_balance(answer, view, "mailroom verify") + "\n" + needs(answer, view);
}

}  // namespace mailroom::cli
