// The whole story of a case, in the order in which it happened.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/show_explanation.h"
#include "cli/show_weighed.h"
#include "cli/words.h"

namespace mailroom::cli {

std::string arrival_in_words(const Value& came) {
  const Value& arrival = part(came, "arrival");
  if (!arrival.is(Value::Kind::context)) return {};
  std::vector<std::string> words;
  for (const auto& [name, value] : arrival.context().entries()) {
    // Its name is told beside it, the inbox where it matters.
    if (name != "file" && name != "inbox")
      words.push_back(clean(name) + " " + with_short_mask(text(arrival, name)));
  }
  return join(words, ", ");
}

namespace {

using Align = Table::Align;

std::string received_words(const Value& one, const View& view) {
  const auto received = time(one, "received");
  return received ? near_time(*received, view.now) : std::string();
}

std::vector<std::string> came(const Value& answer, const View& view) {
  Table table({Align::left, Align::left});
  for (const Value& one : list(answer, "came")) {
    const long long pages = part(one, "pages").is(Value::Kind::list)
                                ? static_cast<long long>(list(one, "pages").size())
                                : count(one, "pages");
    const std::string form = text(one, "form");
    table.row({received_words(one, view), text(one, "file") + ": " + (form.empty() ? "no known form" : form) +
                                              (pages > 0 ? ", " + count_of(pages, "page") : "") +
                                              (flag(one, "duplicate") ? ", came before" : "") +
                                              (flag(one, "erased") ? ", erased" : "")});
    if (const std::string arrival = arrival_in_words(one); !arrival.empty()) table.row({"", arrival});
    if (const std::string failure = text(one, "failure"); !failure.empty())
      table.row({"", {failure, Tone::bad}});
  }
  return lines_of(table, view.terminal);
}

bool is_remarkable(const Value& field) {
  return !flag(field, "accepted") || flag(field, "altered") || flag(field, "repaired") ||
         !text(field, "corrected_by").empty();
}

std::string how_read(const Value& field) {
  const std::string by = text(field, "corrected_by");
  if (!by.empty()) return "corrected by " + by;
  const std::string sure = percent(part(field, "confidence"));
  return dotted({flag(field, "accepted") ? "" : "not sure" + (sure.empty() ? "" : ", " + sure),
                 weight_in_words(part(field, "weighed")), flag(field, "altered") ? "altered by hand" : "",
                 flag(field, "repaired") ? "put right by its check digit" : ""});
}

std::vector<std::string> read(const Value& answer, const View& view, bool all) {
  const List& fields = list(answer, "read");
  if (fields.empty()) return {};
  long long sure = 0, corrected = 0;
  Table table({Align::left, Align::left, Align::left});
  for (const Value& field : fields) {
    const bool by_person = !text(field, "corrected_by").empty();
    corrected += by_person ? 1 : 0;
    sure += flag(field, "accepted") && !by_person ? 1 : 0;
    if (all || is_remarkable(field)) {
      const std::string role = text(field, "role");
      table.row({(role.empty() ? "" : role + ".") + text(field, "field"), text(field, "value"),
                 dotted({how_read(field), all ? source_in_words(text(field, "source")) : ""})});
    }
  }
  const long long open = static_cast<long long>(fields.size()) - sure - corrected;
  std::vector<std::string> lines = {count_of(static_cast<long long>(fields.size()), "value") + ": " +
                                    std::to_string(sure) + " sure" +
                                    (corrected > 0 ? ", " + std::to_string(corrected) + " corrected" : "") +
                                    (open > 0 ? ", " + std::to_string(open) + " not sure" : "")};
  for (auto& line : lines_of(table, view.terminal)) lines.push_back(std::move(line));
  return lines;
}

// What would come of each thing that the fields a person is asked about may say.
std::vector<std::string> hangs(const Value& answer, const View& view, bool all) {
  List open;
  for (const Value& field : list(answer, "read")) {
    const bool is_asked = flag(part(field, "weighed"), "asked");
    if (text(field, "corrected_by").empty() && (is_asked || all)) open.push_back(field);
  }
  return hanging_lines(open, beside_label(view.terminal));
}

std::vector<std::string> checks(const Value& answer, const View& view) {
  long long passed = 0;
  Table table({Align::left, Align::left});
  for (const Value& check : list(answer, "checks")) {
    if (flag(check, "passed")) {
      ++passed;
    } else {
      table.row({{text(check, "id"), Tone::warning}, text(check, "message")});
    }
  }
  auto lines = lines_of(table, view.terminal);
  if (passed > 0) lines.insert(lines.begin(), std::to_string(passed) + " passed");
  return lines;
}

}  // namespace

std::string result_in_words(const Value& value) {
  if (!value.is(Value::Kind::context)) return clean(to_display(value));
  std::vector<std::string> parts;
  for (const auto& [name, one] : value.context().entries()) {
    parts.push_back(name + " " + clean(to_display(one)));
  }
  return join(parts, ", ");
}

std::string fired_rule_in_words(const Value& rule) {
  const std::string reference = text(rule, "reference"), reason = text(rule, "reason");
  return "rule " + text(rule, "number") + (reference.empty() ? "" : ", " + reference) +
         (reason.empty() ? "" : ": " + reason);
}

std::string delivery_in_words(const Value& delivery, const View& view) {
  const std::string state = text(delivery, "state");
  const auto next = time(delivery, "next_attempt");
  const long long attempts = count(delivery, "attempts");
  const Value& destination = part(delivery, "destination");
  const std::string gate =
      destination.is_null() ? "" : gate_in_words(destination, view) + ", no attempt spent";
  const std::string when = state == "waiting" && gate.empty() && attempts > 0 && next
                               ? "next at " + near_time(*next, view.now)
                               : "";
  return dotted({state == "delivered" ? "sent: " + text(delivery, "receipt")
                 : state == "refused" ? "not taken"
                 : state == "unknown" ? "perhaps taken: look before sending it again"
                 : !text(delivery, "after").empty() && attempts == 0 ? "after " + text(delivery, "after")
                                                                     : "waiting",
                 state == "delivered" ? "" : text(delivery, "why"),
                 count(delivery, "amendment") > 0 ? "amendment " + text(delivery, "amendment") : "",
                 attempts > 1 ? count_of(attempts, "attempt") : "", when, gate});
}

namespace {

std::vector<std::string> decided(const Value& answer, const View& view, bool all) {
  Table table({Align::left, Align::left});
  for (const Value& decision : list(answer, "decisions")) {
    table.row({text(decision, "id"), result_in_words(part(decision, "value"))});
    for (const Value& rule : list(decision, "fired")) table.row({"", fired_rule_in_words(rule)});
    if (!all) continue;
    for (const auto& line : trace_in_words(part(decision, "trace"))) table.row({"", {line, Tone::quiet}});
  }
  return lines_of(table, view.terminal);
}

Tone tone_of_delivery(const Value& delivery) {
  const std::string state = text(delivery, "state");
  return state == "delivered" ? Tone::good : state == "waiting" ? Tone::plain : Tone::warning;
}

std::vector<std::string> sends(const Value& answer, const View& view) {
  Table table({Align::left, Align::left});
  for (const Value& delivery : list(answer, "deliveries")) {
    table.row({text(delivery, "name"), {delivery_in_words(delivery, view), tone_of_delivery(delivery)}});
    if (const Value& answered = part(delivery, "answer"); answered.is(Value::Kind::context)) {
      for (const auto& [name, value] : answered.context().entries())
        table.row({"", "answered: " + name + " " + clean(to_display(value))});
    }
  }
  return lines_of(table, view.terminal);
}

std::vector<std::string> reasons(const Value& answer, const View& view) {
  std::vector<std::string> lines;
  for (const Value& reason : list(answer, "reasons")) {
    const std::string words =
        reason.is(Value::Kind::context) ? text(reason, "text") : clean(to_display(reason));
    lines.push_back(wrapped(words, view.terminal.width - kStoryIndent, kStoryIndent));
  }
  return lines;
}

std::vector<std::string> history(const Value& answer, const View& view) {
  Table table({Align::left, Align::left, Align::left});
  for (const Value& event : list(answer, "history")) {
    const auto at = time(event, "at");
    table.row(
        {at ? near_time(*at, view.now) : "", replace_all(text(event, "event"), "_", " "), text(event, "by")});
  }
  return lines_of(table, view.terminal);
}

// Who holds it, what belongs to it, who approved, what people wrote down.
void tell_hands(Story& story, const Value& hands, const View& view) {
  const auto when = [&](const Value& one) {
    const auto at = time(one, "at");
    return at ? near_time(*at, view.now) : std::string();
  };
  if (const Value& hold = part(hands, "hold"); !hold.is_null()) {
    story.tell("hold", {std::string(flag(hold, "person") ? "the person is on hold" : "on hold") + " since " +
                        when(hold) + " by " + text(hold, "by") + ": " + text(hold, "why")});
  }
  story.tell("linked", {join(texts(hands, "links"), ", ")});
  std::vector<std::string> approved;
  for (const Value& one : list(hands, "approved"))
    approved.push_back(text(one, "by") + " " + when(one) + ", " + text(one, "route"));
  story.tell("approved", approved);
  std::vector<std::string> notes;
  for (const Value& one : list(hands, "notes")) {
    const std::string what = text(one, "what");
    notes.push_back(wrapped(
        when(one) + " " + text(one, "by") + (what == "note" ? ": " : ", " + what + ": ") + text(one, "text"),
        view.terminal.width - kStoryIndent, kStoryIndent));
  }
  story.tell("notes", notes);
}

// Of a case that was erased: that it was, and why it is no more.
std::string show_what_was(const Value& answer, const Value& erased, const View& view) {
  const auto at = time(erased, "at");
  Story story(view.terminal);
  story.tell("erased", {dotted({at ? full_time(*at) : "", "by " + text(erased, "by")})});
  story.tell("why", {text(erased, "why")});
  story.tell("came", {received_words(answer, view)});
  story.tell("history", history(answer, view));
  return paint(view.terminal, Tone::strong,
               dotted({text(answer, "number"), text(answer, "title"), "erased"})) +
         "\n" + story.text();
}

}  // namespace

std::string next_step(const Value& answer) {
  const std::string state = text(answer, "state"), number = text(answer, "number");
  if (const Value& hold = part(part(answer, "hands"), "hold"); !hold.is_null())
    return flag(hold, "person") ? "mailroom cases release --subject NUMBER --why …"
                                : "mailroom cases release " + number + " --why …";
  const std::string next = text(answer, "next");
  if (!next.empty()) return next;
  if (state == "awaiting_review") return "mailroom review show " + number;
  if (state == "quarantined") return "mailroom cases retry " + number + "   reads it again";
  for (const Value& delivery : list(answer, "deliveries")) {
    const std::string one = text(delivery, "state");
    if (one == "refused" || one == "unknown") return "mailroom cases retry " + number + "   sends it again";
  }
  return "nothing for you";
}

std::string show_case(const Value& answer, const View& view, bool all) {
  if (const Value& erased = part(answer, "erased"); !erased.is_null())
    return show_what_was(answer, erased, view);
  const std::string title = text(answer, "title");
  const std::string outcome = text(answer, "outcome");
  std::string head =
      dotted({text(answer, "number"), title.empty() ? "not sorted" : title, state_in_words(answer), outcome,
              flag(answer, "urgent") ? "urgent" : "", due_in_words(answer, view)});
  Story story(view.terminal);
  const std::string person = text(answer, "person");
  const bool hidden = person.find("•") != std::string::npos;
  story.tell("person", {person + (hidden ? "  (--reveal is recorded)" : "")});
  story.tell("came", came(answer, view));
  story.tell("read", read(answer, view, all));
  story.tell("hangs", hangs(answer, view, all));
  story.tell("checks", checks(answer, view));
  story.tell("decided", decided(answer, view, all));
  story.tell("route", {text(answer, "route")});
  story.tell("sends", sends(answer, view));
  story.tell("why", reasons(answer, view));
  tell_hands(story, part(answer, "hands"), view);
  if (all) story.tell("history", history(answer, view));
  story.tell("next", {next_step(answer)});
  return paint(view.terminal, Tone::strong, wrapped(head, view.terminal.width, 2)) + "\n" + story.text();
}

}  // namespace mailroom::cli
