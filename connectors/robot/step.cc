#include "connectors/robot/step.h"

#include <algorithm>

#include "base/text.h"
#include "connectors/robot/step_problems.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr int kLargestScreen = 999;

std::string text_of(const Context& step, std::string_view key) {
  return to_display(step.at(key).is_null() ? Value("") : step.at(key));
}

std::optional<int> small_number(std::string_view text) {
  const std::string digits(trim(text));
  if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos)
    return {};
  const int number = std::stoi(digits);
  if (number < 1 || number > kLargestScreen) return {};
  return number;
}

WrittenStep written(const Context& step) {
  WrittenStep made;
  for (const auto& [key, value] : step.entries()) made.emplace_back(key, to_display(value));
  return made;
}

Step step_of(const Context& written, const StepVerb& verb) {
  Step step;
  step.verb = verb.verb;
  step.what = text_of(written, verb.name);
  step.with = text_of(written, "with");
  step.css = text_of(written, "css");
  step.unless = text_of(written, "unless");
  step.at = parse_place(text_of(written, "at"));
  step.length = small_number(text_of(written, "length")).value_or(0);
  step.is_key_by_key = text_of(written, "key_by_key") == "true";
  step.is_commit = text_of(written, "commit") == "true";
  return step;
}

std::string shown(const Step& step, size_t number) {
  std::string text = std::to_string(number) + ". ";
  for (const StepVerb& verb : step_verbs()) {
    if (verb.verb == step.verb) text += replace_all(std::string(verb.name), "_", " ");
  }
  text += " '" + step.what + "'";
  const auto add = [&](std::string_view word, const std::string& value) {
    if (!value.empty()) text += " " + std::string(word) + " " + value;
  };
  add("by", step.css);
  if (step.at) add("at", std::to_string(step.at->row) + "," + std::to_string(step.at->column));
  if (step.length > 0) add("length", std::to_string(step.length));
  const bool has_value = step.verb == Verb::fill || step.verb == Verb::choose || step.verb == Verb::upload;
  if (has_value) text += " with '" + replace_all(step.with, "\n", "\\n") + "'";
  if (step.is_key_by_key) text += " key by key";
  if (!step.unless.empty()) text += " unless '" + step.unless + "'";
  if (step.is_commit) text += "  (takes effect)";
  return text + "\n";
}

}  // namespace

const std::vector<StepVerb>& step_verbs() {
  using W = StepWord;
  static const std::vector<StepVerb> kVerbs = {
      {"open", Verb::open, true, false, {}, false, "goes to a page of the application", "/awards/new"},
      {"fill",
       Verb::fill,
       true,
       false,
       {W::with, W::css, W::key_by_key},
       true,
       "fills a field, by its label",
       "Weekly amount"},
      {"choose",
       Verb::choose,
       true,
       false,
       {W::with, W::css},
       true,
       "chooses one of a list or of a group of radio buttons",
       "Band"},
      {"tick", Verb::tick, true, false, {W::css}, false, "ticks a box", "Evidence seen"},
      {"untick", Verb::untick, true, false, {W::css}, false, "takes a box's tick away", "Send by post"},
      {"upload",
       Verb::upload,
       true,
       false,
       {W::with, W::css},
       true,
       "gives a file of the site to a file field",
       "Decision letter"},
      {"click",
       Verb::click,
       true,
       false,
       {W::css, W::commit},
       false,
       "clicks a button or link, by its text",
       "Confirm"},
      {"type",
       Verb::type,
       false,
       true,
       {W::at},
       false,
       "types a text where the cursor is, or at a place",
       "\"{{ claim.nino }}\""},
      {"key", Verb::key, false, true, {W::commit}, false, "presses a key: enter, tab, pf3, up …", "enter"},
      {"wait_for",
       Verb::wait_for,
       true,
       true,
       {W::css, W::at, W::unless},
       false,
       "goes on once the screen shows this text",
       "Award stored"},
      {"read",
       Verb::read,
       true,
       true,
       {W::css, W::at, W::length, W::unless},
       false,
       "reads what stands beside or below this name, the receipt",
       "Reference"}};
  return kVerbs;
}

const std::vector<StepWordEntry>& step_words() {
  using W = StepWord;
  static const std::vector<StepWordEntry> kWords = {
      {"with", W::with, "what is filled in, chosen or uploaded (a path below the site)",
       "\"{{ band.weekly_award }}\""},
      {"css", W::css, "where it is, by a CSS selector, if its label does not tell", "\"#amount\""},
      {"key_by_key", W::key_by_key, "press the keys one by one, for a page that listens to them", "true"},
      {"at", W::at, "where on the screen: row,column from 1", "\"6,20\""},
      {"length", W::length, "how many columns are read; default: to the next two blanks", "10"},
      {"unless", W::unless,
       "what the screen says if not: in look_up that it is not there, in steps that it was not taken",
       "No award found"},
      {"commit", W::commit, "this step takes effect: before it nothing has happened, after it it may have",
       "true"}};
  return kWords;
}

std::optional<ScreenPlace> parse_place(std::string_view text) {
  const size_t comma = text.find(',');
  if (comma == std::string_view::npos) return {};
  const auto row = small_number(text.substr(0, comma)), column = small_number(text.substr(comma + 1));
  if (!row || !column) return {};
  return ScreenPlace{*row, *column};
}

std::string title_of(const WrittenStep& step) {
  for (const StepVerb& verb : step_verbs()) {
    for (const auto& [key, text] : step) {
      if (key == verb.name) return replace_all(key, "_", " ") + " '" + text + "'";
    }
  }
  return "a step";
}

std::vector<std::string> titles_of(const Value& list) {
  std::vector<std::string> titles;
  if (!list.is(Value::Kind::list)) return titles;
  for (const Value& entry : list.list())
    titles.push_back(entry.is(Value::Kind::context) ? title_of(written(entry.context())) : entry.text_or(""));
  return titles;
}

std::vector<Step> steps_of(const Value& list, RobotKind robot, StepList kind, std::string_view key,
                           const std::vector<std::string>& titles) {
  std::vector<Step> steps;
  if (list.is_null()) return steps;
  if (!list.is(Value::Kind::list)) throw setting_invalid(key, "a list of steps");
  std::vector<WrittenStep> all;
  for (const Value& entry : list.list()) {
    if (!entry.is(Value::Kind::context)) throw setting_invalid(key, "a list of steps, each a mapping");
    all.push_back(written(entry.context()));
  }
  for (const StepProblem& problem : problems_of_rendered(all, robot, kind)) {
    throw setting_invalid(std::string(key) + ", step " + std::to_string(problem.step + 1),
                          "a step of a robot (" + problem.code + ")");
  }
  for (size_t i = 0; i < all.size(); ++i) {
    const StepVerb& verb = *verb_of(all[i]);
    steps.push_back(step_of(list.list()[i].context(), verb));
    steps.back().title = i < titles.size() ? titles[i] : std::string(verb.name);
  }
  return steps;
}

std::string shown(const std::vector<Step>& steps) {
  std::string text;
  for (size_t i = 0; i < steps.size(); ++i) text += "  " + shown(steps[i], i + 1);
  return text;
}

}  // namespace mailroom::connectors
