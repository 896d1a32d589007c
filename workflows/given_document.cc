#include "workflows/given_document.h"

#include <algorithm>

#include "workflows/typed_value.h"

namespace mailroom::workflows {

ocr::FieldReading sure_reading(const ocr::Field& field, std::string id, Value value) {
  ocr::FieldReading reading;
  reading.id = std::move(id);
  reading.acroform = field.acroform;
  reading.type = field.type;
  reading.page = std::max(1, field.page);
  reading.value = std::move(value);
  reading.confidence = 1;
  reading.accepted = true;
  reading.zone = field.zone;
  return reading;
}

ReadDocument empty_document(const ocr::Form& form, std::string id, std::string file, Instant received) {
  ReadDocument document;
  document.document_id = std::move(id);
  document.file = std::move(file);
  document.received = received;
  document.reading.file = document.file;
  const size_t pages = std::max<size_t>(1, form.pages.size());  // a free layout has no blank
  for (size_t i = 1; i <= pages; ++i) {
    ocr::PageReading page;
    page.page = page.form_page = static_cast<int>(i);
    page.form = form.id;
    page.confidence = 1;
    document.reading.pages.push_back(std::move(page));
  }
  for (const ocr::Field& field : form.fields) {
    document.reading.fields.push_back(sure_reading(field, field.id, written_value(field, "")));
    auto& reading = document.reading.fields.back();
    reading.page = std::min(reading.page, static_cast<int>(pages));
  }
  for (const ocr::Table& table : form.tables)
    document.reading.fields.push_back(sure_reading(table.rows, table.rows.id, "0"));
  return document;
}

ocr::FieldReading* reading_in(ReadDocument& document, std::string_view field) {
  auto& fields = document.reading.fields;
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const ocr::FieldReading& one) { return one.id == field; });
  return at == fields.end() ? nullptr : &*at;
}

Value written_value(const ocr::Field& field, std::string_view text) {
  if (field.type != ocr::FieldType::checkbox) return Value(text);
  return typed_value(field, "", Value(text)).value_or(Value(text));
}

}  // namespace mailroom::workflows
