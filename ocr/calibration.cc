#include "ocr/calibration.h"

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/yaml.h"

namespace mailroom::ocr {

// From ocr/calibration.yaml, by ocr/CMakeLists.txt.
extern const std::string_view kShippedCalibration;

namespace {

constexpr std::string_view kAlternatives = "alternatives";
constexpr std::string_view kGroupNames[] = {"letters", "figures", "blank", "mark"};
constexpr uint64_t kMaxFileBytes = 1 << 20;
// Above every probability: nothing is accepted.
constexpr double kNever = 2;

bool is_letter(unsigned char byte) {
  // Beyond ASCII all is taken for a letter: the signs that stand among figures (£, €) come with figures only
  // where an amount is misread.
  const int lower = byte | 0x20;
  return byte >= 0x80 || (lower >= 'a' && lower <= 'z');
}

// One file's problems, with their places.
class Parser {
 public:
  explicit Parser(std::vector<Diagnostic>& problems) : problems_(problems) {}

  Calibration calibration(const yaml::Node& root) {
    Calibration result;
    if (root.is_null()) return result;
    if (!root.is_mapping()) {
      problem(root.place, "expected a mapping of groups, got " + std::string(kind_name(root.kind)));
      return result;
    }
    for (const yaml::Entry& entry : root.entries) {
      if (entry.key == kAlternatives) {
        alternatives(entry, result);
      } else if (const auto group = group_named(entry)) {
        result.set(*group, table(entry));
      }
    }
    return result;
  }

 private:
  std::optional<FieldGroup> group_named(const yaml::Entry& entry) {
    const auto at = std::ranges::find(kGroupNames, entry.key);
    if (at != std::end(kGroupNames)) return kFieldGroups[static_cast<size_t>(at - std::begin(kGroupNames))];
    const std::vector<std::string> known(std::begin(kGroupNames), std::end(kGroupNames));
    problem(entry.place, "unknown group '" + entry.key + "'", "expected " + quoted_list(known));
    return std::nullopt;
  }

  void alternatives(const yaml::Entry& entry, Calibration& result) {
    if (!entry.value.is_mapping()) {
      problem(entry.value.place, "'" + entry.key + "': expected a mapping of groups, got " +
                                     std::string(kind_name(entry.value.kind)));
      return;
    }
    for (const yaml::Entry& one : entry.value.entries)
      if (const auto group = group_named(one)) result.set_alternatives(*group, table(one));
  }

  void problem(const Place& place, std::string message, std::string hint = {}) {
    problems_.push_back({Severity::error, place, "calibration_invalid", std::move(message),
                         hint.empty() ? "make it with 'mailroom calibrate'" : std::move(hint)});
  }

  CalibrationTable table(const yaml::Entry& group) {
    CalibrationTable steps;
    if (!group.value.is_list()) {
      problem(group.value.place, "'" + group.key + "': expected a list of steps, got " +
                                     std::string(kind_name(group.value.kind)));
      return steps;
    }
    for (const yaml::Node& item : group.value.items) {
      const CalibrationStep step{number(item, "claimed"), number(item, "found"),
                                 static_cast<int64_t>(number(item, "fields"))};
      const bool possible =
          step.claimed >= 0 && step.claimed <= 1 && step.found > 0 && step.found < 1 && step.fields > 0;
      if (!possible) {
        problem(item.place, "expected {claimed: 0 to 1, found: between 0 and 1, fields: a count}");
      } else if (!steps.empty() &&
                 (step.claimed <= steps.back().claimed || step.found < steps.back().found)) {
        problem(item.place, "expected 'claimed' to rise from step to step and 'found' never to fall");
      }
      steps.push_back(step);
    }
    return steps;
  }

  static double number(const yaml::Node& item, std::string_view key) {
    const yaml::Node* value = item.is_mapping() ? item.find(key) : nullptr;
    const auto parsed = value != nullptr && value->is_scalar() ? Decimal::parse(value->text) : std::nullopt;
    return parsed ? parsed->to_double() : -1;
  }

