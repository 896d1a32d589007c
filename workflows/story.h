// Why a case came out as it did, from its record: the rules that nearly decided otherwise and the condition
// that kept each from firing, the routes that it did not take, and the reasons of the rules that did decide
// as sentences for a letter. Pure and thread safe. What it says quotes the case's values: who shows it masks
// them.
#pragma once

#include <string>
#include <vector>

#include "workflows/case.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// A rule in force that did not decide. `because`: one condition each that did not hold.
struct NearMiss {
  int rule = 0;  // from 1, as the table is written
  std::string id, reference;
  std::string instead;               // what it would have given, where it is a constant of its own: "half"
  std::vector<std::string> because;  // "weekly income 109.04 is below 120"
};

// Those that one condition kept from firing, in the table's order; if there is none, the nearest other. Of a
// `first` table also those that fit but come later. `rule`: of the workflow that decided; null: not known any
// more, then nothing is said of what would have come out.
std::vector<NearMiss> near_misses(const DecisionResult& result, const DecisionRule* rule);

// A route before the one that was taken, with what its condition read.
struct PassedRoute {
  std::string id, condition;
  Context values;  // by path: "assessment.balance"
};
std::vector<PassedRoute> passed_routes(const Workflow& workflow, const CaseRecord& record);

// What a citizen is told: the reasons of the rules that decided, in the order of the decisions, each with the
// law. Only the workflow's own words.
struct Paragraph {
  std::string language;              // "de"
  std::string text;                  // empty: no rule that decided has a reason
  std::vector<std::string> missing;  // "band, rule 2": said in another language than this
};
Paragraph letter_paragraph(const Workflow& workflow, const CaseRecord& record, const std::string& language);
// The language of the case's first form: "de" of "de-AT".
std::string language_of_case(const Workflow& workflow, const CaseRecord& record);

}  // namespace mailroom::workflows
