#include "workflows/transitions.h"

#include <algorithm>

#include "base/error.h"

namespace mailroom::workflows {

namespace {

struct Transition {
  State from, to;
  Mover mover = Mover::machine;
};

constexpr Transition kTransitions[] = {
    {State::received, State::reading},
    {State::reading, State::checking},
    {State::reading, State::awaiting_review},
    {State::reading, State::quarantined},
    {State::reading, State::closed},     // read again: its documents are filed anew
    {State::checking, State::checking},  // a document is awaited, or another one came
    {State::checking, State::awaiting_review},
    {State::checking, State::deciding},
    {State::checking, State::delivering},  // returned to sender, with a letter
    {State::checking, State::returned},
    {State::checking, State::closed},  // its documents joined another case
    {State::deciding, State::awaiting_review},
    {State::deciding, State::delivering},
    {State::deciding, State::returned},
    {State::deciding, State::closed},
    {State::awaiting_review, State::checking},
    {State::awaiting_review, State::delivering},
    {State::awaiting_review, State::returned},
    {State::awaiting_review, State::closed},
    {State::delivering, State::delivering},
    {State::delivering, State::checking},  // evidence came after an effect: it is decided again
    {State::delivering, State::awaiting_review},
    {State::delivering, State::returned},
    {State::delivering, State::closed},
    {State::quarantined, State::reading},
    {State::quarantined, State::returned},
    {State::quarantined, State::closed},
    {State::closed, State::awaiting_review, Mover::person},
    {State::returned, State::awaiting_review, Mover::person},
    {State::closed, State::checking, Mover::evidence},
    {State::closed, State::awaiting_review, Mover::evidence},
};

}  // namespace

bool may_follow(State from, State to, Mover mover) {
  return std::any_of(std::begin(kTransitions), std::end(kTransitions), [&](const Transition& one) {
    return one.from == from && one.to == to && (one.mover == Mover::machine || one.mover == mover);
  });
}

void move_to(CaseRecord& record, State to, Mover mover) {
  if (!may_follow(record.state, to, mover)) {
    throw Error(Fault::machine, "bad_transition",
                "a case cannot go from '" + std::string(to_string(record.state)) + "' to '" +
                    std::string(to_string(to)) + "'",
                "case " + record.number);
  }
  record.state = to;
  if (is_ended(to)) record.due.reset();
}

bool is_ended(State state) {
  return state == State::closed || state == State::returned || state == State::quarantined;
}

}  // namespace mailroom::workflows
