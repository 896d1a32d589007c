// The whole story of a case in plain words: chapters, told as text or as a page.
#include <algorithm>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/html.h"
#include "cli/show_explanation.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

constexpr size_t kLongestContent = 60;  // of one value of what was sent; a letter is told by its length

struct Row {
  std::vector<std::string> cells;
  std::string picture = {};  // base64 of a PNG: what the first cell names
};

struct Chapter {
  std::string label;
  std::vector<Row> rows;
};

std::string when(const Value& one, std::string_view name, const View& view) {
  const auto at = time(one, name);
  return at ? near_time(*at, view.now) : std::string();
}

// "a TIFF" of "image/tiff".
std::string kind_in_words(const std::string& media_type) {
  static const std::vector<std::pair<std::string, std::string>> kKinds = {{"application/pdf", "a PDF"},
                                                                          {"image/tiff", "a TIFF"},
                                                                          {"image/jpeg", "a JPEG"},
                                                                          {"image/png", "a PNG"},
                                                                          {"text/plain", "a text"}};
  for (const auto& [type, words] : kKinds)
    if (type == media_type) return words;
  return media_type;
}

Chapter came(const Value& answer, const View& view) {
  Chapter chapter{"came", {}};
  for (const Value& one : list(answer, "came")) {
    const std::string inbox = text(one, "inbox"), form = text(one, "form");
    const auto pages = static_cast<long long>(list(one, "pages").size());
    const std::string what =
        text(one, "file") + (text(one, "kind").empty() ? "" : ", " + kind_in_words(text(one, "kind"))) +
        (inbox.empty() ? "" : ", by '" + inbox + "'") + ": " + (form.empty() ? "no known form" : form) +
        (pages > 0 ? ", " + count_of(pages, "page") : "") + (flag(one, "duplicate") ? ", came before" : "") +
        (flag(one, "erased") ? ", erased" : "");
    chapter.rows.push_back({{when(one, "received", view), what}});
    if (const std::string arrival = arrival_in_words(one); !arrival.empty())
      chapter.rows.push_back({{"", arrival}});
    if (const std::string failure = text(one, "failure"); !failure.empty())
      chapter.rows.push_back({{"", failure}});
  }
  return chapter;
}

// "typed", "ink, 97% sure · altered by hand".
std::string how_it_was_read(const Value& field) {
  if (const std::string by = text(field, "corrected_by"); !by.empty()) return "corrected by " + by;
  const std::string source = text(field, "source");
  const bool is_judged = source == "mark" || source == "ocr";
  const std::string from =
      source_in_words(source) + (is_judged ? ", " + percent(part(field, "confidence")) + " sure" : "");
  return dotted({from, flag(field, "accepted") ? "" : "not sure enough",
                 flag(field, "altered") ? "altered by hand" : "",
                 flag(field, "repaired") ? "put right by its check digit" : ""});
}

// In a few columns: "p1 43,161–196,177", the page and its points.
std::string place_in_words(const Value& field) {
  const List& zone = list(field, "zone");
  std::string words = "p" + text(field, "page");
  if (zone.size() == 4) {
    std::vector<std::string> corners;
    for (const Value& one : zone) corners.push_back(to_display(one));
    words += " " + corners[0] + "," + corners[1] + "–" + corners[2] + "," + corners[3];
  }
  return words;
}

Chapter read(const Value& answer) {
  Chapter chapter{"read", {}};
  long long empty = 0;
  for (const Value& field : list(answer, "read")) {
    const bool is_remarkable = !flag(field, "accepted") || flag(field, "altered") ||
                               flag(field, "repaired") || !text(field, "corrected_by").empty();
    if (text(field, "value").empty() && !is_remarkable) {
      ++empty;
      continue;
    }
    const std::string role = text(field, "role");
    Row row{{(role.empty() ? "" : role + ".") + text(field, "field"), with_short_mask(text(field, "value")),
             dotted({place_in_words(field), how_it_was_read(field)})}};
    for (const Value& crop : list(answer, "crops"))
      if (text(crop, "role") == role && text(crop, "field") == text(field, "field"))
        row.picture = part(crop, "png").text_or("");
    chapter.rows.push_back(std::move(row));
  }
  if (empty > 0) chapter.rows.push_back({{"and " + count_of(empty, "empty field")}});
  return chapter;
}

