// A delivery by a robot, safe against doing it twice (docs/decisions/0020): look up whether it is there
// already; if the screen says that it is not, take the steps up to the one that takes effect; write down that
// it is about to; take it and read the reference. What fails before that step has done nothing; what fails
// after it may have, and is looked up, or, without a look-up, parked for a person.
//
// An application may show late what it was sent (the robot was killed while the request was on its way). So a
// look-up that finds nothing is believed only once `settle` has passed since the mark.
//
// One thread at a time. The screen is not owned.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "connectors/connector.h"
#include "connectors/kind.h"
#include "connectors/robot/pictures.h"
#include "connectors/robot/screen.h"
#include "connectors/surroundings.h"

namespace mailroom::connectors {

struct StepExamples {
  std::string_view look_up, steps;
};
// The keys that both robots have, beside those that say where.
std::vector<ConnectorKey> robot_keys(const StepExamples& examples);

// What both robots are told by their settings.
struct RobotSettings {
  std::chrono::milliseconds step_within{30'000};
  std::chrono::seconds settle{10};
  std::string log_in_when;  // empty: nobody logs in
  std::vector<Step> log_in;
  std::vector<std::string> look_up_titles, step_titles;  // of a delivery's steps, for messages

  bool looks_up() const { return !look_up_titles.empty(); }
  // Throws Error{usage, "setting_invalid"}.
  static RobotSettings of(const Context& settings, const Context& as_written, RobotKind robot);
};

class Discipline {
 public:
  // `as_written`: the settings before secrets were put in, from which a preview is made.
  Discipline(RobotKind robot, const Context& settings, const Context& as_written, const Surroundings& around);

  // `where`: for the receipt if nothing is read ("entered in HOST").
  DeliveryOutcome deliver(Screen& screen, const Delivery& delivery, const std::string& where);
  std::string preview(const Delivery& delivery) const;
  // What is kept too long goes, when there is nothing to deliver as well.
  void tend() { pictures_.sweep(); }
  const RobotSettings& settings() const { return settings_; }

 private:
  struct Work;
  struct Attempt;

  RobotKind robot_;
  RobotSettings settings_;
  std::vector<Step> shown_log_in_;
  std::filesystem::path site_folder_;
  const Clock& clock_;
  Pictures pictures_;
};

}  // namespace mailroom::connectors
