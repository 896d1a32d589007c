#include "connectors/robot/discipline.h"

#include <algorithm>

#include "base/calendar.h"
#include "base/error.h"
#include "base/text.h"
#include "connectors/robot/commit_mark.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

using Outcome = DeliveryOutcome;
using Kind = DeliveryOutcome::Kind;
using End = StepEnd::Kind;

constexpr size_t kLongestReceipt = 200;
constexpr int64_t kLongestSeconds = 600;
// Whoever is not let in and tries on is locked out for good.
constexpr std::chrono::minutes kAfterRefusedLogIn{15};

std::chrono::seconds seconds_at(const Context& settings, std::string_view key, std::string_view otherwise) {
  const auto duration = parse_duration(text_at(settings, key, otherwise));
  if (!duration || duration->seconds < 0 || duration->seconds > kLongestSeconds)
    throw setting_invalid(key, "a duration up to PT10M");
  return std::chrono::seconds(duration->seconds);
}

std::string receipt_of(const std::vector<std::string>& read, const std::string& where) {
  std::string text = fold_space(join(read, ", "));
  while (text.size() > kLongestReceipt || !is_valid_utf8(text)) text.pop_back();
  return text.empty() ? "entered in " + where : text;
}

}  // namespace

std::vector<ConnectorKey> robot_keys(const StepExamples& examples) {
  std::vector<ConnectorKey> keys = {
      {"look_up", KeyForm::steps, false,
       "steps that find out whether it is there already; without them what may have taken effect waits for a "
       "person",
       examples.look_up},
      {"steps", KeyForm::steps, true, "the work; one step takes effect: commit", examples.steps},
      {"log_in.when", KeyForm::text, false, "what the screen shows when it asks who we are", "Password"},
      {"log_in.steps", KeyForm::fixed_steps, false,
       "how we log in then; the only steps that may name secrets",
       "[{fill: Password, with: \"${secret:LEGACY_PASSWORD}\"}, {click: Log in}]"},
      {"timeout", KeyForm::text, false, "how long a step may take; default: PT30S", "PT10S"},
      {"settle", KeyForm::text, false,
       "how long the application may take to show what it was sent: a look-up that finds nothing is believed "
       "only then; default: PT10S",
       "PT1M"}};
  for (ConnectorKey& key : Pictures::keys()) keys.push_back(std::move(key));
  return keys;
}

RobotSettings RobotSettings::of(const Context& settings, const Context& as_written, RobotKind robot) {
  RobotSettings made;
  made.step_within = seconds_at(settings, "timeout", "PT30S");
  if (made.step_within.count() == 0) throw setting_invalid("timeout", "a duration from PT1S to PT10M");
  made.settle = seconds_at(settings, "settle", "PT10S");
  made.log_in_when = text_at(settings, "log_in.when", "");
  made.log_in = steps_of(at_path(settings, "log_in.steps"), robot, StepList::log_in, "log_in.steps",
                         titles_of(at_path(as_written, "log_in.steps")));
  made.look_up_titles = titles_of(settings.at("look_up"));
  made.step_titles = titles_of(settings.at("steps"));
  if (made.log_in_when.empty() != made.log_in.empty())
    throw setting_invalid("log_in", "'when' and 'steps' together");
  return made;
}

// A delivery's own steps.
struct Discipline::Work {
  Work(const Delivery& delivery, RobotKind robot, const RobotSettings& settings)
      : look_up(steps_of(delivery.content.at("look_up"), robot, StepList::look_up, "look_up",
                         settings.look_up_titles)),
        steps(steps_of(delivery.content.at("steps"), robot, StepList::steps, "steps", settings.step_titles)) {
    if (steps.empty()) throw setting_invalid("steps", "at least one step");
    while (!steps[commit].is_commit) ++commit;
  }
  std::span<const Step> before() const { return std::span(steps).first(commit); }
  std::span<const Step> taking_effect() const { return std::span(steps).subspan(commit, 1); }
  std::span<const Step> after() const { return std::span(steps).subspan(commit + 1); }

  std::vector<Step> look_up, steps;
  size_t commit = 0;
};

