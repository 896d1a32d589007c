#include "cli/new_workflow.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/identifier.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"
#include "ocr/specimen/values.h"

namespace mailroom::cli {

namespace {

using ocr::Field;
using ocr::FieldType;
using yaml::scalar_of;

constexpr std::string_view kRole = "request";
constexpr std::string_view kDelivery = "export";
// Numbers that are one person's: whose case it is.
constexpr std::string_view kPersons[] = {
    "nino",   "utr",      "nhs-number", "ssn",    "itin",   "ca-sin", "de-idnr",
    "fr-nir", "pl-pesel", "es-dni",     "es-nie", "ie-pps", "nl-bsn", "driving-licence"};

std::string named(const Field& field) {
  return std::string(kRole) + "." + field.id;
}

// What a message calls it; labels may be whole sentences.
std::string spoken(const Field& field) {
  constexpr size_t kLongest = 60;
  return field.label.empty() || field.label.size() > kLongest ? field.id : field.label;
}

bool is_whose(const Field& field) {
  return std::find(std::begin(kPersons), std::end(kPersons), field.format) != std::end(kPersons);
}

// What somebody might write; empty for what is left empty.
std::string made_value(const ocr::Form& form, const Field& field, ocr::specimen::Random random) {
  if (field.type == FieldType::checkbox) return field.required ? "true" : "";
  constexpr double kLetter = 6;  // points
  const int room = std::max(1, static_cast<int>(field.zone.width() / kLetter));
  return ocr::specimen::make_value(form, field, {room, room, 1}, random);
}

class Writer {
 public:
  Writer(const std::string& id, const ocr::Form& form) : id_(id), form_(form) {
    for (const Field& field : form.fields) {
      if (field.required) required_.push_back(&field);
      if (!field.format.empty()) identifiers_.push_back(&field);
      if (whose_ == nullptr && is_whose(field)) whose_ = &field;
    }
  }

  NewWorkflow written() const {
    const size_t checks = identifiers_.size() + (required_.empty() ? 0 : 1);
    return {workflow(), tests(), checks, checks + 1};
  }

 private:
  std::string workflow() const {
    std::string text =
        "# What becomes of form '" + form_.id +
        "': read, checked, written to a folder. From `mailroom workflows new`, to start from:\n"
        "# change it and run `mailroom check`, which says what is wrong and where. Expressions are "
        "FEEL.\n"
        "id: " +
        id_ + "\nversion: 1\ntitle: " + scalar_of(form_.title.empty() ? form_.id : form_.title) + "\n";
    text += whose_ != nullptr
                ? "subject: " + named(*whose_) + "  # whose case it is\n"
                : "# subject: " + std::string(kRole) + ".…  # whose case it is: `mailroom find` goes by it\n";
    text += "\ndocuments:\n  " + std::string(kRole) + ": {forms: [" + scalar_of(form_.id) +
            "]}  # its fields: " + form_.file.filename().string() + "\n";
    return text + checks() +
           "\nroutes:  # the first whose condition is true; decisions and facts go above\n"
           "  - id: accepted\n    deliver: [" +
           std::string(kDelivery) + "]\n" + deliveries();
  }

  std::string checks() const {
    if (required_.empty() && identifiers_.empty()) return "";
    std::string text =
        "\nchecks:  # what must hold; otherwise a person looks (review), it goes back (return), or on "
        "(warn)\n";
    if (!required_.empty()) {
      std::vector<std::string> all;
      for (const Field* field : required_)
        all.push_back(named(*field) + (field->type == FieldType::checkbox ? "" : " != null"));
      text += "  - id: complete\n    require: " + join(all, "\n      and ") +
              "\n    message: Something is missing that the form asks for\n    otherwise: review\n";
    }
    for (const Field* field : identifiers_) {
      const std::string is = "is " + replace_all(field->format, "-", " ") + "(" + named(*field) + ")";
      text += "  - id: " + field->id + "\n    require: " + named(*field) + " = null or " + is +
              "\n    message: " +
              json_quoted(spoken(*field) + ": {{ " + named(*field) + " }} is no " +
                          std::string(find_identifier_format(field->format)->title)) +
              "\n    otherwise: review\n";
    }
    return text;
  }

  std::string deliveries() const {
    std::string text = "\ndeliveries:\n  " + std::string(kDelivery) + ":\n    file: outbox/" + id_ +
                       "  # a JSON file for each case; others: docs/connectors.md\n    content:\n";
    for (const Field& field : form_.fields) text += "      " + field.id + ": " + named(field) + "\n";
    if (form_.fields.empty()) text += "      form: '\"" + form_.id + "\"'\n";
    return text;
  }

  std::string tests() const {
    std::string text = "# What becomes of '" + id_ +
                       "', with made-up people. `mailroom test` runs these; docs/testing.md.\n" +
                       "workflow: " + id_ +
                       "\nnow: 2026-01-01  # when it takes place\n\ngiven:  # what each test starts from\n  "
                       "documents:\n    " +
                       std::string(kRole) + ":\n";
    std::string first;  // an identifier as the rules see it
    const ocr::specimen::Random random(1);
    uint64_t number = 0;
    for (const Field& field : form_.fields) {
      const std::string value = made_value(form_, field, random.fork(number++));
      if (value.empty()) continue;
      text += "      " + field.id + ": " + scalar_of(value) + "\n";
      if (first.empty() && !field.format.empty())
        first = field.id + ": '\"" + normal_identifier(*find_identifier_format(field.format), value) + "\"'";
    }
    const std::string sent = std::string(kDelivery) + (first.empty() ? "" : ": {content: {" + first + "}}");
    text +=
        "\ntests:\n  - name: what is filled in rightly goes straight through\n    expect: {state: closed, "
        "route: "
        "accepted, asks: nobody, sends: " +
        (first.empty() ? "[" + sent + "]" : "{" + sent + "}") + "}\n";
    if (!required_.empty())
      text += one_wrong("what is missing is for a person", *required_.front(),
                        required_.front()->type == FieldType::checkbox ? "false" : "\"\"", "complete");
    for (const Field* field : identifiers_)
      text += one_wrong("a wrong " + field->id + " is for a person", *field, "wrong", field->id);
    return text;
  }

  static std::string one_wrong(const std::string& name, const Field& field, const std::string& value,
                               const std::string& check) {
    return "\n  - name: " + scalar_of(name) + "\n    given: {documents: {" + std::string(kRole) + ": {" +
           field.id + ": " + value + "}}}\n    expect: {asks: [{check: " + check + "}], sends: nothing}\n";
  }

  const std::string& id_;
  const ocr::Form& form_;
  std::vector<const Field*> required_, identifiers_;
  const Field* whose_ = nullptr;
};

}  // namespace

NewWorkflow new_workflow(const std::string& id, const ocr::Form& form) {
  return Writer(id, form).written();
}

}  // namespace mailroom::cli
