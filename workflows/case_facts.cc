#include "workflows/case_facts.h"

#include <algorithm>

#include "base/local_time.h"
#include "base/text.h"
#include "workflows/arrival.h"
#include "workflows/lookups.h"
#include "workflows/typed_value.h"

namespace mailroom::workflows {

namespace {

const Correction* correction_of(const CaseRecord& record, const Filing& filing, const std::string& field) {
  const Correction* last = nullptr;
  for (const Correction& one : record.corrections) {
    if (one.document_id == filing.document_id && one.part == filing.part && one.field == field) last = &one;
  }
  return last;
}

const ocr::FieldReading* reading_of(const Filing& filing, const std::string& field) {
  const auto at = std::find_if(filing.fields.begin(), filing.fields.end(),
                               [&](const ocr::FieldReading& one) { return one.id == field; });
  return at == filing.fields.end() ? nullptr : &*at;
}

// What a reason is about.
struct Subject {
  const Filing& filing;
  const std::string& id;
  std::string label;
};

Reason reason_for(const Subject& subject, std::string code, std::string text) {
  const Filing& filing = subject.filing;
  return {std::move(code), filing.document_id, filing.part, subject.id,
          (subject.label.empty() ? subject.id : subject.label) + ": " + std::move(text)};
}

// Why a reading is not sure, in a clerk's words.
Reason doubt_about(const Subject& subject, const ocr::FieldReading& reading) {
  const std::string read = to_display(reading.value);
  const std::string seen = reading.value.is(Value::Kind::boolean)
                               ? (reading.value.boolean() ? "read as ticked" : "read as not ticked")
                           : read.empty() ? "read as empty"
                                          : "read as '" + read + "'";
  if (reading.altered) {
    return reason_for(subject, "field_altered", "crossed out or corrected by hand, " + seen);
  }
  if (reading.conflict) {
    std::string other;
    if (!reading.alternatives.empty()) other = " or '" + to_display(reading.alternatives.front().value) + "'";
    return reason_for(subject, "sources_disagree", "the document says two things, " + seen + other);
  }
  std::string others;
  for (const ocr::Alternative& one : reading.alternatives) {
    const std::string text = to_display(one.value);
    if (text != read && others.empty()) others = ", or '" + text + "'";
  }
  const std::string_view repair = reading.repaired ? " (put right by its check digit)" : "";
  return reason_for(subject, "field_unsure", seen + std::string(repair) + others + ", not sure");
}

FieldState state_of(const CaseRecord& record, const Filing& filing, const ocr::Form& form,
                    const ocr::Field& field, std::string id) {
  FieldState state;
  state.id = std::move(id);
  state.field = &field;
  if (const Correction* correction = correction_of(record, filing, state.id)) {
    state.value = typed_value(field, form.locale, correction->value).value_or(Value());
    state.sure = true;
    return state;
  }
  const ocr::FieldReading* reading = reading_of(filing, state.id);
  if (reading == nullptr) {
    // On a page that did not come: the filing's own doubt says so. Or a cell of a row that a person added.
    state.sure = true;
    if (field.type == ocr::FieldType::checkbox) state.value = false;
    return state;
  }
  state.reading = reading;
  const Subject subject{filing, state.id, form.label(state.id)};
  const auto typed = typed_value(field, form.locale, reading->value);
  state.value = typed.value_or(Value());
  if (!typed && !reading->altered && !reading->conflict) {
    state.reason =
        reason_for(subject, "field_invalid",
                   "'" + to_display(reading->value) + "' is not " + expected_in(field, form.locale));
  } else if (!typed || !reading->accepted || reading->altered || reading->conflict) {
    state.reason = doubt_about(subject, *reading);
  } else {
    state.sure = true;
    return state;
  }
  state.sure = is_approved(record, state.reason);
  return state;
}

// A context for each row, whose cells are among the states.
List rows_of(const ocr::Table& table, int count, const std::vector<FieldState>& states) {
  std::vector<Context> rows(static_cast<size_t>(count));
  for (Context& row : rows)
    for (const ocr::TableColumn& column : table.columns) row.put(column.field.id, Value());
  for (const FieldState& state : states) {
    const auto cell = ocr::parse_cell_name(state.id);
    if (cell && cell->table == table.rows.id && cell->row <= count)
      rows[static_cast<size_t>(cell->row) - 1].put(cell->column, state.value);
  }
  return {std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end())};
}

Context context_of(const Workflow& workflow, const CaseRecord& record, const Filing& filing) {
  Context context;
  const std::vector<FieldState> states = field_states(workflow, record, filing);
  for (const FieldState& state : states) {
    if (!ocr::parse_cell_name(state.id)) context.put(state.id, state.value);
  }
  const ocr::Form* form = workflow.form(filing.form);
  if (form != nullptr && !states.empty())
    for (const ocr::Table& table : form->tables)
      context.put(table.rows.id, rows_of(table, row_count(record, filing, table), states));
  if (!context.find("received")) context.put("received", local_date(filing.received));
  if (!context.find(kArrival)) context.put(kArrival, filing.arrival);
  if (!context.find("form")) context.put("form", filing.form);
  return context;
}

// "something is written beside the boxes on pages 1 and 2"
std::string beside_text(const Filing& filing) {
  std::vector<std::string> pages;
  bool stamps_only = true;
  for (const FiledNote& note : filing.notes) {
    if (note.kind == ocr::NoteKind::signature) continue;
    stamps_only &= note.kind == ocr::NoteKind::stamp;
    const std::string page = std::to_string(note.page);
    if (pages.empty() || pages.back() != page) pages.push_back(page);
  }
  std::string list;
  for (size_t i = 0; i < pages.size(); ++i)
    list += (i == 0 ? "" : i + 1 == pages.size() ? " and " : ", ") + pages[i];
  return (stamps_only ? "a stamp is on page" : "something is written beside the boxes on page") +
         std::string(pages.size() == 1 ? " " : "s ") + list;
}

std::string letter_text(const Filing& filing) {
  const FiledLetter* said = nullptr;
  for (const FiledLetter& letter : filing.letters)
    if (said == nullptr && !letter.kind.empty()) said = &letter;
  const int page = said != nullptr ? said->page : filing.letters.front().page;
  return "page " + std::to_string(page) + (filing.file.empty() ? "" : " of " + filing.file) + " is a letter" +
         (said != nullptr ? " (" + said->kind + "): it says '" + said->phrase + "'" : ": read it");
}

std::string doubt_text(const std::string& doubt, const Filing& filing) {
  const std::string of = filing.file.empty() ? "" : " in " + filing.file;
  if (doubt == "pages_mixed")
    return "pages of several documents are mixed up" + of + ": check that they belong together";
  if (doubt == "page_missing") return "a page of form " + filing.form + " is missing" + of;
  if (doubt == "page_unknown") return "a page" + of + " is no known form";
  if (doubt == "letter_enclosed") return letter_text(filing);
  if (doubt == "came_before") return "exactly the same file came before: " + filing.file;
  if (doubt == "written_beside") return beside_text(filing) + of + ": read it";
  if (doubt == "came_late") return "came after the case was decided: " + filing.file;
  return doubt;
}

}  // namespace

