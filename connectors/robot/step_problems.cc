#include "connectors/robot/step_problems.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/http_address.h"

namespace mailroom::connectors {

namespace {

constexpr std::string_view kSecret = "${secret:";
constexpr int kFunctionKeys = 24, kAttentionKeys = 3;

const StepWordEntry* find_word(std::string_view name) {
  for (const StepWordEntry& entry : step_words()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

bool is_of(const StepVerb& verb, RobotKind robot) {
  return robot == RobotKind::browser ? verb.in_browser : verb.in_terminal;
}

std::string_view name_of(RobotKind robot) {
  return robot == RobotKind::browser ? "the browser" : "the terminal";
}

bool is_rendered(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

const std::string* text_of(const WrittenStep& step, std::string_view key) {
  for (const auto& [name, text] : step) {
    if (name == key) return &text;
  }
  return nullptr;
}

bool says_true(const WrittenStep& step, std::string_view key) {
  const std::string* text = text_of(step, key);
  return text && *text == "true";
}

// One list being looked at.
class Inspection {
 public:
  Inspection(const std::vector<WrittenStep>& steps, RobotKind robot, StepList list)
      : steps_(steps), robot_(robot), list_(list) {}

  std::vector<StepProblem> run() {
    for (size_t i = 0; i < steps_.size(); ++i) look_at(i);
    if (!found_.empty()) return std::move(found_);  // the list as a whole only once its steps are right
    if (steps_.empty()) {
      tell(0, "", "no_steps", "expected at least one step");
    } else if (list_ == StepList::steps) {
      look_for_commit();
    } else if (list_ == StepList::look_up) {
      look_for_answer();
    }
    if (found_.empty() && robot_ == RobotKind::browser && list_ != StepList::log_in) look_for_page();
    return std::move(found_);
  }

 private:
  void tell(size_t step, std::string key, std::string code, std::string message, std::string hint = {}) {
    found_.push_back({step, std::move(key), std::move(code), std::move(message), std::move(hint)});
  }

  std::string verbs_of_robot() const {
    std::vector<std::string> names;
    for (const StepVerb& verb : step_verbs()) {
      if (is_of(verb, robot_)) names.emplace_back(verb.name);
    }
    return quoted_list(names);
  }

  void look_at(size_t index) {
    const WrittenStep& step = steps_[index];
    const StepVerb* verb = verb_of(step);
    if (!verb) {
      return tell(index, "", "step_without_verb", "this step does not say what to do",
                  "one of its keys must be " + verbs_of_robot());
    }
    if (!is_of(*verb, robot_)) {
      return tell(index, std::string(verb->name), "step_not_here",
                  "'" + std::string(verb->name) + "' is no step of " + std::string(name_of(robot_)),
                  "write one of " + verbs_of_robot());
    }
    for (const auto& [key, text] : step) {
      const StepVerb* other = find_verb(key);
      if (other && other != verb) {
        return tell(index, key, "step_with_two_verbs",
                    "this step says '" + std::string(verb->name) + "' and '" + key + "'",
                    "make two steps of it, each with its '-'");
      }
      if (const StepWordEntry* word = find_word(key)) look_at_word(index, *verb, *word);
      look_for_secret(index, key, text);
    }
    if (verb->needs_with && !text_of(step, "with")) {
      tell(index, std::string(verb->name), "missing_key",
           "'" + std::string(verb->name) + "' needs the key 'with'", "with: …  # what is put there");
    }
    look_at_texts(index, *verb);
  }

  void look_at_word(size_t index, const StepVerb& verb, const StepWordEntry& word) {
    const std::string key(word.name);
    const bool is_browsers = word.word == StepWord::css;
    const bool is_terminals = word.word == StepWord::at || word.word == StepWord::length;
    if (std::find(verb.takes.begin(), verb.takes.end(), word.word) == verb.takes.end()) {
      std::vector<std::string> names;
      for (const StepWordEntry& entry : step_words()) {
        if (std::find(verb.takes.begin(), verb.takes.end(), entry.word) != verb.takes.end())
          names.emplace_back(entry.name);
      }
      tell(index, key, "unknown_key", "'" + std::string(verb.name) + "' takes no '" + key + "'",
           names.empty() ? "leave it out" : "it takes " + quoted_list(names, "and"));
    } else if ((is_browsers && robot_ == RobotKind::terminal) ||
               (is_terminals && robot_ == RobotKind::browser)) {
      tell(index, key, "step_not_here", "'" + key + "' means nothing to " + std::string(name_of(robot_)),
           is_browsers ? "say where by 'at: \"ROW,COLUMN\"'" : "say where by 'css'");
    } else if (word.word == StepWord::commit && list_ != StepList::steps && says_true(steps_[index], key)) {
      tell(index, key, "commit_elsewhere", "only a step of 'steps' may take effect",
           "looking up and logging in change nothing");
    } else if (word.word == StepWord::unless && list_ == StepList::log_in) {
      tell(index, key, "unknown_key", "'unless' has no meaning in 'log_in'", "leave it out");
    }
  }

  void look_for_secret(size_t index, const std::string& key, const std::string& text) {
    if (list_ == StepList::log_in || text.find(kSecret) == std::string::npos) return;
    tell(index, key, "secret_in_steps", "a secret may only stand in 'log_in'",
         "what these steps type is kept with the case");
  }

  void look_at_texts(size_t index, const StepVerb& verb) {
    const WrittenStep& step = steps_[index];
    const std::string* at = text_of(step, "at");
    if (at && !parse_place(*at)) {
      tell(index, "at", "wrong_place", "'at': expected row,column from 1, got '" + *at + "'",
           "for example at: \"6,20\"");
    }
    if (const std::string* css = text_of(step, "css"); css && is_rendered(*css)) {
      tell(index, "css", "rendered_css", "a selector is not made of values",
           "name what stays the same, for example css: \"#amount\"");
    }
    if (text_of(step, "length") && !at)
      tell(index, "length", "wrong_place", "'length' needs 'at'", "say where it begins: at: \"6,20\"");
    const std::string& what = *text_of(step, verb.name);
    if (verb.verb == Verb::key && !is_rendered(what)) {
      const auto& keys = terminal_keys();
      if (std::find(keys.begin(), keys.end(), to_lower_ascii(what)) == keys.end()) {
        const auto near = nearest_name(what, keys);
        tell(index, "key", "unknown_terminal_key", "there is no key '" + what + "'",
             near ? "write '" + *near + "'" : "known: enter, tab, backtab, clear, escape, up, pf1 to pf24 …");
      }
    }
  }

  void look_for_commit() {
    std::vector<size_t> commits;
    for (size_t i = 0; i < steps_.size(); ++i) {
      if (says_true(steps_[i], "commit")) commits.push_back(i);
    }
    if (commits.empty()) {
      tell(steps_.size(), "", "no_commit", "no step says that it takes effect",
           "write 'commit: true' to the one that does: before it a failure is simply tried again");
    } else if (commits.size() > 1) {
      tell(commits[1], "commit", "two_commits", "only one step may take effect",
           "two effects are two deliveries, one 'after' the other");
    } else if (commits.front() + 1 == steps_.size()) {
      tell(commits.front(), "commit", "commit_without_answer", "nothing shows whether it took effect",
           "go on with 'read' or 'wait_for': {read: Reference, unless: Not accepted}");
    }
  }

  // Only a screen that says no proves that it is not there; one that shows nothing proves nothing.
  void look_for_answer() {
    const size_t last = steps_.size() - 1;
    const StepVerb* verb = verb_of(steps_[last]);
    if (verb->verb != Verb::read || !text_of(steps_[last], "unless")) {
      tell(last, "", "look_up_without_answer", "a look-up ends with 'read' and 'unless'",
           "{read: Reference, unless: No award found}: what it reads if it is there, what the screen says "
           "if it is not");
    }
  }

  void look_for_page() {
    if (verb_of(steps_.front())->verb != Verb::open)
      tell(0, "", "no_page", "the first step must be 'open'", "open: /  # or the page where it begins");
  }

  const std::vector<WrittenStep>& steps_;
  RobotKind robot_;
  StepList list_;
  std::vector<StepProblem> found_;
};

}  // namespace

bool is_step_key(std::string_view name) {
  return find_verb(name) != nullptr || find_word(name) != nullptr;
}

const StepVerb* find_verb(std::string_view name) {
  for (const StepVerb& verb : step_verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

const StepVerb* verb_of(const WrittenStep& step) {
  for (const auto& [key, text] : step) {
    if (const StepVerb* verb = find_verb(key)) return verb;
  }
  return nullptr;
}

const std::vector<std::string>& terminal_keys() {
  static const std::vector<std::string> kKeys = [] {
    std::vector<std::string> keys = {"enter", "tab",  "backtab", "clear",     "escape", "up",
                                     "down",  "left", "right",   "backspace", "delete", "home"};
    for (int i = 1; i <= kFunctionKeys; ++i) keys.push_back("pf" + std::to_string(i));
    for (int i = 1; i <= kAttentionKeys; ++i) keys.push_back("pa" + std::to_string(i));
    return keys;
  }();
  return kKeys;
}

std::vector<StepProblem> problems_of_rendered(const std::vector<WrittenStep>& steps, RobotKind robot,
                                              StepList list) {
  return Inspection(steps, robot, list).run();
}

std::vector<StepProblem> problems_of(const std::vector<WrittenStep>& steps, RobotKind robot, StepList list) {
  std::vector<StepProblem> found = problems_of_rendered(steps, robot, list);
  for (size_t i = 0; i < steps.size(); ++i) {
    const std::string* address = text_of(steps[i], "open");
    if (address && !is_rendered(*address) && has_dot_segment(*address)) {
      found.push_back(StepProblem{i, "open", "dot_in_address",
                                  "'" + *address + "': '.' and '..' are not taken in an address",
                                  "write the address without them"});
    }
  }
  return found;
}

}  // namespace mailroom::connectors
