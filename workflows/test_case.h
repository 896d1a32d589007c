// A test of a workflow: what is given and what is expected to become of it, as a site's tests/*.yaml say
// (load_tests.h). Plain values over shared compiled expressions: immutable once loaded, thread safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/diagnostic.h"
#include "connectors/connector.h"
#include "connectors/lookup.h"
#include "workflows/runner.h"
#include "workflows/workflow.h"

namespace mailroom::workflows {

// When a test takes place that does not say when.
inline constexpr Date kTestDay{2026, 1, 1};

// A word of the test, with its place for the message that it did not come out so.
struct Said {
  std::string text;
  Place place;
};

struct ExpectedEntry;

// What a value shall be: FEEL unary tests, as in a decision table's cell; or parts of a context, all items of
// a list.
struct Expected {
  enum class Kind { tests, context, list } kind = Kind::tests;
  Said written;
  std::optional<feel::Expression> tests;
  std::vector<ExpectedEntry> entries;  // of a context those that count
  std::vector<Expected> items;
};
struct ExpectedEntry {
  Said key;
  Expected value;
};
using NamedExpected = std::pair<Said, Expected>;

struct ExpectedRules {
  Said decision;
  std::vector<Said> rules;  // all that fire: their numbers or references; none: no rule does
  Place place;
};

struct ExpectedQuestion {
  std::string about;  // "field", "check", "route" …, or "reason": then `name` is the reason's code
  Said name;
  std::optional<Said> says;  // stands in what the person is told
};

struct ExpectedSending {
  Said delivery;
  std::optional<Expected> content;  // none: whatever it says
  bool is_sent = true;              // false: nothing is sent by it
};

// What is not there is not compared.
struct Expectations {
  std::optional<Said> state, route, queue, due, urgent, effective;
  std::vector<NamedExpected> values;  // "subject"
  std::vector<NamedExpected> fields;  // by role
  std::vector<NamedExpected> facts, decisions;
  std::vector<std::pair<Said, Said>> checks;  // "passed" or "failed"
  std::vector<ExpectedRules> rules;
  std::optional<std::vector<ExpectedQuestion>> questions;  // all of them
  Place questions_place;
  std::vector<ExpectedSending> sends;
  // Nothing is sent beside `sends`.
  bool sends_no_more = false;
  Place sends_place;
  std::vector<std::pair<Said, Said>> deliveries;  // what became of them
};

// A field that a person puts right: "claim.household_size", "payslips[2].net_pay".
struct GivenCorrection {
  Said written;
  std::string role;
  int document = 1;   // of the role, in the order in which they came
  std::string field;  // id
  Value value;
};

// What a person does with the case where it waits for one, and what shall follow.
struct TestStep {
  Runner::Verdict::Kind does = Runner::Verdict::Kind::approve;  // or correct, refuse, return_to_sender, retry
  Place place;
  std::string by;
  std::string why;                           // refuse, return_to_sender
  std::vector<GivenCorrection> corrections;  // correct
  Expectations expected;                     // `sends`: what goes out from then on
};

struct TestCase {
  Said name;
  std::shared_ptr<const Workflow> workflow;  // with the facts that are given in place of its own
  Instant now;
  bool says_when = false;        // false: `now` is kTestDay
  std::optional<Date> received;  // of files; documents have their own
  std::vector<Said> files;       // to be read; relative to the site
  bool made_up = false;          // nobody's data: what was read of the files may be kept
  std::vector<ReadDocument> documents;
  std::map<std::string, connectors::Finding> lookups;
  // One for each attempt; a delivery that has none is delivered.
  std::map<std::string, std::vector<connectors::DeliveryOutcome>> answers;
  Expectations expected;       // before anybody does anything
  std::vector<TestStep> then;  // one after the other
};

}  // namespace mailroom::workflows