  std::vector<Diagnostic>& problems_;
};

}  // namespace

std::string_view to_string(FieldGroup group) {
  return kGroupNames[static_cast<size_t>(group)];
}

std::optional<FieldGroup> group_of(const FieldReading& field) {
  if (field.source == Source::mark) return FieldGroup::mark;
  if (field.source != Source::ocr) return std::nullopt;
  const std::string text = field.value.text_or("");
  if (text.empty()) return FieldGroup::blank;
  return std::ranges::any_of(text, is_letter) ? FieldGroup::letters : FieldGroup::figures;
}

const Calibration& Calibration::shipped() {
  static const Calibration kShipped = [] {
    std::vector<Diagnostic> problems;
    return parse(kShippedCalibration, "calibration.yaml", problems).value_or(Calibration());
  }();
  return kShipped;
}

std::optional<Calibration> Calibration::parse(std::string_view yaml, const std::string& file,
                                              std::vector<Diagnostic>& problems) {
  std::vector<Diagnostic> found;
  const auto root = yaml::parse(yaml, file, found);
  // A file without any group is a calibration too: it takes every claim at its word.
  std::erase_if(found, [](const Diagnostic& problem) { return problem.code == "yaml_empty"; });
  std::optional<Calibration> result;
  if (!has_errors(found)) result = Parser(found).calibration(root.value_or(yaml::Node()));
  if (has_errors(found)) result.reset();
  problems.insert(problems.end(), found.begin(), found.end());
  return result;
}

Calibration Calibration::load(const std::filesystem::path& file) {
  std::vector<Diagnostic> problems;
  auto result = parse(read_file(file, kMaxFileBytes), file.string(), problems);
  if (result) return *result;
  const Diagnostic& first = problems.front();
  throw Error(Fault::usage, "calibration_invalid", first.message,
              first.place.file + ":" + std::to_string(first.place.line), first.hint);
}

namespace {

std::string lines_of(FieldGroup group, const CalibrationTable& steps, const std::string& indent) {
  if (steps.empty()) return {};
  std::string out = indent + std::string(to_string(group)) + ":\n";
  for (const CalibrationStep& step : steps) {
    char line[96];
    std::snprintf(line, sizeof line, "  - {claimed: %.6f, found: %.9f, fields: %lld}\n", step.claimed,
                  step.found, static_cast<long long>(step.fields));
    out += indent + line;
  }
  return out;
}

// The share of the highest step that is reached.
const CalibrationStep* step_of(const CalibrationTable& steps, double claimed) {
  const auto above = std::ranges::upper_bound(steps, claimed, {}, &CalibrationStep::claimed);
  return above == steps.begin() ? nullptr : &*std::prev(above);
}

}  // namespace

std::string Calibration::to_yaml() const {
  std::string out =
      "# What the recogniser's confidences are worth: from a claim on, the share of values found exactly "
      "right\n"
      "# and the number of fields counted. Made by 'mailroom calibrate'.\n";
  for (const FieldGroup group : kFieldGroups) out += lines_of(group, table(group), "");
  std::string others;
  for (const FieldGroup group : kFieldGroups) others += lines_of(group, alternatives(group), "  ");
  if (others.empty()) return out;
  return out +
         "# Of values that were wrong: from a confidence on, the share that an alternative said right.\n" +
         std::string(kAlternatives) + ":\n" + others;
}

double Calibration::apply(FieldGroup group, double claimed) const {
  const CalibrationTable& steps = table(group);
  if (steps.empty()) return claimed;
  const CalibrationStep* step = step_of(steps, claimed);
  // Below all that was ever seen nothing is known but that it is not better.
  return step != nullptr ? step->found : std::min(claimed, steps.front().found);
}

void Calibration::apply(FieldReading& field) const {
  const auto group = group_of(field);
  if (!group || table(*group).empty()) return;
  const double claimed = field.confidence;
  field.confidence = apply(*group, claimed);
  double growth = claimed < 1 ? (1 - field.confidence) / (1 - claimed) : 0;
  if (const CalibrationTable& others = alternatives(*group); !others.empty()) {
    const CalibrationStep* step = step_of(others, field.confidence);
    growth *= step != nullptr ? step->found : others.front().found;
  }
  for (Alternative& other : field.alternatives) {
    other.confidence =
        other.value == field.value ? field.confidence : std::min(1.0, other.confidence * growth);
  }
}

std::optional<double> Calibration::threshold(FieldGroup group, double budget) const {
  const CalibrationTable& steps = table(group);
  if (steps.empty()) return std::nullopt;
  double accepted = 0, wrong = 0, least = kNever;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    accepted += static_cast<double>(step->fields);
    wrong += static_cast<double>(step->fields) * (1 - step->found);
    if (wrong > budget * accepted) break;
    least = step->found;
  }
  return least;
}

}  // namespace mailroom::ocr
