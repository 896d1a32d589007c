// How the runner says that what a person wants does not fit the case. Internal to runner*.cc.
#pragma once

#include <string>

#include "base/error.h"
#include "workflows/case.h"

namespace mailroom::workflows {

[[noreturn]] inline void wrong(std::string code, std::string message, const CaseRecord& record,
                               std::string hint = {}) {
  throw Error(Fault::usage, std::move(code), std::move(message), "case " + record.number, std::move(hint));
}

// What was sent rests on its documents: elsewhere they would have it sent again.
inline void must_have_no_effects(const CaseRecord& record) {
  if (!has_effects(record)) return;
  wrong("effects_stand", "something was sent that rests on its documents", record,
        "settle by hand what was sent, then refuse or close the case");
}

// Nothing is decided about a case while somebody holds it.
inline void must_be_free(const CaseRecord& record) {
  if (!record.hold) return;
  const std::string release = record.hold->of_subject
                                  ? "the person is held: mailroom cases release --subject NUMBER"
                                  : "mailroom cases release " + record.number;
  wrong("case_held", "case " + record.number + " is on hold, by " + record.hold->by, record,
        "release it first: " + release);
}

}  // namespace mailroom::workflows
