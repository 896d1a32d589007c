// What the recogniser's confidences are worth. The recogniser claims how sure it is; on documents whose truth
// is known one counts how often such claims were right; the table of those counts turns every later claim
// into a probability, and an error budget into the probability from which values are accepted
// (docs/decisions/0005).
//
// A table per group of fields; within one, steps of claims in rising order, each with the share found right
// (never falling) and the number of fields it rests on. A claim belongs to the highest step that it reaches.
// A second table per group says what the alternatives of a wrong value are worth: from a confidence on, how
// often one of them was what is written (docs/decisions/0012). Exact sources (typed, text layer, barcode) are
// never touched. A value type; const functions are thread safe. Written and read as YAML (`mailroom
// calibrate`).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "ocr/reading.h"

namespace mailroom::ocr {

// By what was read, not by the template's type: forms declare their amounts as text all too often.
enum class FieldGroup {
  letters,  // recognised text with a letter in it
  figures,  // recognised text without letters: amounts, dates, numbers
  blank,    // a place for text, found empty
  mark      // a box for a mark
};
inline constexpr std::array kFieldGroups = {FieldGroup::letters, FieldGroup::figures, FieldGroup::blank,
                                            FieldGroup::mark};
std::string_view to_string(FieldGroup group);
// None for what does not come from ink.
std::optional<FieldGroup> group_of(const FieldReading& field);

struct CalibrationStep {
  double claimed = 0;  // from this claim on
  double found = 0;    // probability of being exactly right, 0 < found < 1
  int64_t fields = 0;  // that it rests on
  friend bool operator==(const CalibrationStep&, const CalibrationStep&) = default;
};
using CalibrationTable = std::vector<CalibrationStep>;

class Calibration {
 public:
  Calibration() = default;  // takes every claim at its word
  // The one that is built into the program, from ocr/calibration.yaml.
  static const Calibration& shipped();

  // Parses the YAML; none if there is an error among `problems`. `file` names it in messages.
  static std::optional<Calibration> parse(std::string_view yaml, const std::string& file,
                                          std::vector<Diagnostic>& problems);
  // Throws Error{usage, "calibration_invalid"} with the place of the first problem.
  static Calibration load(const std::filesystem::path& file);
  std::string to_yaml() const;

  // Empty: this group's claims are taken at their word.
  const CalibrationTable& table(FieldGroup group) const { return tables_[static_cast<size_t>(group)]; }
  void set(FieldGroup group, CalibrationTable table) {
    tables_[static_cast<size_t>(group)] = std::move(table);
  }

  // Of values that were wrong: from a confidence (not a claim) on, the share whose truth was among the
  // alternatives. Empty: they are taken for all that it may be.
  const CalibrationTable& alternatives(FieldGroup group) const {
    return alternatives_[static_cast<size_t>(group)];
  }
  void set_alternatives(FieldGroup group, CalibrationTable table) {
    alternatives_[static_cast<size_t>(group)] = std::move(table);
  }

  // The probability that a claim is worth; the claim itself for a group without a table.
  double apply(FieldGroup group, double claimed) const;
  // Replaces the field's confidence, and shares what doubt remains among its alternatives as before, as far
  // as the doubt is theirs: the rest is what nobody thought of.
  void apply(FieldReading& field) const;

  // The least probability at which a value is accepted so that, of all accepted in its group, the share
  // expected to be wrong stays within `budget`: above 1 if nothing may be accepted. None for a group without
  // a table.
  std::optional<double> threshold(FieldGroup group, double budget) const;

  friend bool operator==(const Calibration&, const Calibration&) = default;

 private:
  std::array<CalibrationTable, kFieldGroups.size()> tables_, alternatives_;
};

}  // namespace mailroom::ocr
