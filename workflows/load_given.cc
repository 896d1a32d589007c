// `given:` of a test: documents by what stands on them, facts, what look-ups find, what destinations answer.
#include <algorithm>

#include "base/decimal.h"
#include "base/local_time.h"
#include "base/share.h"
#include "base/text.h"
#include "workflows/given_document.h"
#include "workflows/identifier_functions.h"
#include "workflows/test_language.h"
#include "workflows/test_loader.h"
#include "workflows/typed_value.h"

namespace mailroom::workflows {

namespace {

constexpr char kForm[] = "form", kReceived[] = "received";

// The one entry of a mapping such as {refused: why}; null for anything else.
const yaml::Entry* only_entry(const yaml::Node& node) {
  return node.is_mapping() && node.entries.size() == 1 ? &node.entries.front() : nullptr;
}

}  // namespace

void TestLoader::load_given(const yaml::Node& given, TestCase& test) {
  if (const yaml::Node* received = scalar_at(given, kReceived)) test.received = parse_date(received->text);
  test.made_up = text_at(given, "made_up") == "true";
  load_files(given, test);
  if (const yaml::Node* facts = mapping_at(given, "facts")) load_facts(*facts, test);
  if (const yaml::Node* documents = mapping_at(given, "documents")) load_documents(*documents, test);
  if (const yaml::Node* lookups = mapping_at(given, "lookups")) load_lookups(*lookups, test);
  if (const yaml::Node* answers = mapping_at(given, "answers")) load_answers(*answers, test);
}

void TestLoader::load_files(const yaml::Node& given, TestCase& test) {
  const yaml::Node* files = list_at(given, "files");
  if (!files) return;
  for (const yaml::Node& file : files->items) {
    if (!file.is_scalar()) continue;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(site_ / file.text, failed)) {
      error(file.place, "file_not_found", "there is no file '" + file.text + "' in the site",
            "name it from the site's folder: samples/01.pdf");
    }
    test.files.push_back(said(file));
  }
}

void TestLoader::load_documents(const yaml::Node& documents, TestCase& test) {
  std::vector<std::string> known;
  for (const DocumentRole& role : test.workflow->documents) known.push_back(role.name);
  for (const yaml::Entry& entry : documents.entries) {
    const DocumentRole* role = test.workflow->role(entry.key);
    if (!role) {
      unknown(entry.place, "the workflow takes no document", entry.key, known);
    } else if (entry.value.is_mapping()) {
      load_document(*role, entry.value, test);
    } else if (entry.value.is_list()) {
      for (const yaml::Node& item : entry.value.items) load_document(*role, item, test);
    } else if (!entry.value.is_null()) {  // nothing: the file's is not there in this test
      error(entry.value.place, "wrong_type",
            "'" + entry.key + "': expected fields or a list of documents, got '" + entry.value.text + "'",
            entry.key + ": {" + kForm + ": …}");
    }
  }
}

const ocr::Form* TestLoader::form_of(const DocumentRole& role, const yaml::Node& node,
                                     const Workflow& workflow) {
  const ocr::Form* form = role.forms.empty() ? nullptr : workflow.form(role.forms.front());
  const yaml::Node* named = scalar_at(node, kForm);
  if (!named || (form && form->find(kForm))) return form;
  if (std::find(role.forms.begin(), role.forms.end(), named->text) == role.forms.end()) {
    unknown(named->place, "'" + role.name + "' has no form", named->text, role.forms);
    return nullptr;
  }
  return workflow.form(named->text);
}

void TestLoader::load_document(const DocumentRole& role, const yaml::Node& node, TestCase& test) {
  if (!node.is_mapping()) {
    error(node.place, "wrong_type",
          "'" + role.name + "': expected fields by name, got " + std::string(kind_name(node.kind)));
    return;
  }
  const ocr::Form* form = form_of(role, node, *test.workflow);
  if (!form) return;
  Date received = test.received.value_or(local_date(test.now));
  if (const yaml::Node* day = scalar_at(node, kReceived); day && !form->find(kReceived)) {
    if (const auto parsed = parse_date(day->text)) {
      received = *parsed;
    } else {
      error(day->place, "wrong_value",
            "'received': expected a date such as 2026-11-23, got '" + day->text + "'");
    }
  }
  const auto number = std::to_string(test.documents.size() + 1);
  ReadDocument document =
      empty_document(*form, "given-" + number, role.name + " (" + number + ")", start_of_local_day(received));
  for (const yaml::Entry& entry : node.entries) {
    const ocr::Table* table = form->find_table(entry.key);
    const ocr::Field* field = form->find(entry.key);
    if (table && entry.value.is_list()) {
      load_rows(*form, *table, entry.value, document);
    } else if (field) {
      load_field(*form, *field, entry.key, entry.value, document);
    } else if (entry.key != kForm && entry.key != kReceived) {
      unknown(entry.place, "form '" + form->id + "' has no field", entry.key, form->names());
    }
  }
  test.documents.push_back(std::move(document));
}

