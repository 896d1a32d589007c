// A small office for the tests of the language and of the runner: two forms, a workflow in YAML, connectors
// that do as they are told, a clock that stands still. One thread.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "workflows/load.h"
#include "workflows/memory_store.h"
#include "workflows/runner.h"

namespace mailroom::workflows {

inline ocr::Field field(std::string id, ocr::FieldType type, int page = 1, std::string format = {}) {
  ocr::Field made;
  made.id = id;
  made.label = id;
  made.type = type;
  made.page = page;
  made.format = std::move(format);
  made.zone = {10, 10, 100, 30};
  return made;
}

inline std::vector<ocr::Form> office_forms() {
  using T = ocr::FieldType;
  ocr::Form claim;
  claim.id = "ctr1-2026";
  claim.pages.assign(2, ocr::FormPage{595, 842, {}, {}});
  claim.fields = {field("nino", T::text, 1, "nino"),
                  field("email", T::text),
                  field("name", T::text),
                  field("address", T::text),
                  field("income", T::amount),
                  field("household_size", T::integer, 2),
                  field("slips", T::integer, 2),
                  field("declared", T::checkbox, 2),
                  field("start_date", T::date, 2)};
  ocr::Form slip;
  slip.id = "payslip";
  slip.pages.assign(1, ocr::FormPage{595, 842, {}, {}});
  slip.fields = {field("nino", T::text, 1, "nino"), field("net_pay", T::amount)};
  return {claim, slip};
}

inline constexpr std::string_view kOfficeWorkflow = R"YAML(id: ctr
version: 4
title: Council tax reduction claims
subject: claim.nino
open_for: P90D
effective: claim.start_date
documents:
  claim: {forms: [ctr1-2026], join: claim.nino}
  payslips: {forms: [payslip], count: 0..5, expected: claim.slips, join: payslip.nino}
facts:
  weekly_income: if count(payslips) > 0 then round half up(mean(payslips.net_pay) * 12 / 52, 2) else claim.income
checks:
  - id: declared
    require: claim.declared
    message: The declaration was not agreed to
    otherwise: return
  - id: nino
    require: is nino(claim.nino)
    message: "{{ claim.nino }} is not a National Insurance number"
decisions:
  - id: band
    hit_policy: unique
    inputs: [weekly_income, claim.household_size]
    outputs: [band, weekly_award]
    rules:
      - {when: ["< 120", "-"], then: ['"full"', "31.40"], reference: reg 4(2)}
      - {when: ["[120..240)", ">= 2"], then: ['"half"', "15.70"], reference: reg 4(3), reason: your income}
      - {when: ["[120..240)", "1"], then: ['"third"', "10.47"], reference: reg 4(4)}
      - {when: ["[240..1000)", "-"], then: ['"none"', "0"], reference: reg 4(5)}
routes:
  - id: large
    if: claim.household_size > 9
    review: {queue: large-team, why: '"a large household"', due: P5D}
  - id: award
    if: band.weekly_award > 0
    deliver: [ledger, letter]
  - id: refused
    if: band.weekly_award = 0
    deliver: [letter]
  - id: caseworker
    review: {queue: ctr-team, why: '"no rule fits"', due: 5 working days}
deliveries:
  ledger:
    sql: sqlite:data/ledger.db
    insert: {table: awards, row: {nino: claim.nino, amount: band.weekly_award}}
    retry: {max_attempts: 3, first_delay: PT30S, max_delay: PT1H}
  letter:
    after: ledger
    letter: letters/award.txt
when_refused: {deliver: [letter]}
)YAML";

class FakeConnector final : public connectors::Connector {
 public:
  using Outcome = connectors::DeliveryOutcome;
  Outcome deliver(const connectors::Delivery& delivery) override {
    sent.push_back(delivery);
    if (on_deliver) on_deliver();
    if (down) return {Outcome::Kind::unavailable, "the line is dead", ""};
    if (next.empty()) return {Outcome::Kind::delivered, "", "row 1"};
    const Outcome outcome = next.front();
    next.erase(next.begin());
    return outcome;
  }
  std::string preview(const connectors::Delivery&) const override { return "preview"; }
  bool honours_key() const override { return honours; }
  bool amends() const override { return can_amend; }

  std::vector<Outcome> next;
  std::vector<connectors::Delivery> sent;
  std::function<void()> on_deliver;
  bool honours = true;
  bool can_amend = false;
  bool down = false;
};

// The code of the error that this ends with; empty if it ends well.
inline std::string refusal_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.code();
  }
  return "";
}

inline Runner::Verdict verdict(Runner::Verdict::Kind kind, std::string why = {}) {
  Runner::Verdict made;
  made.kind = kind;
  made.why = std::move(why);
  return made;
}

