// What a robot does with somebody else's screen, step by step: the words of a step as one table, from which
// the loader, the schema and the documentation come, and a step that is ready to be taken. A web page and a
// terminal share the words that both can do.
//
// In YAML a step is a flat mapping: one verb with what a person would call the thing it is about, and what
// else the verb takes:
//
//   - {fill: Our reference, with: "{{ case.number }}"}
//   - {click: Confirm, commit: true}
//   - {read: Reference, css: .reference}
//
// Constant data, plain values and pure functions; thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"

namespace mailroom::connectors {

enum class RobotKind { browser, terminal };

// Lists of steps differ in what they may hold.
enum class StepList {
  look_up,  // finds out whether it is there already: reads the reference, `unless` the screen says no
  steps,    // the work; exactly one of them takes effect
  log_in,   // fixed, so that secrets can be named in it
};

enum class Verb { open, fill, choose, tick, untick, upload, click, type, key, wait_for, read };

// The keys that say more about a step.
enum class StepWord { with, css, key_by_key, at, length, unless, commit };

struct StepVerb {
  std::string_view name;
  Verb verb;
  bool in_browser, in_terminal;
  std::vector<StepWord> takes;
  bool needs_with;
  std::string_view description;  // lower case, no full stop
  std::string_view example;      // YAML of the value
};
const std::vector<StepVerb>& step_verbs();

struct StepWordEntry {
  std::string_view name;
  StepWord word;
  std::string_view description, example;
};
const std::vector<StepWordEntry>& step_words();

bool is_step_key(std::string_view name);  // a verb or one of the words

// Rows and columns from 1, as people and manuals of terminals count.
struct ScreenPlace {
  int row = 1, column = 1;
};
std::optional<ScreenPlace> parse_place(std::string_view text);  // "6,20"

// Ready to be taken: its texts are rendered.
struct Step {
  Verb verb = Verb::open;
  std::string what;   // the verb's own text
  std::string with;   // what is filled in, chosen or uploaded
  std::string css;    // where, if what people call it does not tell
  std::string title;  // as its author wrote it, for messages: no personal data, no secrets
  std::string unless;
  std::optional<ScreenPlace> at;
  int length = 0;  // 0: to the end of what stands there
  bool is_key_by_key = false, is_commit = false;
};

// As a workflow's author wrote it: its keys in their order with their texts.
using WrittenStep = std::vector<std::pair<std::string, std::string>>;

struct StepProblem {
  size_t step;      // in its list; the list's length: the list as a whole
  std::string key;  // of the step; empty: the step as a whole
  std::string code;
  std::string message, hint;
};

// What is wrong with a list of steps; texts may still have {{ }} in them. Unknown keys are not told: the
// table of keys does that.
std::vector<StepProblem> problems_of(const std::vector<WrittenStep>& steps, RobotKind robot, StepList list);

// "fill 'Amount'": the step as its author wrote it.
std::string title_of(const WrittenStep& step);

// A fixed list's steps as they were written, or the titles that the loader put beside a rendered list (into
// the settings, under the list's own key): messages never show what was rendered.
std::vector<std::string> titles_of(const Value& list);

// From a list of contexts of texts that values were put into. Throws Error{usage, "setting_invalid"} for what
// no value makes right (step_problems.h); `key` names the list in it.
std::vector<Step> steps_of(const Value& list, RobotKind robot, StepList kind, std::string_view key,
                           const std::vector<std::string>& titles);

// The lines that a dry run shows: each step as it would be taken.
std::string shown(const std::vector<Step>& steps);

}  // namespace mailroom::connectors