void TestLoader::load_field(const ocr::Form& form, const ocr::Field& field, const std::string& id,
                            const yaml::Node& node, ReadDocument& document) {
  ocr::FieldReading* reading = reading_in(document, id);
  if (!reading) {
    document.reading.fields.push_back(sure_reading(field, id, ""));
    reading = &document.reading.fields.back();
  }
  const yaml::Entry* special = only_entry(node);
  const yaml::Node* plain = node.is_scalar() ? &node : nullptr;
  if (special && special->key == kUnsure && special->value.is_mapping()) {
    load_unsure(field, special->value, *reading);
  } else if (special && special->key == kAltered && special->value.is_scalar()) {
    plain = &special->value;
    reading->altered = true;
    reading->accepted = false;
  } else if (!plain && !node.is_null()) {
    error(node.place, "wrong_type",
          "'" + id + "': expected what stands in the field, got " + std::string(kind_name(node.kind)),
          "a text, {unsure: {3: 70%, 8: 25%}} or {altered: 3}");
  }
  if (!plain) return;
  reading->value = written_value(field, plain->text);
  // What is left of something struck out need not be anything.
  if (!reading->altered && !typed_value(field, form.locale, reading->value)) {
    error(plain->place, "field_invalid",
          "'" + id + "': '" + plain->text + "' is not " + expected_in(field, form.locale),
          "a reading of that: " + id + ": {unsure: {'" + plain->text + "': 60%}}");
  }
}

void TestLoader::load_unsure(const ocr::Field& field, const yaml::Node& node, ocr::FieldReading& reading) {
  reading.accepted = false;
  double sum = 0;
  for (const yaml::Entry& entry : node.entries) {
    const auto share = parse_share(entry.value.text);
    if (!share) {
      error(
          entry.value.place, "wrong_value",
          "how likely '" + entry.key + "' is: expected a share such as 70%, got '" + entry.value.text + "'");
      continue;
    }
    sum += *share;
    const Value value = written_value(field, entry.key);
    if (&entry == &node.entries.front()) {
      reading.value = value;
      reading.confidence = *share;
    } else {
      reading.alternatives.push_back({value, *share});
    }
  }
  constexpr double kAlmost = 1e-9;
  if (sum > 1 + kAlmost) error(node.place, "wrong_value", "the readings are likelier than 100% together");
}

void TestLoader::load_rows(const ocr::Form& form, const ocr::Table& table, const yaml::Node& node,
                           ReadDocument& document) {
  reading_in(document, table.rows.id)->value = std::to_string(node.items.size());
  std::vector<std::string> known;
  for (const ocr::TableColumn& column : table.columns) known.push_back(column.field.id);
  for (size_t row = 0; row < node.items.size(); ++row) {
    const auto cell = [&](const std::string& column) {
      return to_string(ocr::CellName{table.rows.id, static_cast<int>(row) + 1, column});
    };
    for (const ocr::TableColumn& column : table.columns)
      document.reading.fields.push_back(sure_reading(column.field, cell(column.field.id), ""));
    for (const yaml::Entry& entry : node.items[row].entries) {
      const ocr::TableColumn* column = table.find(entry.key);
      if (column) {
        load_field(form, column->field, cell(entry.key), entry.value, document);
      } else {
        unknown(entry.place, "table '" + table.rows.id + "' has no column", entry.key, known);
      }
    }
  }
}

// Facts of the test's own, in the place of the workflow's formulas.
void TestLoader::load_facts(const yaml::Node& facts, TestCase& test) {
  auto changed = std::make_shared<Workflow>(*test.workflow);
  std::vector<std::string> known;
  for (const Fact& fact : changed->facts) known.push_back(fact.name);
  static const feel::Scope kNothingInScope(workflow_functions());
  for (const yaml::Entry& entry : facts.entries) {
    const auto fact = std::find_if(changed->facts.begin(), changed->facts.end(),
                                   [&](const Fact& one) { return one.name == entry.key; });
    if (fact == changed->facts.end()) {
      unknown(entry.place, "there is no fact", entry.key, known);
      continue;
    }
    yaml::Node node = entry.value;
    if (node.is_null()) {
      node.kind = yaml::Node::Kind::scalar;
      node.text = "null";
    }
    if (!node.is_scalar()) {
      error(node.place, "wrong_type",
            "'" + entry.key + "': expected FEEL, got " + std::string(kind_name(node.kind)),
            "put the whole text in quotes");
      continue;
    }
    if (auto made = expression(node, kNothingInScope)) fact->formula = {std::move(*made), node.place};
  }
  test.workflow = std::move(changed);
}

