#include "base/text.h"
#include "cli/answer.h"
#include "cli/show.h"
#include "cli/show_weighed.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

using Align = Table::Align;

std::string reason_text(const Value& reason) {
  return reason.is(Value::Kind::context) ? text(reason, "text") : clean(to_display(reason));
}

// A value as one reads it beside its label: a tick box in words.
std::string shown_value(const Value& value) {
  if (value.is(Value::Kind::boolean)) return value.boolean() ? "ticked" : "not ticked";
  const std::string words = clean(to_display(value));
  return value.is_null() || words.empty() ? "(empty)" : words;
}

// `pictures`: where the crops are.
std::vector<std::string> fields(const Value& answer, const View& view, std::vector<std::string>& pictures) {
  Table table({Align::left, Align::left, Align::left});
  for (const Value& field : list(answer, "fields")) {
    if (flag(field, "accepted")) continue;
    const std::string role = text(field, "role");
    const std::string name = (role.empty() ? "" : role + ".") + text(field, "field");
    const std::string sure = percent(part(field, "confidence"));
    table.row({{name, Tone::strong},
               flag(field, "unseen") ? "write it down" : shown_value(part(field, "reading")),
               dotted({sure.empty() || flag(field, "unseen") ? "" : sure + " sure",
                       flag(field, "altered") ? "altered by hand" : "",
                       flag(field, "repaired") ? "put right by its check digit" : "",
                       flag(field, "conflict") ? "two readings differ" : "", text(field, "label")})});
    for (const Value& other : list(field, "alternatives")) {
      table.row({"", "or " + shown_value(part(other, "value")), percent(part(other, "confidence"))});
    }
    if (const std::string crop = text(field, "crop"); !crop.empty()) {
      pictures.push_back(name + ": " + crop);
    }
  }
  return lines_of(table, view.terminal);
}

// The beginning of what was written without a form; the whole of it is in the picture.
std::vector<std::string> letters(const Value& answer, const View& view) {
  constexpr int kMostCharacters = 600;
  std::vector<std::string> lines;
  for (const Value& letter : list(answer, "texts")) {
    lines.push_back(wrapped(shortened(fold_space(text(letter, "text")), kMostCharacters),
                            view.terminal.width - kStoryIndent, kStoryIndent));
  }
  return lines;
}

std::string example_field(const Value& answer) {
  for (const Value& field : list(answer, "fields")) {
    if (flag(field, "accepted")) continue;
    const std::string role = text(field, "role");
    return (role.empty() ? "" : role + ".") + text(field, "field");
  }
  return {};
}

}  // namespace

std::string show_waiting(const Value& answer, const View& view) {
  const List& cases = list(answer, "cases");
  if (cases.empty()) return "nothing waits for a person\n";
  Table table({Align::left, Align::left, Align::left, Align::left});
  for (const Value& one : cases) {
    std::vector<std::string> reasons;
    for (const Value& reason : list(one, "reasons")) reasons.push_back(reason_text(reason));
    const std::string holder = text(one, "leased_by");
    const auto since = time(one, "since");
    table.row({{text(one, "number"), Tone::strong},
               text(one, "queue"),
               since ? near_time(*since, view.now) : "",
               dotted({flag(one, "urgent") ? "urgent" : "", due_in_words(one, view),
                       holder.empty() ? "" : "with " + holder, join(reasons, "; ")})});
  }
  return table.to_text(view.terminal) + "\n" + count_of(static_cast<long long>(cases.size()), "case") +
         " · take the next one: mailroom review next\n";
}

std::string show_review(const Value& answer, const View& view) {
  const std::string number = text(answer, "number");
  if (number.empty()) return "nothing waits for a person\n";
  const auto until = time(answer, "lease_until");
  const std::string head =
      dotted({number, text(answer, "title"), flag(answer, "urgent") ? "urgent" : "",
              due_in_words(answer, view), until ? "yours until " + near_time(*until, view.now) : ""});
  Story story(view.terminal);
  std::vector<std::string> why;
  for (const Value& reason : list(answer, "reasons")) {
    why.push_back(wrapped(reason_text(reason), view.terminal.width - kStoryIndent, kStoryIndent));
  }
  story.tell("why", why);
  std::vector<std::string> pictures;
  story.tell("read", fields(answer, view, pictures));
  story.tell("hangs", hanging_lines(list(answer, "fields"), beside_label(view.terminal)));
  for (const Value& note : list(answer, "notes")) {
    if (const std::string crop = text(note, "crop"); !crop.empty())
      pictures.push_back(text(note, "kind") + " on page " + text(note, "page") + " of " + text(note, "file") +
                         ": " + crop);
  }
  for (const Value& page : list(answer, "pages")) {
    pictures.push_back("page " + text(page, "page") + " of " + text(page, "file") + ": " +
                       text(page, "picture"));
  }
  story.tell("pictures", pictures);
  story.tell("letter", letters(answer, view));
  std::vector<std::string> failed;
  for (const Value& check : list(answer, "checks")) {
    if (!flag(check, "passed")) failed.push_back(text(check, "id") + ": " + text(check, "message"));
  }
  story.tell("checks", failed);
  story.tell("hangs on", texts(answer, "hangs_on"));
  const std::string field = example_field(answer);
  story.tell("next", {field.empty() ? "" : "mailroom review correct " + number + " " + field + "=VALUE",
                      "mailroom review approve " + number + "   as it is",
                      "mailroom review release " + number + "   for somebody else"});
  return paint(view.terminal, Tone::strong, wrapped(head, view.terminal.width, 2)) + "\n" + story.text();
}

std::string show_verdict(const Value& answer, const std::string& done) {
  std::string out = text(answer, "number") + " " + done + " · now " + state_in_words(answer) + "\n";
  if (text(answer, "state") == "awaiting_review") {
    for (const auto& reason : texts(answer, "reasons")) out += "  " + reason + "\n";
  }
  return out;
}

}  // namespace mailroom::cli