Chapter checked(const Value& answer) {
  Chapter chapter{"checked", {}};
  long long passed = 0;
  for (const Value& check : list(answer, "checks")) {
    if (flag(check, "passed")) {
      ++passed;
    } else {
      chapter.rows.push_back({{text(check, "id"), text(check, "message")}});
    }
  }
  if (passed > 0) chapter.rows.insert(chapter.rows.begin(), {{count_of(passed, "check") + " passed"}});
  return chapter;
}

// What the rule that fired looked at: "weekly_income 109.04".
std::string looked_at(const Value& decision, const Value& fired) {
  std::vector<std::string> values;
  for (const Value& rule : list(part(decision, "trace"), "rules")) {
    if (text(rule, "rule") != text(fired, "number")) continue;
    for (const Value& cell : list(rule, "cells"))
      if (text(cell, "test") != "-") values.push_back(text(cell, "input") + " " + text(cell, "actual"));
  }
  return values.empty() ? "" : "on " + join(values, ", ");
}

// "not half: weekly income 109.04 is below 120 (rule 3, reg 4(3))"
std::string near_in_words(const Value& near) {
  const std::string instead = text(near, "instead"), reference = text(near, "reference");
  const std::string rule = "rule " + text(near, "rule") + (reference.empty() ? "" : ", " + reference);
  return "not " + (instead.empty() ? rule : instead) + ": " + join(texts(near, "because"), " and ") +
         (instead.empty() ? "" : " (" + rule + ")");
}

Chapter decided(const Value& answer) {
  Chapter chapter{"decided", {}};
  for (const Value& decision : list(answer, "decisions")) {
    const std::string title = text(decision, "title");
    chapter.rows.push_back(
        {{title.empty() ? text(decision, "id") : title, result_in_words(part(decision, "value"))}});
    for (const Value& rule : list(decision, "fired"))
      chapter.rows.push_back({{"", dotted({fired_rule_in_words(rule), looked_at(decision, rule)})}});
    for (const Value& near : list(decision, "near")) chapter.rows.push_back({{"", near_in_words(near)}});
    for (const Value& notice : list(decision, "notices"))
      chapter.rows.push_back({{"", "note: " + clean(to_display(notice))}});
  }
  return chapter;
}

Chapter routed(const Value& answer) {
  Chapter chapter{"route", {}};
  const std::string route = text(answer, "route");
  if (route.empty()) return chapter;
  chapter.rows.push_back({{route}});
  for (const Value& one : list(answer, "passed")) {
    std::vector<std::string> values;
    if (const Value& read = part(one, "values"); read.is(Value::Kind::context)) {
      for (const auto& [path, value] : read.context().entries())
        values.push_back(clean(path) + " is " + clean(to_display(value)));
    }
    chapter.rows.push_back({{"not " + text(one, "route") + ": " + text(one, "condition") + " does not hold" +
                             (values.empty() ? "" : ", " + join(values, " and "))}});
  }
  return chapter;
}

// "nino QQ••••••C, amount 31.40": every value of what was sent.
void add_values(const std::string& name, const Value& value, std::vector<std::string>& said) {
  if (value.is(Value::Kind::context)) {
    for (const auto& [inner, one] : value.context().entries()) add_values(inner, one, said);
  } else if (value.is(Value::Kind::list)) {
    for (const Value& one : value.list()) add_values(name, one, said);
  } else if (!value.is_null()) {
    const std::string shown = clean(to_display(value));
    const auto length = static_cast<long long>(length_in_code_points(shown));
    said.push_back(clean(name) + " " +
                   (shown.size() > kLongestContent ? "of " + count_of(length, "character") : shown));
  }
}

Chapter sent(const Value& answer, const View& view) {
  Chapter chapter{"sent", {}};
  for (const Value& delivery : list(answer, "deliveries")) {
    const std::string to = text(delivery, "to");
    chapter.rows.push_back(
        {{text(delivery, "name"), dotted({delivery_in_words(delivery, view),
                                          text(delivery, "kind") + (to.empty() ? "" : " " + to)})}});
    std::vector<std::string> said;
    add_values("", part(delivery, "content"), said);
    chapter.rows.push_back({{"", join(said, ", ")}});
    if (said.empty()) chapter.rows.pop_back();
  }
  return chapter;
}

