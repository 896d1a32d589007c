#include "cli/truth.h"

#include <algorithm>
#include <cctype>

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
    document.fields[{static_cast<int>(*number) + 1, field.at("name").text_or("")}] = value;
  }
  return document;
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
  std::map<std::pair<int, std::string>, const ocr::FieldReading*> read;
  for (const ocr::FieldReading& field : reading.fields) read[{field.page, field.acroform}] = &field;
  for (const auto& [place, value] : truth.fields) {
    const auto found = read.find(place);
    if (found == read.end()) {
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
    claims.by_group[*group].push_back({field.confidence, is_right(field.value, value)});
  }
}

}  // namespace mailroom::cli
