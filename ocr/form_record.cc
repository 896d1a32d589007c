#include "ocr/form_record.h"

namespace mailroom::ocr {
namespace {

void append_texts(std::string& to, const std::vector<std::string>& texts) {
  append_number(to, static_cast<uint32_t>(texts.size()));
  for (const std::string& text : texts) append_text(to, text);
}

// A damaged count ends with the bytes.
std::vector<std::string> take_texts(PackedBytes& from) {
  std::vector<std::string> texts;
  for (auto left = from.number<uint32_t>(); left > 0 && from.is_whole(); --left) texts.push_back(from.text());
  return texts;
}

void append_code(std::string& to, const std::optional<ExpectedCode>& code) {
  append_number(to, static_cast<uint8_t>(code ? 1 : 0));
  if (!code) return;
  append_number(to, static_cast<uint32_t>(code->kinds.size()));
  for (const CodeKind kind : code->kinds) append_number(to, kind);
  append_text(to, code->pattern);
}

std::optional<ExpectedCode> take_code(PackedBytes& from) {
  if (from.number<uint8_t>() == 0) return std::nullopt;
  ExpectedCode code;
  for (auto left = from.number<uint32_t>(); left > 0 && from.is_whole(); --left)
    code.kinds.push_back(from.number<CodeKind>());
  code.pattern = from.text();
  return code;
}

void append_date(std::string& to, const std::optional<Date>& date) {
  append_number(to, static_cast<uint8_t>(date ? 1 : 0));
  if (!date) return;
  append_number(to, date->year);
  append_number(to, date->month);
  append_number(to, date->day);
}

std::optional<Date> take_date(PackedBytes& from) {
  if (from.number<uint8_t>() == 0) return std::nullopt;
  Date date;
  date.year = from.number<int32_t>();
  date.month = from.number<uint8_t>();
  date.day = from.number<uint8_t>();
  return date;
}

constexpr uint8_t kComb = 1, kMultiline = 2, kRequired = 4, kProposed = 8;

void append_field(std::string& to, const Field& field) {
  for (const std::string* text : {&field.id, &field.acroform, &field.label, &field.format, &field.on_value,
                                  &field.pattern, &field.language})
    append_text(to, *text);
  append_number(to, field.type);
  append_number(to, field.page);
  for (const double side : {field.zone.x0, field.zone.y0, field.zone.x1, field.zone.y1})
    append_number(to, side);
  append_number(to, field.max_length);
  append_number(to,
                static_cast<uint8_t>((field.comb ? kComb : 0) | (field.multiline ? kMultiline : 0) |
                                     (field.required ? kRequired : 0) | (field.proposed ? kProposed : 0)));
  append_number(to, field.threshold);
  append_texts(to, field.near);
  append_number(to, field.side);
  append_code(to, field.barcode);
}

void take_field(PackedBytes& from, Field& field) {
  for (std::string* text : {&field.id, &field.acroform, &field.label, &field.format, &field.on_value,
                            &field.pattern, &field.language})
    *text = from.text();
  field.type = from.number<FieldType>();
  field.page = from.number<int>();
  for (double* side : {&field.zone.x0, &field.zone.y0, &field.zone.x1, &field.zone.y1})
    *side = from.number<double>();
  field.max_length = from.number<int>();
  const auto flags = from.number<uint8_t>();
  field.comb = (flags & kComb) != 0;
  field.multiline = (flags & kMultiline) != 0;
  field.required = (flags & kRequired) != 0;
  field.proposed = (flags & kProposed) != 0;
  field.threshold = from.number<double>();
  field.near = take_texts(from);
  field.side = from.number<Field::Side>();
  field.barcode = take_code(from);
}

void append_table(std::string& to, const Table& table) {
  append_field(to, table.rows);
  append_texts(to, table.until);
  append_number(to, static_cast<uint32_t>(table.columns.size()));
  for (const TableColumn& column : table.columns) {
    append_field(to, column.field);
    append_number(to, static_cast<uint8_t>(column.optional ? 1 : 0));
    append_text(to, column.total);
  }
}

void take_table(PackedBytes& from, Table& table) {
  take_field(from, table.rows);
  table.until = take_texts(from);
  for (auto left = from.number<uint32_t>(); left > 0 && from.is_whole(); --left) {
    TableColumn& column = table.columns.emplace_back();
    take_field(from, column.field);
    column.optional = from.number<uint8_t>() != 0;
    column.total = from.text();
  }
}

void append_page(const FormPage& page, std::string& records, std::string& words) {
  append_number(records, page.width);
  append_number(records, page.height);
  append_number(records, static_cast<uint64_t>(words.size()));
  append_number(records, static_cast<uint64_t>(page.words.packed().size()));
  words += page.words.packed();
  append_code(records, page.code);
}

FormPage take_page(PackedBytes& records, std::string_view words, const std::shared_ptr<const void>& owner) {
  FormPage page;
  page.width = records.number<double>();
  page.height = records.number<double>();
  const auto at = records.number<uint64_t>(), size = records.number<uint64_t>();
  if (size > 0 && at <= words.size() && size <= words.size() - at)
    page.words = PrintedWords(words.substr(at, size), owner);
  page.code = take_code(records);
  return page;
}

}  // namespace

void append_form(const Form& form, std::string& records, std::string& words) {
  for (const std::string* text : {&form.id, &form.title, &form.edition, &form.locale, &form.language})
    append_text(records, *text);
  append_date(records, form.valid_from);
  append_date(records, form.valid_to);
  append_number(records, form.layout);
  append_texts(records, form.field_languages);
  append_texts(records, form.phrases);
  append_texts(records, form.unless);
  append_code(records, form.code);
  append_number(records, static_cast<uint32_t>(form.pages.size()));
  for (const FormPage& page : form.pages) append_page(page, records, words);
  append_number(records, static_cast<uint32_t>(form.tables.size()));
  for (const Table& table : form.tables) append_table(records, table);
  std::string fields;
  for (const Field& field : form.fields) append_field(fields, field);
  append_number(records, static_cast<uint32_t>(form.fields.size()));
  append_text(records, fields);
}

Form take_form(PackedBytes& records, std::string_view words, const std::shared_ptr<const void>& owner) {
  Form form;
  for (std::string* text : {&form.id, &form.title, &form.edition, &form.locale, &form.language})
    *text = records.text();
  form.valid_from = take_date(records);
  form.valid_to = take_date(records);
  form.layout = records.number<Form::Layout>();
  form.field_languages = take_texts(records);
  form.phrases = take_texts(records);
  form.unless = take_texts(records);
  form.code = take_code(records);
  for (auto left = records.number<uint32_t>(); left > 0 && records.is_whole(); --left)
    form.pages.push_back(take_page(records, words, owner));
  for (auto left = records.number<uint32_t>(); left > 0 && records.is_whole(); --left)
    take_table(records, form.tables.emplace_back());
  const auto count = records.number<uint32_t>();
  form.fields = FieldList::made_later([count, packed = records.view(), owner] {
    PackedBytes from(packed);
    std::vector<Field> fields;
    for (auto left = count; left > 0 && from.is_whole(); --left) take_field(from, fields.emplace_back());
    return fields;
  });
  return form;
}

}  // namespace mailroom::ocr
