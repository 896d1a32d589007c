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
  std::string gates;
  for (const Value& one : list(answer, "destinations"))
    gates += text(one, "name") + " " + gate_in_words(one, view) + "\n";
  if (deliveries.empty()) return gates + "no delivery\n";
  Table table({Align::left, Align::left, Align::left, Align::left});
  std::string stuck;
  long long open = 0, needing = 0;
  for (const Value& one : deliveries) {
    const std::string state = text(one, "state");
    const bool needs_person = state == "refused" || state == "unknown";
    if (needs_person && stuck.empty()) stuck = text(one, "case");
    open += state == "delivered" ? 0 : 1;
    needing += needs_person ? 1 : 0;
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
  return gates + table.to_text(view.terminal) + "\n" + with_thousands(all) +
         (all == 1 ? " delivery" : " deliveries") + (flag(answer, "more") ? " shown: " : ": ") +
         with_thousands(all - open) + " sent, " + with_thousands(open) + " not yet\n" +
         (stuck.empty() ? "" : "once the cause is gone: mailroom cases retry " + stuck + "\n") +
         (needing > 1 ? "several at once: mailroom deliveries causes\n" : "") +
         (flag(answer, "more") ? "more: mailroom deliveries --before " + text(deliveries.back(), "id") + "\n"
                               : "");
}

std::string gate_in_words(const Value& destination, const View& view) {
  const std::string gate = text(destination, "gate"), why = text(destination, "why");
  const auto until = time(destination, "until");
  const std::string when = until ? near_time(*until, view.now) : "";
  const std::string by = text(destination, "by");
  const std::string because = why.empty() ? "" : ": " + why;
  if (gate == "paused")
    return "paused" + (when.empty() ? "" : " until " + when) + (by.empty() ? "" : " by " + by) + because;
  if (gate == "down") return "takes nothing, tried again " + when + because;
  if (gate == "probing") return "is tried with one delivery";
  if (gate == "ramping") return "takes deliveries again, a few at first";
  return "takes everything";
}

std::string show_destination(const Value& answer, const View& view) {
  const bool is_closed = text(answer, "gate") == "paused";
  return text(answer, "name") + " " + gate_in_words(answer, view) + "\n" +
         (is_closed
              ? "no attempt is spent; before that: mailroom deliveries resume " + text(answer, "name") + "\n"
              : "");
}

std::string show_causes(const Value& answer, const View& view) {
  const List& causes = list(answer, "causes");
  if (causes.empty()) return "everything that was sent was taken\n";
  Table table({Align::left, Align::right, Align::left, Align::left});
  std::string first;
  for (const Value& one : causes) {
    const bool retriable = text(one, "state") == "refused";
    if (retriable && first.empty()) first = text(one, "cause");
    table.row({{text(one, "cause"), Tone::strong},
               text(one, "deliveries"),
               text(one, "name"),
               dotted({state_of(one), text(one, "why"), "first " + text(one, "oldest")})});
  }
  return table.to_text(view.terminal) +
         (first.empty() ? "" : "\nonce the cause is gone: mailroom deliveries retry " + first + " --one\n");
}

std::string show_retried(const Value& answer, const View&) {
  const auto tried = texts(answer, "tried");
  const std::string cause = text(answer, "cause");
  std::string out = count_of(static_cast<long long>(tried.size()), "case") +
                    (tried.size() == 1 ? " is" : " are") + " tried again\n";
  if (const long long left = count(answer, "left"); left > 0)
    out += std::to_string(left) + " left: perhaps taken, on hold, or with somebody; look at each\n";
  if (tried.size() == 1)
    out += "taken? mailroom cases show " + tried.front() + ", then mailroom deliveries retry " + cause +
           " --all\n";
  return out;
}

}  // namespace mailroom::cli
