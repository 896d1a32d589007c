#include "ocr/field.h"

#include <mutex>

namespace mailroom::ocr {
namespace {

constexpr std::pair<FieldType, std::string_view> kFieldTypes[] = {
    {FieldType::text, "text"},     {FieldType::name, "name"}, {FieldType::integer, "integer"},
    {FieldType::amount, "amount"}, {FieldType::date, "date"}, {FieldType::checkbox, "checkbox"},
};

}  // namespace

struct FieldList::Content {
  std::once_flag once;
  std::function<std::vector<Field>()> make;  // empty: `fields` are there
  std::vector<Field> fields;
};

FieldList::FieldList(std::vector<Field> fields) : content_(std::make_shared<Content>()) {
  content_->fields = std::move(fields);
}

FieldList FieldList::made_later(std::function<std::vector<Field>()> make) {
  FieldList later;
  later.content_ = std::make_shared<Content>();
  later.content_->make = std::move(make);
  return later;
}

const std::vector<Field>& FieldList::list() const {
  static const std::vector<Field> none;
  if (content_ == nullptr) return none;
  std::call_once(content_->once, [this] {
    if (content_->make) content_->fields = content_->make();
    content_->make = nullptr;
  });
  return content_->fields;
}

void FieldList::push_back(Field field) {
  if (content_.use_count() == 1) {
    list();  // made, if it was not
    content_->fields.push_back(std::move(field));
    return;
  }
  std::vector<Field> fields = list();  // others have them too
  fields.push_back(std::move(field));
  *this = FieldList(std::move(fields));
}

std::string_view to_string(FieldType type) {
  for (const auto& [known, name] : kFieldTypes) {
    if (known == type) return name;
  }
  return "text";
}

std::optional<FieldType> parse_field_type(std::string_view text) {
  for (const auto& [type, name] : kFieldTypes) {
    if (name == text) return type;
  }
  return std::nullopt;
}

}  // namespace mailroom::ocr
