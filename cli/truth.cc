#include "cli/truth.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom::cli {

namespace {

constexpr std::string_view kTruthFile = "truth.json";

[[noreturn]] void invalid(const std::filesystem::path& file, const std::string& expected) {
  throw Error(Fault::usage, "truth_invalid", "expected " + expected, file.string(),
              "a list of {file, fields: [{page, name, value}]}, as 'mailroom form fill' writes it");
}

std::optional<ocr::Zone> zone_of(const Value& rect) {
  if (!rect.is(Value::Kind::list) || rect.list().size() != 4) return std::nullopt;
  double side[4] = {};
  for (size_t i = 0; i < 4; ++i) {
    if (!rect.list()[i].is(Value::Kind::number)) return std::nullopt;
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

double distance(const ocr::Zone& a, const ocr::Zone& b) {
  return std::abs(a.x0 - b.x0) + std::abs(a.y0 - b.y0);
}

bool has_letter(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return std::isalpha(c) != 0; });
}

std::string without_space(std::string_view text) {
  return replace_all(fold_space(text), " ", "");
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
  std::multimap<std::pair<int, std::string>, const ocr::FieldReading*> read;
  for (const ocr::FieldReading& field : reading.fields) read.insert({{field.page, field.acroform}, &field});
  for (const TrueField& one : truth.fields) {
    auto [found, end] = read.equal_range({one.page, one.name});
    if (found == end) {
      ++claims.unread;
      continue;
    }
    // The buttons of a choice have one name.
    if (one.zone && std::next(found) != end) {
      found = std::min_element(found, end, [&](const auto& a, const auto& b) {
        return distance(a.second->zone, *one.zone) < distance(b.second->zone, *one.zone);
      });
    }
    const ocr::FieldReading& field = *found->second;
    // What is never accepted by a machine makes no claim.
    if (field.altered || field.conflict) continue;
    const auto group = ocr::group_of(field);
    if (!group) {
      ++claims.exact;
      continue;
    }
    claims.by_group[*group].push_back({field.confidence, is_right(field.value, one.value)});
  }
}

}  // namespace mailroom::cli