std::string used_name(const std::string& id) {
  const auto cell = ocr::parse_cell_name(id);
  return cell ? cell->table + "." + cell->column : id;
}

Context with_decisions(const Workflow& workflow, const CaseRecord& record, const Context& facts) {
  Context all = facts;
  for (const DecisionResult& decision : record.decisions) {
    if (std::any_of(workflow.decisions.begin(), workflow.decisions.end(),
                    [&](const DecisionRule& rule) { return rule.id == decision.id; })) {
      all.put(decision.id, decision.value);
    }
  }
  return all;
}

std::string approval_of(const Reason& reason) {
  std::string text = reason.code;
  if (!reason.document_id.empty()) text += ":" + reason.document_id + "/" + std::to_string(reason.part);
  if (!reason.field.empty()) text += ":" + reason.field;
  return text;
}

bool is_approved(const CaseRecord& record, const Reason& reason) {
  return std::find(record.approvals.begin(), record.approvals.end(), approval_of(reason)) !=
         record.approvals.end();
}

Reason reason_of(const DeliveryRecord& delivery) {
  const bool refused = delivery.state == DeliveryState::refused;
  return {refused ? "delivery_refused" : "delivery_unknown", "", 0, delivery.name,
          delivery.name + (refused ? " was not delivered: " : " may or may not have been delivered: ") +
              delivery.why};
}

bool is_settled(const CaseRecord& record, const DeliveryRecord& delivery) {
  return delivery.state == DeliveryState::delivered ||
         (delivery.state != DeliveryState::waiting && is_approved(record, reason_of(delivery)));
}

bool may_go(const CaseRecord& record, const DeliveryRecord& delivery) {
  if (delivery.state != DeliveryState::waiting) return false;
  const DeliveryRecord* before = delivery.after.empty() ? nullptr : find_delivery(record, delivery.after);
  return before == nullptr || is_settled(record, *before);
}

std::vector<FieldState> field_states(const Workflow& workflow, const CaseRecord& record,
                                     const Filing& filing) {
  std::vector<FieldState> states;
  const ocr::Form* form = workflow.form(filing.form);
  if (!form || filing.role.empty()) return states;
  for (const ocr::Field& field : form->fields)
    states.push_back(state_of(record, filing, *form, field, field.id));
  for (const ocr::Table& table : form->tables) {
    states.push_back(state_of(record, filing, *form, table.rows, table.rows.id));
    for (int row = 1; row <= row_count(record, filing, table); ++row)
      for (const ocr::TableColumn& column : table.columns)
        states.push_back(state_of(record, filing, *form, column.field,
                                  to_string(ocr::CellName{table.rows.id, row, column.field.id})));
  }
  return states;
}

