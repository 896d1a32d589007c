// The fields of a case that no machine may take for sure, and what each may say. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "workflows/case.h"
#include "workflows/case_facts.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// One thing that a field may say.
struct PlausibleReading {
  Value value;  // as written
  double probability = 0;
};

// How the field may be read: as it was first, then the others, likeliest first. What comes to the same value
// ("04/02 2022", "04-02-2022") is one reading. What cannot be a value of the field's type ("O1/11/2026") is
// none, and since it is not what is written the others are the likelier for it; only what was read is kept
// even so, with nothing to it. Together they hold at most 1; what is missing is what nobody thought of.
std::vector<PlausibleReading> plausible_readings(const ocr::Field& field, const std::string& locale,
                                                 const ocr::FieldReading& reading);

struct UnsureField {
  std::string document_id;
  int part = 0;
  std::string id;
  std::string path;  // as the workflow calls it: "claim.net_pay", of a cell its column
  Reason reason;     // for the person who is asked
  // A person is asked whatever hangs on it: it was altered by hand, two sources disagree, a check digit chose
  // it, it can be no value of its type, or it says how many rows a table has.
  bool is_for_a_person = false;
  bool names_the_case = false;  // whose case it is, or which it joins: its readings are not tried out
  bool has_alternatives = false;
  std::vector<PlausibleReading> readings;
};

// Of the fields that the workflow uses, in the order of the documents and forms.
std::vector<UnsureField> unsure_fields(const Workflow& workflow, const CaseRecord& record);

}  // namespace mailroom::workflows