void TestLoader::load_lookups(const yaml::Node& lookups, TestCase& test) {
  std::vector<std::string> known;
  for (const LookupSpec& spec : test.workflow->lookups) known.push_back(spec.name);
  for (const yaml::Entry& entry : lookups.entries) {
    const auto& specs = test.workflow->lookups;
    const auto spec = std::find_if(specs.begin(), specs.end(),
                                   [&](const LookupSpec& one) { return one.name == entry.key; });
    if (spec == specs.end()) {
      unknown(entry.place, "there is no look-up", entry.key, known);
      continue;
    }
    using Kind = connectors::Finding::Kind;
    connectors::Finding finding;
    const yaml::Node& node = entry.value;
    const yaml::Entry* only = only_entry(node);
    if (only && (only->key == "unavailable" || only->key == "refused") && only->value.is_scalar()) {
      finding.kind = only->key == "refused" ? Kind::refused : Kind::unavailable;
      finding.why = only->value.text;
    } else if (node.is_list()) {
      for (const yaml::Node& row : node.items) finding.rows.push_back(load_row(*spec, row));
    } else if (!node.is_scalar() || node.text != kNothing) {
      finding.rows.push_back(load_row(*spec, node));
    }
    test.lookups[entry.key] = std::move(finding);
  }
}

connectors::FoundRow TestLoader::load_row(const LookupSpec& spec, const yaml::Node& node) {
  connectors::FoundRow row;
  row.score = Decimal(1);
  if (!node.is_mapping()) {
    error(node.place, "wrong_type",
          "'" + spec.name + "': expected a row's columns by name, got " + std::string(kind_name(node.kind)),
          "or 'nothing'");
    return row;
  }
  std::vector<std::string> known;
  const Value& select = spec.settings.at("select");
  for (const Value& column : select.context().at("columns").list()) {
    known.push_back(column.text_or(""));
    row.columns.put(known.back(), Value());
  }
  if (spec.is_fuzzy()) known.emplace_back("score");
  for (const yaml::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
      unknown(entry.place, "look-up '" + spec.name + "' has no column", entry.key, known);
      continue;
    }
    const Value value = constant(entry.value);
    if (spec.is_fuzzy() && entry.key == "score") {
      if (value.is(Value::Kind::number)) row.score = value.number();
    } else {
      row.columns.put(entry.key, value);
    }
  }
  return row;
}

void TestLoader::load_answers(const yaml::Node& answers, TestCase& test) {
  for (const yaml::Entry& entry : answers.entries) {
    if (!is_delivery(*test.workflow, said(entry))) continue;
    const DeliverySpec& spec = *test.workflow->delivery(entry.key);
    auto& told = test.answers[entry.key];
    if (entry.value.is_list()) {
      for (const yaml::Node& item : entry.value.items) told.push_back(load_answer(spec, item));
    } else {
      told.push_back(load_answer(spec, entry.value));
    }
  }
}

connectors::DeliveryOutcome TestLoader::load_answer(const DeliverySpec& spec, const yaml::Node& node) {
  using Kind = connectors::DeliveryOutcome::Kind;
  static const std::pair<std::string_view, Kind> kKinds[] = {{"refused", Kind::refused},
                                                             {"retry_later", Kind::retry_later},
                                                             {"unavailable", Kind::unavailable},
                                                             {"unknown", Kind::unknown}};
  connectors::DeliveryOutcome outcome;
  if (node.is_scalar() && node.text == kDelivered) return outcome;
  const yaml::Entry* only = only_entry(node);
  if (only && only->key == kDelivered && only->value.is_mapping()) {
    for (const yaml::Entry& entry : only->value.entries) {
      if (std::find(spec.answers.begin(), spec.answers.end(), entry.key) == spec.answers.end()) {
        unknown(entry.place, "of the answer of '" + spec.name + "' is not kept", entry.key, spec.answers);
      } else {
        outcome.answer.put(entry.key, constant(entry.value));
      }
    }
    return outcome;
  }
  for (const auto& [name, kind] : kKinds) {
    if (!only || only->key != name || !only->value.is_scalar()) continue;
    outcome.kind = kind;
    outcome.why = only->value.text;
    return outcome;
  }
  error(node.place, "wrong_value", "'" + spec.name + "': expected what the destination answers",
        "'delivered', {refused: why}, {retry_later: why}, {unavailable: why} or {unknown: why}");
  return outcome;
}

}  // namespace mailroom::workflows
