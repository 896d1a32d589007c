#include "daemon/desk_values.h"

#include <algorithm>
#include <cstdio>

#include "base/text.h"
#include "daemon/site.h"
#include "workflows/case_facts.h"

namespace mailroom::daemon {

using ocr::FieldType;
using workflows::CaseRecord;

namespace {

constexpr size_t kShortestHidden = 4;  // shorter ones ("NM", "12") would hide half of every sentence
constexpr size_t kLongestOpenInteger = 4;

// Amounts, counts and ticks say nothing about who somebody is; names, numbers of accounts and dates do.
bool is_personal(const ocr::FieldReading& field, const std::string& text) {
  switch (field.type) {
    case FieldType::amount:
    case FieldType::checkbox:
      return false;
    case FieldType::integer:
      return text.size() > kLongestOpenInteger;
    default:
      return true;
  }
}

}  // namespace

std::filesystem::path pictures_folder(const Site& site, const std::string& number) {
  return site.data / "pictures" / number;
}

std::string masked(std::string_view text) {
  const auto points = code_points(text);
  std::string out;
  for (size_t i = 0; i < points.size(); ++i) {
    const bool shown = points.size() > 4 && (i < 2 || i + 1 == points.size());
    append_utf8(out, shown ? points[i] : 0x2022);
  }
  return out;
}

namespace {

// Dates as rules know them, which are written otherwise than on the form: of this field, in each of the
// role's documents.
std::vector<std::string> dates_in_facts(const CaseRecord& record, const std::string& role,
                                        const std::string& field) {
  std::vector<std::string> dates;
  const auto look_at = [&](const Value& document) {
    if (!document.is(Value::Kind::context)) return;
    const Value& value = document.context().at(workflows::used_name(field));
    if (value.is(Value::Kind::date)) dates.push_back(to_string(value.date()));
  };
  const Value& documents = record.facts.at(role);
  if (documents.is(Value::Kind::list)) {
    for (const Value& one : documents.list()) look_at(one);
  } else {
    look_at(documents);
  }
  return dates;
}

}  // namespace

Mask::Mask(const CaseRecord& record) : hides_(true) {
  const auto add = [&](const std::string& text) {
    if (text.size() >= kShortestHidden) hidden_.push_back(text);
  };
  add(record.subject);
  for (const auto& filing : record.filings) {
    for (const auto& field : filing.fields) {
      const std::string value = field.value.text_or("");
      if (!is_personal(field, value)) continue;
      add(value);
      add(field.text);
      for (const auto& alternative : field.alternatives) add(alternative.value.text_or(""));
      if (field.type == FieldType::date) {
        for (const std::string& day : dates_in_facts(record, filing.role, field.id)) add(day);
      }
      for (const auto& correction : record.corrections) {
        if (correction.document_id == filing.document_id && correction.field == field.id) {
          add(correction.value.text_or(""));
        }
      }
    }
  }
  std::sort(hidden_.begin(), hidden_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  hidden_.erase(std::unique(hidden_.begin(), hidden_.end()), hidden_.end());
}

std::string Mask::hide(std::string text) const {
  for (const std::string& one : hidden_) {
    if (text.find(one) != std::string::npos) text = replace_all(std::move(text), one, masked(one));
  }
  return text;
}

Value Mask::hide(const Value& value) const {
  if (hidden_.empty()) return value;
  switch (value.kind()) {
    case Value::Kind::text:
      return hide(std::string(value.text()));
    case Value::Kind::date: {
      const std::string day = to_string(value.date());
      return std::find(hidden_.begin(), hidden_.end(), day) == hidden_.end() ? value : Value(masked(day));
    }
    case Value::Kind::list: {
      List list;
      for (const Value& entry : value.list()) list.push_back(hide(entry));
      return list;
    }
    case Value::Kind::context: {
      Context context;
      for (const auto& [name, entry] : value.context().entries()) context.put(name, hide(entry));
      return context;
    }
    default:
      return value;
  }
}

std::vector<ShownField> fields_of(const CaseRecord& record, const workflows::Workflow* workflow) {
  std::vector<ShownField> fields;
  for (const auto& filing : record.filings) {
    const ocr::Form* form = workflow ? workflow->form(filing.form) : nullptr;
    for (const auto& reading : filing.fields) {
      ShownField shown;
      shown.filing = &filing;
      shown.reading = &reading;
      for (const auto& correction : record.corrections) {
        if (correction.document_id == filing.document_id && correction.part == filing.part &&
            correction.field == reading.id) {
          shown.correction = &correction;
        }
      }
      for (const auto& weighed : record.weighed) {
        if (weighed.document_id == filing.document_id && weighed.part == filing.part &&
            weighed.field == reading.id) {
          shown.weighed = &weighed;
        }
      }
      if (form) shown.label = form->label(reading.id);
      fields.push_back(std::move(shown));
    }
  }
  return fields;
}

bool ShownField::is_unseen() const {
  return weighed != nullptr && weighed->weight == workflows::Weight::sampled && correction == nullptr;
}

namespace {

Value balance_value(const Balance& balance) {
  return Context{{"arrived", balance.arrived},
                 {"finished", balance.finished},
                 {"waiting", balance.waiting},
                 {"returned", balance.returned},
                 {"quarantined", balance.quarantined}};
}

}  // namespace

Value totals_value(const Counts& counts) {
  return Context{{"items", balance_value(counts.items)},
                 {"documents", balance_value(counts.documents)},
                 {"pages", balance_value(counts.pages)}};
}

Value optional_text(const std::optional<Date>& date) {
  return date ? Value(to_string(*date)) : Value();
}

Value confidence_value(double confidence) {
  char text[32];
  std::snprintf(text, sizeof text, "%.5f", confidence);
  return Decimal::parse(text).value_or(Decimal(0));
}

Value alternatives_value(const ocr::FieldReading& reading) {
  List list;
  for (const auto& alternative : reading.alternatives) {
    list.push_back(
        Context{{"value", alternative.value}, {"confidence", confidence_value(alternative.confidence)}});
  }
  return list;
}

Value weighed_value(const workflows::WeighedField* field, const Mask& mask) {
  if (field == nullptr) return {};
  List readings;
  for (const workflows::WeighedReading& one : field->readings) {
    readings.push_back(Context{{"value", mask.hide(one.value)},
                               {"probability", confidence_value(one.probability)},
                               {"same", one.same},
                               {"state", to_string(one.state)},
                               {"route", one.route},
                               {"why", mask.hide(one.why)},
                               {"decisions", decisions_value(one.decisions, mask)}});
  }
  return Context{{"weight", to_string(field->weight)},
                 {"asked", is_asked(field->weight)},
                 {"held", confidence_value(field->held)},
                 {"readings", std::move(readings)}};
}

Value decisions_value(const std::vector<workflows::DecisionResult>& decisions, const Mask& mask) {
  List list;
  for (const auto& decision : decisions) {
    List fired;
    for (const auto& rule : decision.fired) {
      fired.push_back(Context{
          {"number", rule.number}, {"reference", rule.reference}, {"reason", mask.hide(rule.reason)}});
    }
    List notices;
    for (const std::string& notice : decision.notices) notices.emplace_back(mask.hide(notice));
    list.push_back(Context{{"id", decision.id},
                           {"value", mask.hide(decision.value)},
                           {"fired", std::move(fired)},
                           {"trace", mask.hide(decision.trace)},
                           {"notices", std::move(notices)}});
  }
  return list;
}

Value checks_value(const CaseRecord& record, const Mask& mask) {
  List list;
  for (const auto& check : record.checks) {
    list.push_back(Context{{"id", check.id},
                           {"passed", check.passed},
                           {"otherwise", check.otherwise},
                           {"message", mask.hide(check.message)}});
  }
  return list;
}

Value reasons_value(const CaseRecord& record, const Mask& mask) {
  List list;
  for (const auto& reason : record.reasons) {
    list.push_back(Context{{"code", reason.code}, {"field", reason.field}, {"text", mask.hide(reason.text)}});
  }
  return list;
}

Value reason_texts(const CaseRecord& record, const Mask& mask) {
  List list;
  for (const auto& reason : record.reasons) list.emplace_back(mask.hide(reason.text));
  return list;
}

std::string outcome_of(const CaseRecord& record, const workflows::Workflow* workflow) {
  if (workflow) {
    for (const auto& route : workflow->routes) {
      if (route.id == record.route && !route.outcome.empty()) return route.outcome;
    }
  }
  return record.route;
}

}  // namespace mailroom::daemon
