#include "cli/show_decisions.h"

#include "base/text.h"
#include "cli/answer.h"
#include "cli/reading_csv.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

std::string joined(const Value& decision, std::string_view name) {
  std::vector<std::string> parts;
  for (const Value& one : list(decision, name)) parts.push_back(clean(to_display(one)));
  return join(parts, "; ");
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::vector<std::string> quoted;
  for (const std::string& cell : cells) quoted.push_back(csv_cell(cell));
  return join(quoted, ",") + "\r\n";
}

}  // namespace

std::string decisions_summary(const Value& answer) {
  const long long superseded = count(answer, "superseded");
  const std::string head = text(answer, "head");
  return count_of(count(answer, "count"), "decision") +
         (superseded > 0 ? ", " + with_thousands(superseded) + " superseded," : "") + " in " +
         count_of(count(answer, "cases"), "case") +
         (flag(answer, "ok") ? " · ✔ every chain is whole"
                             : " · ✘ the records do not hold: mailroom audit verify") +
         (head.empty() ? "" : "\nhead " + head) + "\n";
}

std::string show_decisions(const Value& answer, const View& view) {
  Table table({Table::Align::left, Table::Align::left, Table::Align::left, Table::Align::left});
  for (const Value& one : list(answer, "decisions")) {
    const auto at = time(one, "at");
    const std::string references = joined(one, "references"), fired = joined(one, "fired");
    table.row({{text(one, "case"), Tone::strong},
               at ? near_time(*at, view.now) : "",
               text(one, "decision"),
               dotted({fired.empty() ? "by its formula" : "rule " + fired, references,
                       text(one, "workflow") + " version " + text(one, "version"),
                       "in force " + text(one, "effective"), flag(one, "superseded") ? "superseded" : ""})});
  }
  if (!table.empty()) return table.to_text(view.terminal) + "\n" + decisions_summary(answer);
  std::string out = "no decision under it in that time\n";
  for (const Value& one : list(answer, "references"))
    out += "  " + text(one, "reference") + ": " + count_of(count(one, "decisions"), "decision") + "\n";
  return out;
}

std::string decisions_csv_header() {
  return csv_row({"case", "at", "decision", "rules", "references", "workflow", "version", "effective",
                  "superseded", "record", "digest", "head"});
}

std::string decisions_csv(const Value& answer) {
  std::string out;
  for (const Value& one : list(answer, "decisions")) {
    out += csv_row({text(one, "case"), text(one, "at"), text(one, "decision"), joined(one, "fired"),
                    joined(one, "references"), text(one, "workflow"), text(one, "version"),
                    text(one, "effective"), flag(one, "superseded") ? "true" : "false", text(one, "record"),
                    text(one, "digest"), text(one, "head")});
  }
  return out;
}

}  // namespace mailroom::cli