// One try at one delivery.
struct Discipline::Attempt {
  Discipline& owner;
  Screen& screen;
  const Delivery& delivery;
  const Work& work;
  std::string where;
  CommitMark mark;
  bool is_not_let_in = false, may_have_acted = false;

  Outcome run() {
    if (!work.look_up.empty()) {
      const Progress found = looked_up();
      if (found.end.kind == End::done) return delivered(found.read);
      if (found.end.kind != End::said_no) return failed_before(found, work.look_up, "look_up ");
      may_have_acted = true;  // the try before this one, unless its mark tells otherwise
      if (const auto wait = not_believed_before()) {
        return {Kind::retry_later, "a look-up finds nothing yet of what may have been sent just now", "",
                *wait};
      }
      may_have_acted = false;
    }
    const Progress before = take_logged_in(work.before());
    if (before.end.kind != End::done) return failed_before(before, work.before());
    if (!work.look_up.empty()) mark.make(owner.clock_.now());
    may_have_acted = true;
    const Progress commit = screen.take(work.taking_effect());
    if (commit.end.kind != End::done && !commit.end.may_have_acted) {
      may_have_acted = false;
      mark.remove();
      return failed_before(commit, work.taking_effect(), "", work.commit);
    }
    if (commit.end.kind != End::done) return failed_after(commit.end, work.commit);
    const Progress after = screen.take(work.after());
    if (after.end.kind != End::done) return failed_after(after.end, work.commit + 1 + after.done);
    return delivered(after.read);
  }

  // Done: it is there. Said no: the screen says that it is not.
  Progress looked_up() { return take_logged_in(work.look_up); }

  // Nothing was found, but what was sent a moment ago may only not show yet.
  std::optional<Instant> not_believed_before() const {
    const auto made = mark.made();
    if (!made) return {};
    const Instant now = owner.clock_.now();
    const Instant settled = std::min(*made, now) + owner.settings_.settle;
    if (settled <= now) return {};
    return settled;
  }

  // A web application asks when it pleases: if nothing fits, because it asks, then all over again, once.
  Progress take_logged_in(std::span<const Step> steps) {
    Progress progress = take_from_begin(steps);
    const bool may_ask = owner.robot_ == RobotKind::browser && !owner.settings_.log_in.empty();
    if (progress.end.kind == End::missing && may_ask && !is_not_let_in &&
        screen.asks_who(owner.settings_.log_in_when)) {
      progress = take_from_begin(steps);
    }
    return progress;
  }

  Progress take_from_begin(std::span<const Step> steps) {
    Progress all;
    all.end = screen.begin();
    if (all.end.kind == End::done && owner.robot_ == RobotKind::terminal) all.end = log_in_if_asked({});
    while (all.end.kind == End::done && all.done < steps.size()) {
      const auto rest = steps.subspan(all.done);
      const bool opens = rest.front().verb == Verb::open;
      const auto next = std::find_if(rest.begin() + 1, rest.end(),
                                     [](const Step& step) { return step.verb == Verb::open; });
      const auto part = rest.first(opens ? 1 : static_cast<size_t>(next - rest.begin()));
      Progress some = screen.take(part);
      all.done += some.done;
      all.end = std::move(some.end);
      all.read.insert(all.read.end(), some.read.begin(), some.read.end());
      if (all.end.kind == End::done && opens) all.end = log_in_if_asked(part);
    }
    return all;
  }

  // Logs in if the screen asks; then takes `again`, the step that led there.
  StepEnd log_in_if_asked(std::span<const Step> again) {
    const RobotSettings& settings = owner.settings_;
    if (settings.log_in.empty() || !screen.asks_who(settings.log_in_when)) return {};
    Progress progress = screen.take(settings.log_in);
    if (progress.end.kind == End::done && !again.empty()) {
      progress = screen.take(again);
      if (progress.end.kind == End::done && screen.asks_who(settings.log_in_when))
        progress.end = {End::missing, "it asks again"};
    } else if (progress.end.kind != End::done) {
      progress.end.why = settings.log_in[progress.done].title + ": " + progress.end.why;
    }
    const bool answers = progress.end.kind != End::unreachable && progress.end.kind != End::broken;
    is_not_let_in = progress.end.kind != End::done && answers;
    return progress.end;
  }

