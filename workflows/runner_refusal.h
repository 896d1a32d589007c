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