int row_count(const CaseRecord& record, const Filing& filing, const ocr::Table& table) {
  const Correction* correction = correction_of(record, filing, table.rows.id);
  const ocr::FieldReading* reading = reading_of(filing, table.rows.id);
  if (correction == nullptr && reading == nullptr) return 0;
  const auto typed = typed_value(table.rows, "", correction != nullptr ? correction->value : reading->value);
  if (!typed || !typed->is(Value::Kind::number)) return 0;
  return static_cast<int>(std::clamp<int64_t>(typed->number().to_integer().value_or(0), 0, ocr::kMaxRows));
}

Context document_facts(const Workflow& workflow, const CaseRecord& record, const std::string& why) {
  Context facts;
  for (const DocumentRole& role : workflow.documents) {
    List documents;
    for (const Filing& filing : record.filings) {
      if (filing.role == role.name) documents.emplace_back(context_of(workflow, record, filing));
    }
    if (role.is_list()) {
      facts.put(role.name, std::move(documents));
    } else {
      facts.put(role.name, documents.empty() ? Value() : documents.back());
    }
  }
  put_case(facts, workflow, record, why);
  // A case came as its first document did.
  const auto first = std::min_element(record.filings.begin(), record.filings.end(),
                                      [](const auto& a, const auto& b) { return a.received < b.received; });
  facts.put(kArrival, first == record.filings.end() ? Context() : first->arrival);
  put_lookups(facts, workflow, record);
  return facts;
}

void put_case(Context& facts, const Workflow& workflow, const CaseRecord& record, const std::string& why) {
  const Date received = local_date(record.received);
  facts.put("received", received);
  facts.put("effective", record.effective);
  facts.put("case", Context{{"number", record.number},
                            {"workflow", workflow.id},
                            {"version", workflow.version},
                            {"received", received},
                            {"effective", record.effective},
                            {"why", why}});
}

Context with_facts(const Workflow& workflow, Context facts, const feel::Environment& environment) {
  for (const Fact& fact : workflow.facts)
    facts.put(fact.name, fact.formula.expression.evaluate(facts, environment).value);
  return facts;
}

std::optional<std::string> join_key(const Workflow& workflow, const CaseRecord& record,
                                    const Filing& filing) {
  const DocumentRole* role = workflow.role(filing.role);
  if (!role || !role->join) return std::nullopt;
  for (const FieldState& state : field_states(workflow, record, filing)) {
    const auto& needed = role->join_fields;
    if (!state.sure && std::find(needed.begin(), needed.end(), state.id) != needed.end()) {
      return std::nullopt;
    }
  }
  const Value document = context_of(workflow, record, filing);
  Context own{{role->name, document}};
  for (const std::string& form : role->forms) own.put(form, document);
  const Value key = role->join->expression.evaluate(own).value;
  if (key.is_null() || to_display(key).empty()) return std::nullopt;
  return to_display(key);
}

std::vector<Reason> filing_doubts(const Workflow& workflow, const CaseRecord& record) {
  std::vector<Reason> reasons;
  for (const Filing& filing : record.filings) {
    for (const std::string& doubt : filing.doubts) {
      Reason reason{doubt, filing.document_id, filing.part, "", doubt_text(doubt, filing)};
      if (doubt != "came_late" && !is_approved(record, reason)) reasons.push_back(std::move(reason));
    }
    const ocr::Form* form = workflow.form(filing.form);
    const Date received = local_date(filing.received);
    if (form && !filing.role.empty() &&
        ((form->valid_from && received < *form->valid_from) ||
         (form->valid_to && received > *form->valid_to))) {
      Reason reason{"edition_not_valid", filing.document_id, filing.part, "",
                    "form " + form->id + " was not in use when it was received on " + to_string(received)};
      if (!is_approved(record, reason)) reasons.push_back(std::move(reason));
    }
  }
  return reasons;
}

std::string awaited_document(const Workflow& workflow, const CaseRecord& record, const Context& facts,
                             const feel::Environment& environment) {
  for (const DocumentRole& role : workflow.documents) {
    const auto here = std::count_if(record.filings.begin(), record.filings.end(),
                                    [&](const Filing& filing) { return filing.role == role.name; });
    int64_t wanted = role.at_least;
    if (role.expected) {
      const Value value = role.expected->expression.evaluate(facts, environment).value;
      if (value.is(Value::Kind::number)) {
        wanted = std::max(wanted, value.number().rounded(0, Rounding::ceiling)->to_integer().value_or(0));
      } else if (value.is_true()) {
        wanted = std::max<int64_t>(wanted, 1);
      }
    }
    if (role.at_most >= 0) wanted = std::min<int64_t>(wanted, role.at_most);
    if (here >= wanted) continue;
    if (wanted == 1) return role.name;
    return role.name + " " + std::to_string(here + 1) + " of " + std::to_string(wanted);
  }
  return {};
}

}  // namespace mailroom::workflows