  // ": why; picture …", with a picture of the screen if there is one to take.
  std::string told(const StepEnd& end) {
    std::string text = ": " + end.why;
    if (end.kind == End::unreachable || end.kind == End::broken) return text;
    const std::string picture = pictured(true);
    return picture.empty() ? text : text + "; picture " + picture;
  }

  std::string pictured(bool failed) {
    if (!owner.pictures_.wants(failed)) return {};
    return owner.pictures_.keep(delivery, failed, screen.picture(), screen.picture_suffix());
  }

  static std::string named(std::span<const Step> steps, size_t index, const std::string& list,
                           size_t offset = 0) {
    if (index >= steps.size()) return list + "begin";
    return list + "step " + std::to_string(offset + index + 1) + ", " + steps[index].title;
  }

  Outcome failed_before(const Progress& progress, std::span<const Step> steps, const std::string& list = "",
                        size_t offset = 0) {
    const StepEnd& end = progress.end;
    if (is_not_let_in) {
      return {Kind::unavailable, "log_in, it did not let us in" + told(end), "",
              owner.clock_.now() + kAfterRefusedLogIn};
    }
    const std::string why = named(steps, progress.done, list, offset) + told(end);
    switch (end.kind) {
      case End::unreachable:
        return {Kind::unavailable, why, ""};
      case End::broken:
        // Programs that do not even start are nobody's delivery's fault.
        return {progress.done == 0 ? Kind::unavailable : Kind::retry_later, why, ""};
      case End::said_no:
      case End::unfit:
        return {Kind::refused, why, ""};
      default:
        return {Kind::retry_later, why, ""};
    }
  }

  // The step that takes effect was taken, or may have been.
  Outcome failed_after(const StepEnd& end, size_t index) {
    const std::string why = named(work.steps, index, "") + told(end);
    const bool said_no = end.kind == End::said_no;
    if (work.look_up.empty()) return {said_no ? Kind::refused : Kind::unknown, why, ""};
    const Progress found = looked_up();
    if (found.end.kind == End::done) return delivered(found.read);
    if (said_no && found.end.kind == End::said_no) {
      mark.remove();
      return {Kind::refused, why, ""};
    }
    return {Kind::unknown, why, ""};
  }

  Outcome delivered(const std::vector<std::string>& read) {
    pictured(false);
    mark.remove();
    return {Kind::delivered, "", receipt_of(read, where)};
  }
};

Discipline::Discipline(RobotKind robot, const Context& settings, const Context& as_written,
                       const Surroundings& around)
    : robot_(robot),
      settings_(RobotSettings::of(settings, as_written, robot)),
      shown_log_in_(RobotSettings::of(as_written, as_written, robot).log_in),
      site_folder_(around.site_folder),
      clock_(around.time()),
      pictures_(settings, around.site_folder, around.time()) {}

DeliveryOutcome Discipline::deliver(Screen& screen, const Delivery& delivery, const std::string& where) {
  pictures_.sweep();
  const Work work(delivery, robot_, settings_);
  Attempt attempt{*this, screen, delivery, work, where, {site_folder_, delivery.idempotency_key}};
  try {
    return attempt.run();
  } catch (const Error& error) {
    const std::string hint = error.hint().empty() ? "" : "; " + error.hint();
    return {attempt.may_have_acted ? Kind::unknown : Kind::unavailable, error.message() + hint, ""};
  }
}

std::string Discipline::preview(const Delivery& delivery) const {
  const Work work(delivery, robot_, settings_);
  std::string text;
  if (!shown_log_in_.empty())
    text += "logs in when it shows '" + settings_.log_in_when + "'\n" + shown(shown_log_in_);
  if (!work.look_up.empty()) text += "looks up whether it is there\n" + shown(work.look_up);
  return text + "otherwise\n" + shown(work.steps);
}

}  // namespace mailroom::connectors
