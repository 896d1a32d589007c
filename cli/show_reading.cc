#include "cli/show_reading.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "cli/words.h"
#include "ocr/batch.h"
#include "ocr/overlay.h"

namespace mailroom::cli {

namespace {

using ocr::DocumentReading;
using ocr::FieldReading;
using ocr::PageReading;
using ocr::Standing;

bool is_empty(const FieldReading& field) {
  return field.type == ocr::FieldType::checkbox ? !field.value.is_true() : field.value.text_or("").empty();
}

std::string value_text(const Value& value) {
  if (value.is(Value::Kind::boolean)) return value.boolean() ? "ticked" : "not ticked";
  const std::string text = clean(value.text_or(""));
  return text.empty() ? "empty" : text;
}

// Never rounded up to what it is not.
std::string percent(double confidence) {
  if (confidence >= 0.9999) return "sure";
  char text[16];
  std::snprintf(text, sizeof text, "%.2f%%", confidence * 100);
  return text;
}

// What else an unsure field may say; nobody has to choose where it is sure.
std::string others(const FieldReading& field) {
  if (field.accepted) return {};
  std::vector<std::string> values;
  for (const ocr::Alternative& other : field.alternatives) {
    if (!(other.value == field.value)) values.push_back(value_text(other.value));
    if (values.size() == 3) break;
  }
  return values.empty() ? "" : " or " + join(values, " or ");
}

Table::Cell standing_cell(const FieldReading& field) {
  if (field.altered) return {"altered", Tone::bad};
  if (field.conflict) return {"two sources differ", Tone::bad};
  const std::string repaired = field.repaired ? ", by its check digit" : "";
  if (!field.accepted) return {percent(field.confidence) + repaired + ", to check", Tone::warning};
  return {percent(field.confidence) + repaired, Tone::good};
}

std::string headline(const DocumentReading& reading) {
  std::vector<std::string> forms;
  size_t unknown = 0;
  for (const PageReading& page : reading.pages) {
    if (page.form.empty() && page.separator.empty()) ++unknown;
    if (!page.form.empty() && std::ranges::find(forms, page.form) == forms.end()) forms.push_back(page.form);
  }
  std::string line = forms.empty() ? "no known form" : clean(join(forms, ", "));
  line += ", " + count_of(static_cast<long long>(reading.pages.size()), "page");
  const std::vector<int> parts = ocr::parts_of_batch(reading.pages);
  if (!parts.empty() && parts.back() > 1) line += ", a batch of " + count_of(parts.back(), "document");
  if (unknown > 0 && !forms.empty()) line += " (" + std::to_string(unknown) + " unknown)";
  if (reading.fields.empty()) return line;
  const auto sure = std::ranges::count_if(reading.fields, &FieldReading::accepted);
  return line + ", " + count_of(static_cast<long long>(reading.fields.size()), "field") + ": " +
         std::to_string(sure) + " sure";
}

void show_page_trouble(const DocumentReading& reading, const Terminal& terminal, std::string& out) {
  for (const PageReading& page : reading.pages) {
    if (page.duplicate_of != 0) {
      out += "  page " + std::to_string(page.page) + ": " +
             paint(terminal, Tone::warning, "page " + std::to_string(page.duplicate_of) + " again") +
             (page.differs ? ", with other values" : "") + '\n';
    }
    const auto of_kind = [&](ocr::NoteKind kind) {
      return std::ranges::count(page.notes, kind, &ocr::Note::kind);
    };
    std::vector<std::string> beside;
    if (const auto notes = of_kind(ocr::NoteKind::note)) beside.push_back(count_of(notes, "note"));
    if (const auto stamps = of_kind(ocr::NoteKind::stamp)) beside.push_back(count_of(stamps, "stamp"));
    if (!beside.empty())
      out += "  page " + std::to_string(page.page) + ": " +
             paint(terminal, Tone::warning, join(beside, " and ")) + " beside the fields\n";
    if (!page.separator.empty()) {
      out += "  page " + std::to_string(page.page) + ": a separator sheet\n";
      continue;
    }
    if (!page.form.empty()) continue;
    out += "  page " + std::to_string(page.page) + ": " +
           paint(terminal, Tone::warning, page.why.empty() ? "unknown" : clean(page.why));
    std::vector<std::string> candidates;
    for (const ocr::Alternative& one : page.candidates) candidates.push_back(value_text(one.value));
    if (!candidates.empty()) out += ": " + join(candidates, " or ") + "?";
    out += '\n';
  }
  for (const ocr::MissingPage& page : reading.missing) {
    out += "  " + paint(terminal, Tone::warning, "missing") + ": page " + std::to_string(page.form_page) +
           " of " + clean(page.form) +
           (page.part > 0 ? " in the batch's document " + std::to_string(page.part) : "") + '\n';
  }
}

}  // namespace

std::string to_text(const DocumentReading& reading, const Terminal& terminal) {
  std::string out = paint(terminal, Tone::strong, clean(reading.file)) + "\n";
  if (reading.failure) {
    return out + "  " + paint(terminal, Tone::bad, "unreadable") + ": " + clean(reading.failure->message) +
           "\n";
  }
  out += "  " + headline(reading) + "\n";
  show_page_trouble(reading, terminal, out);
  using enum Table::Align;
  Table table({left, left, left, left}, 4);
  long long empty = 0;
  for (const FieldReading& field : reading.fields) {
    if (is_empty(field) && field.accepted) {
      ++empty;
      continue;
    }
    table.row({clean(field.id), value_text(field.value) + others(field), standing_cell(field),
               Table::Cell(source_in_words(to_string(field.source)), Tone::quiet)});
  }
  if (!table.empty()) out += table.to_text(terminal);
  if (empty > 0) out += "    and " + std::to_string(empty) + " left empty\n";
  return out;
}

}  // namespace mailroom::cli
