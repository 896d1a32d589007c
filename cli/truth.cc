#include "cli/truth.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "base/written.h"

namespace mailroom::cli {

namespace {

constexpr std::string_view kTruthFile = "truth.json";

[[noreturn]] void invalid(const std::filesystem::path& file, const std::string& expected) {
  throw Error(Fault::usage, "truth_invalid", "expected " + expected, file.string(),
              "a list of {file, fields: [{page, name, value}]}, as 'mailroom form fill' writes it");
}

ocr::Zone zone_of(const Value& rect) {
  if (!rect.is(Value::Kind::list) || rect.list().size() != 4) return {};
  double side[4] = {};
  for (size_t i = 0; i < 4; ++i) {
    if (!rect.list()[i].is(Value::Kind::number)) return {};
    side[i] = rect.list()[i].number().to_double();
  }
  return ocr::Zone{side[0], side[1], side[2], side[3]};
}

TrueDocument document_of(const Value& entry, const std::filesystem::path& file) {
  if (!entry.is(Value::Kind::context)) invalid(file, "an object for each document");
  const Context& object = entry.context();
  const std::string name = object.at("file").text_or("");
  const Value& fields = object.at("fields");
  if (name.empty() || !fields.is(Value::Kind::list)) invalid(file, "'file' and 'fields' for each document");
  TrueDocument document;
  document.file = file.parent_path() / name;
  for (const Value& one : fields.list()) {
    if (!one.is(Value::Kind::context)) invalid(file, "an object for each field");
    const Context& field = one.context();
    const Value &page = field.at("page"), &value = field.at("value");
    const auto number = page.is(Value::Kind::number) ? page.number().to_integer() : std::nullopt;
    const bool is_scalar = value.is(Value::Kind::text) || value.is(Value::Kind::boolean);
    if (!number || *number < 0 || *number > 9'999 || !is_scalar) {
      invalid(file, "'page' from 0 and 'value' as text, true or false for each field of '" + name + "'");
    }
    document.fields.push_back(
        {static_cast<int>(*number) + 1, field.at("name").text_or(""), value, zone_of(field.at("rect"))});
  }
  return document;
}

const std::string& name_of(const TrueField& field) {
  return field.name;
}
const std::string& name_of(const ocr::FieldReading& field) {
  return field.acroform;
}

// By page, PDF name, and which one of that name it is: the buttons of a choice have one name. They are
// counted from the top left, whatever the scan moved.
template <typename Field>
auto places_of(const std::vector<Field>& fields) {
  std::map<std::pair<int, std::string>, std::vector<const Field*>> named;
  for (const Field& field : fields) named[{field.page, name_of(field)}].push_back(&field);
  std::map<std::tuple<int, std::string, size_t>, const Field*> places;
  for (auto& [place, of_name] : named) {
    std::ranges::stable_sort(of_name, {}, [](const Field* f) { return f->zone.x0 + f->zone.y0; });
    for (size_t i = 0; i < of_name.size(); ++i) places[{place.first, place.second, i}] = of_name[i];
  }
  return places;
}

bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return std::isalpha(c) != 0; });
}

std::string without_space(std::string_view text) {
  return replace_all(fold_space(text), " ", "");
}

// Numbers and dates as a workflow understands them, whatever their signs: documents for calibration are
// English.
bool says_the_same(ocr::FieldType type, const Value& read, const Value& truth) {
  constexpr std::string_view kLocale = "en-GB";
  const std::string a = read.text_or(""), b = truth.text_or("");
  if (type == ocr::FieldType::date) {
    const auto date = date_written(b, kLocale);
    if (date && date_written(a, kLocale) == date) return true;
  } else if (type == ocr::FieldType::amount || type == ocr::FieldType::integer) {
    const auto number = number_written(b, kLocale);
    if (number && number_written(a, kLocale) == number) return true;
  }
  return is_right(read, truth);
}

bool is_among_readings(const ocr::FieldReading& field, const Value& truth) {
  return says_the_same(field.type, field.value, truth) ||
         std::ranges::any_of(field.alternatives, [&](const ocr::Alternative& one) {
           return says_the_same(field.type, one.value, truth);
         });
}

}  // namespace

std::vector<TrueDocument> load_truth(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kTruthFile;
  const Value root = parse_json(read_file(file), file.string());
  if (!root.is(Value::Kind::list)) invalid(file, "a list of documents");
  std::vector<TrueDocument> documents;
  for (const Value& entry : root.list()) documents.push_back(document_of(entry, file));
  return documents;
}

bool is_right(const Value& value, const Value& truth) {
  if (truth.is(Value::Kind::boolean)) return value == truth;
  const std::string read = value.text_or(""), wanted = truth.text_or("");
  return has_letter(wanted) ? fold_space(read) == fold_space(wanted)
                            : without_space(read) == without_space(wanted);
}

void add_claims(const TrueDocument& truth, const ocr::DocumentReading& reading, Claims& claims) {
  ++claims.documents;
  const auto places = places_of(reading.fields);
  for (const auto& [place, wanted] : places_of(truth.fields)) {
    const auto found = places.find(place);
    if (found == places.end()) {
      ++claims.unread;
      continue;
    }
    const ocr::FieldReading& field = *found->second;
    // What is never accepted by a machine makes no claim.
    if (field.altered || field.conflict) continue;
    const auto group = ocr::group_of(field);
    if (!group) {
      ++claims.exact;
      continue;
    }
    const bool right = is_right(field.value, wanted->value);
    claims.by_group[*group].push_back({field.confidence, right});
    if (!right && group != ocr::FieldGroup::mark && group != ocr::FieldGroup::blank)
      claims.alternatives[*group].push_back({field.confidence, is_among_readings(field, wanted->value)});
  }
}

}  // namespace mailroom::cli
