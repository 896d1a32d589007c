#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

using Align = Table::Align;

std::string state_of(const Value& delivery) {
  const std::string state = text(delivery, "state");
  if (state == "delivered") return "sent";
  if (state == "refused") return "not taken";
  if (state == "unknown") return "perhaps taken";
  return state;
}

}  // namespace

std::string show_deliveries(const Value& answer, const View& view) {
  const List& deliveries = list(answer, "deliveries");
  if (deliveries.empty()) return "no delivery\n";
  Table table({Align::left, Align::left, Align::left, Align::left});
  std::string stuck;
  long long open = 0;
  for (const Value& one : deliveries) {
    const std::string state = text(one, "state");
    const bool needs_person = state == "refused" || state == "unknown";
    if (needs_person && stuck.empty()) stuck = text(one, "case");
    open += state == "delivered" ? 0 : 1;
    const auto next = time(one, "next_attempt");
    const long long attempts = count(one, "attempts");
    table.row({{text(one, "case"), Tone::strong},
               text(one, "name"),
               {state_of(one), state == "delivered" ? Tone::good
                               : needs_person       ? Tone::warning
                                                    : Tone::plain},
               dotted({state == "delivered" ? text(one, "receipt") : text(one, "why"),
                       attempts > 1 ? count_of(attempts, "attempt") : "",
                       state == "waiting" && attempts > 0 && next ? "next at " + near_time(*next, view.now)
                                                                  : ""})});
  }
  const auto all = static_cast<long long>(deliveries.size());
  return table.to_text(view.terminal) + "\n" + with_thousands(all) +
         (all == 1 ? " delivery" : " deliveries") + ": " + with_thousands(all - open) + " sent, " +
         with_thousands(open) + " not yet\n" +
         (stuck.empty() ? "" : "once the cause is gone: mailroom cases retry " + stuck + "\n");
}

std::string show_audit(const Value& answer, const View& view) {
  const std::string what =
      count_of(count(answer, "cases"), "case") + ", " + count_of(count(answer, "records"), "record") + ": ";
  if (flag(answer, "ok")) {
    return what + paint(view.terminal, Tone::good, "✔ every chain is whole, nothing was changed") + "\n";
  }
  std::string out = what + paint(view.terminal, Tone::bad, "✘ the records do not hold") + "\n";
  for (const auto& problem : texts(answer, "problems")) {
    out += "  " + wrapped(problem, view.terminal.width - 2, 2) + "\n";
  }
  return out + "keep the site's folder as it is and compare it with a backup\n";
}

}  // namespace mailroom::cli
