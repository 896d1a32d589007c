#include "cli/dry_run_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "base/base64.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/html.h"
#include "cli/show_dry_run.h"
#include "cli/show_explanation.h"
#include "cli/words.h"
#include "daemon/desk_values.h"
#include "ocr/overlay.h"
#include "workflows/story.h"

namespace mailroom::cli {

namespace {

using ocr::FieldReading;
using ocr::PageReading;
using ocr::Standing;
using workflows::CaseRecord;

constexpr std::string_view kStyle = R"(
.page{display:grid;grid-template-columns:minmax(0,3fr) minmax(16rem,2fr);gap:1.5rem;align-items:start}
@media(max-width:50rem){.page{grid-template-columns:minmax(0,1fr)}}
.paper{position:relative;border:1px solid var(--line);line-height:0}.paper img{width:100%;display:block}
.zone{position:absolute;padding:0;margin:0;background:none;border:2px solid;border-radius:2px;cursor:help}
.zone.accepted{border-color:#1a7f37}.zone.empty{border:1px dotted #57606a}
.zone.unsure{border-style:dashed;border-color:#9a6700;background:#ffd33d33}
.zone.disputed{border-style:double;border-width:4px;border-color:#cf222e;background:#ff818233}
.zone:hover,.zone:focus-visible{background:#0b57d033;outline:3px solid #0b57d0;outline-offset:1px}
.panel{position:sticky;top:1rem;background:var(--panel);border:1px solid var(--line);padding:1rem;min-height:12rem}
.crop{background-color:#fff;background-repeat:no-repeat;border:1px solid var(--line);margin:.5rem 0}
.value{font-size:1.25rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}
.grid th,.grid td{border:1px solid var(--line);padding:.25rem .6rem}
.grid caption{text-align:left;font-weight:600;padding:.25rem 0}
.grid .lit td,.grid .lit th{background:var(--lit);font-weight:600}
.grid .off td,.grid .off th{color:var(--quiet)}
.no{color:var(--wrong)}.sent{background:var(--panel);border:1px solid var(--line);padding:.75rem;overflow:auto;
white-space:pre-wrap;overflow-wrap:anywhere;max-height:30rem;margin:.25rem 0}
summary{cursor:pointer}
)";

// The panel beside a page tells of the zone that is pointed at or has the focus.
constexpr std::string_view kScript = R"(
for (const page of document.querySelectorAll('.page')) {
  const panel = page.querySelector('.panel'), image = page.querySelector('img');
  const crop = panel.querySelector('.crop');
  const show = zone => {
    const d = zone.dataset, scale = Math.min(360 / d.w, 140 / d.h, 3);
    panel.querySelector('.field').textContent = d.field;
    panel.querySelector('.value').textContent = d.value || 'empty';
    panel.querySelector('.how').textContent = d.how;
    crop.hidden = false;
    crop.setAttribute('aria-label', 'what was cut out for ' + d.field);
    crop.style.width = d.w * scale + 'px';
    crop.style.height = d.h * scale + 'px';
    crop.style.backgroundImage = 'url("' + image.src + '")';
    crop.style.backgroundSize = image.naturalWidth * scale + 'px ' + image.naturalHeight * scale + 'px';
    crop.style.backgroundPosition = -d.x * scale + 'px ' + -d.y * scale + 'px';
  };
  for (const zone of page.querySelectorAll('.zone')) {
    zone.addEventListener('mouseenter', () => show(zone));
    zone.addEventListener('focus', () => show(zone));
    zone.addEventListener('click', () => show(zone));
  }
}
)";

std::string tag(const std::string& name, const std::string& text, const std::string& attributes = {}) {
  return "<" + name + (attributes.empty() ? "" : " " + attributes) + ">" + html_text(text) + "</" + name +
         ">";
}

std::string attribute(const std::string& name, const std::string& value) {
  return " " + name + "=\"" + html_text(value) + "\"";
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

std::string class_of(const FieldReading& field) {
  switch (ocr::standing_of(field)) {
    case Standing::accepted:
      return "accepted";
    case Standing::unsure:
      return "unsure";
    case Standing::empty:
      return "empty";
    case Standing::disputed:
      return "disputed";
  }
  return {};
}

std::string standing_in_words(const FieldReading& field) {
  if (field.altered) return "altered by hand, for a person";
  if (field.conflict) return "two sources disagree, for a person";
  if (field.repaired) return "put right by its check digit, for a person";
  switch (ocr::standing_of(field)) {
    case Standing::accepted:
      return "sure";
    case Standing::empty:
      return "empty";
    default:
      return "not sure";
  }
}

std::string value_of(const FieldReading& field) {
  if (field.value.is(Value::Kind::boolean)) return field.value.is_true() ? "ticked" : "not ticked";
  return clean(field.value.is_null() ? std::string() : to_display(field.value));
}

std::string how_sure(const FieldReading& field) {
  return percent(daemon::confidence_value(field.confidence));
}

std::string how_in_words(const FieldReading& field) {
  std::vector<std::string> others;
  for (const ocr::Alternative& one : field.alternatives) others.push_back(clean(to_display(one.value)));
  return standing_in_words(field) + ", " + how_sure(field) + ", source " +
         std::string(to_string(field.source)) + (others.empty() ? "" : "; or " + join(others, ", "));
}

bool has_zone(const FieldReading& field) {
  return field.zone.width() > 0 && field.zone.height() > 0;
}

std::string zone(const FieldReading& field, const PageReading& page) {
  const double dots = page.picture_dpi / 72, width = page.picture->width, height = page.picture->height;
  const double x = field.zone.x0 * dots, y = field.zone.y0 * dots;
  const double w = field.zone.width() * dots, h = field.zone.height() * dots;
  return "<button type=\"button\" class=\"zone " + class_of(field) +
         "\" style=\"left:" + number(x / width * 100) + "%;top:" + number(y / height * 100) +
         "%;width:" + number(w / width * 100) + "%;height:" + number(h / height * 100) + "%\"" +
         attribute("data-field", field.id) + attribute("data-value", value_of(field)) +
         attribute("data-how", how_in_words(field)) + attribute("data-x", number(x)) +
         attribute("data-y", number(y)) + attribute("data-w", number(w)) + attribute("data-h", number(h)) +
         attribute("aria-label", field.id + ": " + (value_of(field).empty() ? "empty" : value_of(field)) +
                                     ", " + how_in_words(field)) +
         "></button>\n";
}

std::string fields_table(const std::vector<const FieldReading*>& fields, const std::string& caption) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\"" +
                    attribute("aria-label", caption) + "><table class=\"grid\">" + tag("caption", caption) +
                    "<thead><tr>";
  for (const char* name : {"field", "value", "sure", "source", "standing"})
    out += tag("th", name, "scope=\"col\"");
  out += "</tr></thead><tbody>\n";
  for (const FieldReading* field : fields) {
    out += "<tr>" + tag("th", field->id, "scope=\"row\"") + tag("td", value_of(*field)) +
           tag("td", how_sure(*field)) + tag("td", std::string(to_string(field->source))) +
           tag("td", standing_in_words(*field)) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string page_section(const ocr::DocumentReading& document, const PageReading& page) {
  std::vector<const FieldReading*> fields;
  for (const FieldReading& field : document.fields)
    if (field.page == page.page) fields.push_back(&field);
  const std::string name =
      std::filesystem::path(document.file).filename().string() + ", page " + std::to_string(page.page);
  std::string out = "<section>\n";
  out += tag("h3", name + ": " +
                       (page.form.empty() ? "no known form"
                                          : page.form + ", page " + std::to_string(page.form_page)));
  if (!page.why.empty()) out += tag("p", page.why);
  if (page.picture) {
    out += "<div class=\"page\"><div class=\"paper\">\n" +
           html_picture(to_base64(ocr::to_png(*page.picture)), name) + "\n";
    for (const FieldReading* field : fields)
      if (has_zone(*field)) out += zone(*field, page);
    out += "</div><div class=\"panel\" aria-live=\"polite\">" +
           tag("p", "Point at a box, or go from box to box with the Tab key.", "class=\"field\"") +
           "<div class=\"crop\" role=\"img\" aria-label=\"nothing yet\" hidden></div>" +
           tag("p", "", "class=\"value\"") + tag("p", "", "class=\"how quiet\"") + "</div></div>\n";
  }
  if (!fields.empty()) {
    out += "<details>" + tag("summary", count_of(static_cast<long long>(fields.size()), "field")) +
           fields_table(fields, "Fields of " + name) + "</details>\n";
  }
  return out + "</section>\n";
}

const workflows::DecisionRule* rule_of(const workflows::Workflow* workflow, const std::string& id) {
  if (workflow == nullptr) return nullptr;
  for (const auto& one : workflow->decisions)
    if (one.id == id) return &one;
  return nullptr;
}

// A rule's tests, those that did not hold marked. A rule that is not in force was not compared: as it is
// written.
std::string tested_cells(const Value& rule, const dmn::TableRule* written, size_t columns) {
  std::string out;
  const List& cells = list(rule, "cells");
  for (size_t i = 0; i < columns; ++i) {
    if (i < cells.size()) {
      const std::string test = text(cells[i], "test");
      out += flag(cells[i], "matched") ? tag("td", test) : tag("td", "✗ " + test, "class=\"no\"");
    } else {
      out += tag("td", written != nullptr && i < written->when.size() ? written->when[i].text : "");
    }
  }
  return out;
}

// What the table compared, from its trace; what it gives, from the workflow's source if that is at hand.
std::string decision_table(const Value& trace, const std::string& caption, const dmn::TableSource* source,
                           const std::vector<workflows::FiredRule>& fired) {
  const List& rules = list(trace, "rules");
  if (rules.empty()) return {};
  // Those of a rule that was compared.
  const auto compared = std::find_if(rules.begin(), rules.end(),
                                     [](const Value& rule) { return !list(rule, "cells").empty(); });
  if (compared == rules.end()) return {};
  const List& columns = list(*compared, "cells");
  std::string out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\"" +
                    attribute("aria-label", caption) + "><table class=\"grid\">" +
                    tag("caption", caption + ", hit policy " + text(trace, "hit_policy"));
  out += "<thead><tr>" + tag("th", "rule", "scope=\"col\"");
  for (const Value& cell : columns)
    out += tag("th", text(cell, "input") + " = " + text(cell, "actual"), "scope=\"col\"");
  if (source != nullptr)
    for (const auto& output : source->outputs)
      out += tag("th", "→ " + (output.name.empty() ? "result" : output.name), "scope=\"col\"");
  out += tag("th", "law", "scope=\"col\"") + "</tr></thead><tbody>\n";
  for (const Value& rule : rules) {
    const long long number = count(rule, "rule");
    const bool is_lit =
        std::any_of(fired.begin(), fired.end(), [&](const auto& one) { return one.number == number; });
    const bool in_force = flag(rule, "in_force");
    out += std::string("<tr") +
           (is_lit     ? " class=\"lit\""
            : in_force ? ""
                       : " class=\"off\"") +
           ">" +
           tag("th",
               (is_lit ? "▶ " : "") + std::to_string(number) + (is_lit ? " fired" : "") +
                   (in_force ? "" : " not in force"),
               "scope=\"row\"");
    const dmn::TableRule* written =
        source != nullptr && number >= 1 && static_cast<size_t>(number) <= source->rules.size()
            ? &source->rules[static_cast<size_t>(number) - 1]
            : nullptr;
    out += tested_cells(rule, written, columns.size());
    if (written != nullptr)
      for (const auto& cell : written->then) out += tag("td", cell.text);
    out += tag("td", text(rule, "reference")) + "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string decision_section(const workflows::DecisionResult& decision, const workflows::DecisionRule* rule) {
  const std::string title = rule != nullptr && !rule->title.empty() ? rule->title : decision.id;
  std::string out = tag("h4", title + ": " + result_in_words(decision.value));
  if (rule != nullptr && rule->value) out += tag("p", rule->value->expression.text(), "class=\"quiet\"");
  out += decision_table(decision.trace, title,
                        rule != nullptr && rule->table ? &rule->table->source() : nullptr, decision.fired);
  for (const Value& table : list(decision.trace, "tables"))
    out += decision_table(table, text(table, "table"), nullptr, decision.fired);
  for (const auto& near : workflows::near_misses(decision, rule)) {
    const std::string law = near.reference.empty() ? "" : ", " + near.reference;
    out += tag("p", "not " + (near.instead.empty() ? "" : near.instead + ", ") + "rule " +
                        std::to_string(near.rule) + law + ": " + join(near.because, " and "));
  }
  for (const std::string& notice : decision.notices) out += tag("p", "note: " + notice, "class=\"quiet\"");
  return out;
}

std::string checks_section(const CaseRecord& record) {
  if (record.checks.empty()) return {};
  std::string out = tag("h4", "Checks") + "<ul>\n";
  for (const auto& check : record.checks) {
    out += check.passed
               ? tag("li", "✓ " + check.id)
               : tag("li", "✗ " + check.id + ": " + check.message + " → " + check.otherwise, "class=\"no\"");
  }
  return out + "</ul>\n";
}

std::string route_section(const CaseRecord& record, const workflows::Workflow* workflow) {
  const auto [label, what] = ending_of(record);
  std::string out = tag("h4", "Route");
  if (!record.route.empty()) out += tag("p", record.route);
  if (!label.empty()) out += tag("p", label + " " + what);
  for (const auto& reason : record.reasons) out += tag("p", "because " + reason.text);
  if (workflow == nullptr) return out;
  for (const auto& passed : workflows::passed_routes(*workflow, record))
    out += tag("p", "not " + passed.id + ": " + passed.condition + " does not hold", "class=\"quiet\"");
  return out;
}

std::string case_section(const CaseRecord& record, const workflows::DryRun& run,
                         const workflows::Workflows& workflows) {
  const workflows::Workflow* workflow = workflows.find(record.workflow, record.version);
  std::vector<std::string> files;
  for (const auto& filing : record.filings)
    files.push_back(filing.file + (filing.role.empty() ? "" : " as " + filing.role));
  std::string out = "<section>\n" +
                    tag("h3", workflow != nullptr ? workflow->title : "No workflow takes it") +
                    tag("p", "from " + join(files, ", "), "class=\"quiet\"") + checks_section(record);
  for (const auto& decision : record.decisions)
    out += decision_section(decision, rule_of(workflow, decision.id));
  out += route_section(record, workflow);
  std::string sent;
  for (const auto& delivery : run.deliveries) {
    if (delivery.case_id != record.id) continue;
    std::string preview;
    for (const std::string_view line : split(trim(delivery.preview), '\n')) preview += html_text(line) + "\n";
    sent += tag("h5", delivery.name) + "<pre class=\"sent\" tabindex=\"0\">" + preview + "</pre>\n";
  }
  return out + (sent.empty() ? "" : tag("h4", "Would send") + sent) + "</section>\n";
}

}  // namespace

std::string dry_run_page(const workflows::DryRun& run, const workflows::Workflows& workflows,
                         const std::vector<ocr::DocumentReading>& documents,
                         const std::optional<std::vector<std::string>>& changes) {
  std::string body = tag("h1", "Dry run") + tag("p", "Nothing was sent.", "class=\"quiet\"");
  if (changes) {
    body += tag("h2", "Since the last run") + "<ul>\n";
    for (const std::string& change : *changes) body += tag("li", change);
    if (changes->empty()) body += tag("li", "everything is as it was");
    body += "</ul>\n";
  }
  body += tag("h2", "What was read");
  for (const ocr::DocumentReading& document : documents) {
    if (document.failure) body += tag("p", document.file + ": " + document.failure->message);
    for (const PageReading& page : document.pages) body += page_section(document, page);
  }
  body += tag("h2", "What would become of it");
  for (const CaseRecord& record : run.cases) body += case_section(record, run, workflows);
  return html_page("Dry run", body, kStyle, kScript);
}

}  // namespace mailroom::cli
