// What the rules see of a case: its documents' fields as typed values by role, with corrections on top, and
// which of them a person has to look at first. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

struct FieldState {
  std::string id;                     // the field's; of a table's cell its path: "deductions[2].amount"
  const ocr::Field* field = nullptr;  // of the form, owned by the workflow
  const ocr::FieldReading* reading = nullptr;  // of the record, which owns it; null if a person's word counts
  Value value;                                 // typed; null if empty
  bool sure = false;                           // accepted by evidence, corrected or approved by a person
  Reason reason;                               // if not sure: why
};

// The fields of one filing in the form's order, then its tables: how many rows each has, and the cells of as
// many. None for a filing without a form of the workflow.
std::vector<FieldState> field_states(const Workflow& workflow, const CaseRecord& record,
                                     const Filing& filing);

// How many rows a table has, by its reading or by a person's last word.
int row_count(const CaseRecord& record, const Filing& filing, const ocr::Table& table);

// {claim: {…}, payslips: [{…}], received, effective, case: {…}, arrival: {…}} and what was looked up; `why`
// is a person's, for letters.
Context document_facts(const Workflow& workflow, const CaseRecord& record, const std::string& why = {});

// Of these the third to fifth: what is known of the case beside its documents.
void put_case(Context& facts, const Workflow& workflow, const CaseRecord& record,
              const std::string& why = {});

// These with what the workflow works out of them.
Context with_facts(const Workflow& workflow, Context facts, const feel::Environment& environment);

// What expressions after the decisions see: these facts and what was decided.
Context with_decisions(const Workflow& workflow, const CaseRecord& record, const Context& facts);

// The filing's join value; none if the role has none, the value is empty or a field it needs is not sure.
std::optional<std::string> join_key(const Workflow& workflow, const CaseRecord& record, const Filing& filing);

// What a workflow says it uses: all cells of a column alike ("deductions.amount").
std::string used_name(const std::string& id);

// The doubts about the documents as such that a person has to look at before anything is decided; those about
// fields are in workflows/unsure_fields.h.
std::vector<Reason> filing_doubts(const Workflow& workflow, const CaseRecord& record);
// What an approval of this reason is written down as.
std::string approval_of(const Reason& reason);
bool is_approved(const CaseRecord& record, const Reason& reason);

// A delivery that was refused, or of which nobody knows whether it was taken, as a person is asked about it.
Reason reason_of(const DeliveryRecord& delivery);
// Delivered, or a person waved it through.
bool is_settled(const CaseRecord& record, const DeliveryRecord& delivery);
// It waits, and what has to come before it is settled.
bool may_go(const CaseRecord& record, const DeliveryRecord& delivery);

// "payslip 2 of 3", or empty when every document that is awaited is there.
std::string awaited_document(const Workflow& workflow, const CaseRecord& record, const Context& facts,
                             const feel::Environment& environment);

}  // namespace mailroom::workflows
