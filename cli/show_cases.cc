#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

using Align = Table::Align;

std::string title_of(const Value& summary) {
  const std::string title = text(summary, "title");
  if (!title.empty()) return title;
  const std::string workflow = text(summary, "workflow");
  return workflow.empty() ? "not sorted" : workflow;
}

std::string remarks(const Value& summary, const View& view) {
  const bool waits = text(summary, "state") == "awaiting_review";
  const auto reasons = texts(summary, "reasons");
  return dotted({flag(summary, "urgent") ? "urgent" : "", waits ? text(summary, "queue") : "",
                 due_in_words(summary, view),
                 reasons.empty() ? "" : reasons.front() + (reasons.size() > 1 ? " …" : "")});
}

std::string state_with_outcome(const Value& summary) {
  const std::string outcome = text(summary, "outcome");
  const std::string state = state_in_words(summary);
  return state == "closed" && !outcome.empty() ? "closed, " + outcome : state;
}

}  // namespace

std::string show_cases(const Value& answer, const View& view, const std::string& more) {
  const List& cases = list(answer, "cases");
  if (cases.empty()) return "no case\n";
  Table table({Align::left, Align::left, Align::left, Align::left});
  for (const Value& one : cases) {
    const auto received = time(one, "received");
    table.row({{text(one, "number"), Tone::strong},
               received ? near_time(*received, view.now) : "",
               {state_with_outcome(one), tone_of_state(one)},
               dotted({title_of(one), remarks(one, view)})});
  }
  std::string out = table.to_text(view.terminal);
  out += "\n" + count_of(static_cast<long long>(cases.size()), "case") +
         " · one of them: mailroom cases show " + text(cases.front(), "number") + "\n";
  if (flag(answer, "more")) out += "more: " + more + " --after " + text(cases.back(), "number") + "\n";
  return out;
}

}  // namespace mailroom::cli