Chapter touched(const Value& answer, const View& view) {
  Chapter chapter{"who", {}};
  for (const Value& event : list(answer, "history")) {
    if (text(event, "by") == "mailroom") continue;
    chapter.rows.push_back(
        {{when(event, "at", view), text(event, "by"), replace_all(text(event, "event"), "_", " ")}});
  }
  for (const Value& note : list(part(answer, "hands"), "notes"))
    chapter.rows.push_back(
        {{when(note, "at", view), text(note, "by"), text(note, "what") + ": " + text(note, "text")}});
  if (chapter.rows.empty()) chapter.rows.push_back({{"nobody: no person touched it"}});
  return chapter;
}

Chapter why(const Value& answer) {
  Chapter chapter{"why", {}};
  for (const Value& reason : list(answer, "reasons")) chapter.rows.push_back({{text(reason, "text")}});
  return chapter;
}

std::vector<Chapter> chapters_of(const Value& answer, const View& view) {
  const std::string person = text(answer, "person");
  const bool is_hidden = person.find("•") != std::string::npos;
  std::vector<Chapter> all = {{"person", {{{person + (is_hidden ? "  (--reveal is recorded)" : "")}}}},
                              came(answer, view),
                              read(answer),
                              checked(answer),
                              decided(answer),
                              routed(answer),
                              sent(answer, view),
                              why(answer),
                              touched(answer, view),
                              {"next", {{{next_step(answer)}}}}};
  std::erase_if(all, [](const Chapter& one) {
    return one.rows.empty() || (one.rows.size() == 1 && one.rows[0].cells == std::vector<std::string>{""});
  });
  return all;
}

std::string heading(const Value& answer, const View& view) {
  const std::string title = text(answer, "title");
  return dotted({text(answer, "number"), title.empty() ? "not sorted" : title, state_in_words(answer),
                 text(answer, "outcome"), flag(answer, "urgent") ? "urgent" : "",
                 due_in_words(answer, view)});
}

}  // namespace

std::string show_explanation(const Value& answer, const View& view) {
  if (!part(answer, "erased").is_null()) return show_case(answer, view, false);
  Story story(view.terminal);
  for (const Chapter& chapter : chapters_of(answer, view)) {
    // No more columns than it has: the last one is wrapped.
    size_t columns = 1;
    for (const Row& row : chapter.rows) columns = std::max(columns, row.cells.size());
    Table table(std::vector<Table::Align>(columns, Table::Align::left));
    for (const Row& row : chapter.rows) table.row({row.cells.begin(), row.cells.end()});
    story.tell(chapter.label, lines_of(table, view.terminal));
  }
  return paint(view.terminal, Tone::strong, wrapped(heading(answer, view), view.terminal.width, 2)) + "\n" +
         story.text();
}

std::string explanation_page(const Value& answer, const View& view) {
  std::string body = "<h1>" + html_text(heading(answer, view)) + "</h1>\n";
  if (!part(answer, "erased").is_null()) return html_page(text(answer, "number"), body);
  for (const Chapter& chapter : chapters_of(answer, view)) {
    body += "<section>\n<h2>" + html_text(chapter.label) + "</h2>\n<table>\n";
    for (const Row& row : chapter.rows) {
      body += "<tr>";
      for (size_t i = 0; i < row.cells.size(); ++i) {
        const std::string span =
            i + 1 == row.cells.size() && i < 2 ? " colspan=\"" + std::to_string(3 - i) + "\"" : "";
        body += "<td" + span + ">" + html_text(row.cells[i]) + "</td>";
      }
      if (!row.picture.empty())
        body += "<td>" + html_picture(row.picture, "what was cut out for " + row.cells.front()) + "</td>";
      body += "</tr>\n";
    }
    body += "</table>\n</section>\n";
  }
  return html_page(text(answer, "number"), body);
}

}  // namespace mailroom::cli