class Office : public testing::Test {
 protected:
  Office() {
    make_folder(folder.path() / "letters");
    write_file(folder.path() / "letters" / "award.txt",
               "You get £{{ band.weekly_award }} a week from {{ claim.start_date }}. {{ case.why }}\n");
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    use(kOfficeWorkflow, options);
    runner = std::make_unique<Runner>(store, clock, workflows,
                                      Runner::Connectors{{"ctr/ledger", ledger}, {"ctr/letter", letter}});
  }

  // The office works by this workflow from now on.
  void use(std::string_view yaml, const LoadOptions& options) {
    std::vector<Diagnostic> problems;
    auto workflow = parse_workflow(yaml, "ctr.yaml", options, problems);
    for (const Diagnostic& problem : problems) ADD_FAILURE() << to_text(problem, yaml);
    if (workflow) workflows = Workflows({workflow});
  }
  // With one part of the usual one replaced.
  void use_with(std::string_view before, std::string_view after) {
    LoadOptions options;
    options.site = folder.path();
    options.forms = &forms;
    use(replace_all(std::string(kOfficeWorkflow), before, after), options);
  }

  static ocr::FieldReading reading(const ocr::Field& field, int page, Value value) {
    ocr::FieldReading made;
    made.id = field.id;
    made.type = field.type;
    made.page = page;
    made.value = std::move(value);
    made.confidence = 1;
    made.accepted = true;
    made.source = ocr::Source::acroform;
    return made;
  }

  using Values = std::map<std::string, Value>;
  // Appends the form's pages to the document, filled in; what is not said is empty.
  void add(ReadDocument& document, const std::string& form_id, Values values, std::vector<int> order = {}) {
    const auto form =
        std::find_if(forms.begin(), forms.end(), [&](const auto& one) { return one.id == form_id; });
    if (order.empty()) {
      for (size_t i = 1; i <= form->pages.size(); ++i) order.push_back(static_cast<int>(i));
    }
    for (const int form_page : order) {
      ocr::PageReading page;
      page.page = static_cast<int>(document.reading.pages.size()) + 1;
      page.form = form_id;
      page.form_page = form_page;
      page.ink = 0.05;
      document.reading.pages.push_back(page);
      for (const ocr::Field& one : form->fields) {
        if (one.page != form_page) continue;
        Value value = one.type == ocr::FieldType::checkbox ? Value(false) : Value("");
        if (const auto given = values.find(one.id); given != values.end()) value = given->second;
        document.reading.fields.push_back(reading(one, page.page, value));
      }
    }
  }
  ReadDocument document(const std::string& id) {
    ReadDocument made;
    made.document_id = id;
    made.file = id + ".pdf";
    made.received = clock.now();
    return made;
  }
  static Values good(Values more = {}) {
    Values values{{"nino", "AB 12 34 56 C"}, {"income", "109.04"},         {"household_size", "3"},
                  {"declared", true},        {"start_date", "01/11/2026"}, {"slips", "0"}};
    for (auto& [name, value] : more) values[name] = value;
    return values;
  }
  ReadDocument claim(const std::string& id, Values more = {}) {
    ReadDocument made = document(id);
    add(made, "ctr1-2026", good(std::move(more)));
    return made;
  }
  ReadDocument payslip(const std::string& id, const std::string& net_pay,
                       const std::string& nino = "AB123456C") {
    ReadDocument made = document(id);
    add(made, "payslip", {{"nino", nino}, {"net_pay", net_pay}});
    return made;
  }
  static ocr::FieldReading& field_of(ReadDocument& document, const std::string& id) {
    for (ocr::FieldReading& one : document.reading.fields) {
      if (one.id == id) return one;
    }
    throw std::logic_error("no such field");
  }
  // Files, and lets the case go as far as it goes by itself.
  CaseRecord run(const ReadDocument& document) {
    const auto ids = runner->file(document);
    EXPECT_EQ(ids.size(), 1u);
    return go_on(ids.at(0));
  }
  CaseRecord go_on(const std::string& id) {
    while (runner->advance(id)) {
    }
    runner->deliver_due(id);
    return *store.load(id);
  }
  static std::string reasons(const CaseRecord& record) {
    std::string all;
    for (const Reason& reason : record.reasons) all += reason.code + ": " + reason.text + "\n";
    return all;
  }

  TemporaryFolder folder;
  std::vector<ocr::Form> forms = office_forms();
  FakeClock clock{*parse_rfc3339("2026-11-23T08:31:00Z")};
  MemoryStore store;
  Workflows workflows;
  std::shared_ptr<FakeConnector> ledger = std::make_shared<FakeConnector>();
  std::shared_ptr<FakeConnector> letter = std::make_shared<FakeConnector>();
  std::unique_ptr<Runner> runner;
};

}  // namespace mailroom::workflows
