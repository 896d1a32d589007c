#include "connectors/robot/page.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "base/base64.h"
#include "base/error.h"
#include "base/text.h"
#include "connectors/http_address.h"
#include "connectors/robot/page_script.h"
#include "connectors/robot/reachable_host.h"

namespace mailroom::connectors {

namespace {

using End = StepEnd::Kind;
using Failure = WebDriver::Failure;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kFirstLook{5}, kLongestLook{200};
// A browser that runs for months is not to be trusted with its memory.
constexpr int kMostBeginnings = 1000;
constexpr int kFirstServerError = 500, kFirstError = 400;
// Keys that a text can press (WebDriver, section 17.4.2: U+E000 to U+E05D), and what ends a field.
constexpr uint32_t kFirstKey = 0xE000, kLastKey = 0xE05D;

// What a page that was opened has to tell: its status, and whether it shows a text (as the page's script
// compares them).
constexpr std::string_view kArrivalScript =
    "const flat = text => (text || '').replace(/\\s+/g, ' ').trim().toLowerCase();"
    "const entry = performance.getEntriesByType('navigation')[0];"
    "const text = flat(document.body ? document.body.innerText : '');"
    "return {status: entry && entry.responseStatus || 0, asks: !!arguments[0] && "
    "text.includes(flat(arguments[0]))};";
constexpr std::string_view kEmptyScript =
    "arguments[0].focus(); if (arguments[0].select) arguments[0].select();"
    "document.execCommand('delete');";
constexpr std::string_view kValueScript = "return arguments[0].value;";

std::string_view name_of(Verb verb) {
  for (const StepVerb& one : step_verbs()) {
    if (one.verb == verb) return one.name;
  }
  return "";
}

List script_steps(std::span<const Step> steps) {
  List list;
  for (const Step& step : steps) {
    if (step.verb == Verb::open) break;
    Context one{{"verb", name_of(step.verb)}, {"what", step.what}, {"with", step.with}};
    if (!step.css.empty()) one.put("css", step.css);
    if (!step.unless.empty()) one.put("unless", step.unless);
    if (step.is_key_by_key) one.put("keys", true);
    list.emplace_back(std::move(one));
  }
  return list;
}

bool presses_keys(std::string_view text) {
  const std::vector<uint32_t> points = code_points(text);
  return std::any_of(points.begin(), points.end(), [](uint32_t point) {
    return point < ' ' || point == 0x7F || (point >= kFirstKey && point <= kLastKey);
  });
}

// What the driver says before it has touched anything.
bool has_not_acted(const Failure& failure) {
  return failure.error == "element click intercepted" || failure.error == "element not interactable" ||
         failure.error == "stale element reference" || failure.error == "no such element";
}

End kind_of(std::string_view end) {
  return end == "said_no" ? End::said_no
         : end == "unfit" ? End::unfit
         : end == "lost"  ? End::unreachable
                          : End::missing;
}

}  // namespace

struct Page::Turn {
  size_t done = 0;
  StepEnd end;
  std::vector<std::string> read;
  std::optional<WebDriver::Element> element;
};

Page::Page(std::string address, std::vector<std::string> hosts, BrowserSettings settings, Networks allowed,
           std::string asks_by)
    : address_(std::move(address)),
      hosts_(std::move(hosts)),
      settings_(std::move(settings)),
      allowed_(std::move(allowed)),
      asks_by_(std::move(asks_by)) {
  hosts_.insert(hosts_.begin(), host_of(address_));
}

StepEnd Page::begin() {
  std::map<std::string, std::string> addresses;
  for (const std::string& host : hosts_) {
    auto found = reachable_address(host, allowed_);
    if (auto* end = std::get_if<StepEnd>(&found)) return std::move(*end);
    addresses[host] = std::get<std::string>(found);
  }
  if (browser_ && (browser_->addresses() != addresses || ++beginnings_ > kMostBeginnings)) browser_.reset();
  if (browser_) return {};
  beginnings_ = 0;
  try {
    browser_ = std::make_unique<BrowserProcess>(settings_, addresses);
  } catch (const Error& error) {
    return {End::broken, error.message() + (error.hint().empty() ? "" : "; " + error.hint())};
  }
  return {};
}

Progress Page::take(std::span<const Step> steps) {
  Progress progress;
  auto deadline = SteadyClock::now() + settings_.step_within;
  auto pause = kFirstLook;
  const auto step_on = [&](size_t count) {
    if (count == 0) return;
    progress.done += count;
    deadline = SteadyClock::now() + settings_.step_within;
    pause = kFirstLook;
  };
  while (progress.done < steps.size()) {
    if (!browser_) {
      progress.end = {End::broken, "the browser has ended"};
      return progress;
    }
    const Step& first = steps[progress.done];
    if (first.verb == Verb::open) {
      progress.end = open(first.what);
      if (progress.end.kind != End::done) return progress;
      step_on(1);
      continue;
    }
    Turn turn = run(steps.subspan(progress.done));
    step_on(turn.done);
    progress.read.insert(progress.read.end(), turn.read.begin(), turn.read.end());
    if (turn.element) {
      const Step& acting = steps[progress.done];
      const auto end = act(acting, *turn.element);
      if (!end) {
        step_on(1);
        continue;
      }
      turn.end = *end;
    }
    if (turn.end.kind == End::done) continue;
    const bool may_wait = turn.end.kind == End::missing && !turn.end.may_have_acted;
    if (!may_wait || SteadyClock::now() + pause >= deadline) {
      progress.end = std::move(turn.end);
      return progress;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongestLook);
  }
  return progress;
}

Page::Turn Page::run(std::span<const Step> steps) {
  Turn turn;
  asked_on_arrival_.reset();
  const auto answer = browser_->driver().run(kPageScript, {Value(script_steps(steps))});
  if (const auto* failure = std::get_if<Failure>(&answer)) {
    turn.end = ended(*failure, "the page changed meanwhile");
    return turn;
  }
  const Value& value = std::get<Value>(answer);
  if (!value.is(Value::Kind::context)) {
    turn.end = {End::missing, "the page changed meanwhile"};
    return turn;
  }
  const Context& said = value.context();
  if (said.at("done").is(Value::Kind::number))
    turn.done = static_cast<size_t>(std::clamp<int64_t>(said.at("done").number().to_integer().value_or(0), 0,
                                                        static_cast<int64_t>(steps.size())));
  if (said.at("read").is(Value::Kind::list)) {
    for (const Value& one : said.at("read").list()) turn.read.push_back(to_display(one));
  }
  const std::string end = said.at("end").text_or("");
  if (end == "act") {
    turn.element = WebDriver::element_in(said.at("element"));
    if (!turn.element || turn.done >= steps.size()) turn.end = {End::missing, "the page changed meanwhile"};
  } else if (!end.empty()) {
    turn.end = {kind_of(end), said.at("why").text_or("")};
  }
  return turn;
}

std::optional<StepEnd> Page::act(const Step& step, const WebDriver::Element& element) {
  WebDriver& driver = browser_->driver();
  const auto worked = [&](const WebDriver::Answer& answer) -> std::optional<StepEnd> {
    const auto* failure = std::get_if<Failure>(&answer);
    if (!failure) return {};
    const bool untouched = has_not_acted(*failure);
    StepEnd end = ended(*failure, untouched ? "something lies over it" : "the page does not answer");
    end.may_have_acted = step.is_commit && !untouched;
    return end;
  };
  switch (step.verb) {
    case Verb::click:
      return worked(driver.click(element));
    case Verb::upload: {
      if (auto problem = problem_of_file(step)) return problem;
      return worked(driver.send_keys(
          element, std::filesystem::absolute(settings_.site_folder / step.with).lexically_normal().string()));
    }
    default:
      break;
  }
  if (presses_keys(step.with)) return StepEnd{End::unfit, "this value has keys in it"};
  const Value where = WebDriver::to_value(element);
  if (auto end = worked(driver.run(kEmptyScript, {where}))) return end;
  if (auto end = step.with.empty() ? std::nullopt : worked(driver.send_keys(element, step.with))) return end;
  const auto value = driver.run(kValueScript, {where});
  if (auto end = worked(value)) return end;
  if (std::get<Value>(value).text_or("") != step.with)
    return StepEnd{End::unfit, "the field does not take this value whole"};
  return {};
}

// A file of the site and nothing above it.
std::optional<StepEnd> Page::problem_of_file(const Step& step) const {
  namespace fs = std::filesystem;
  std::error_code none;
  const fs::path site = fs::weakly_canonical(settings_.site_folder, none);
  const fs::path file = fs::weakly_canonical(settings_.site_folder / step.with, none);
  const auto rest = std::mismatch(site.begin(), site.end(), file.begin(), file.end());
  if (rest.first != site.end()) return StepEnd{End::unfit, "the file is not in the site"};
  if (!fs::is_regular_file(file, none)) return StepEnd{End::missing, "there is no such file in the site"};
  return {};
}

StepEnd Page::open(const std::string& where) {
  // A value that comes with '..' would have the steps taken on another page than they are written for.
  if (has_dot_segment(where)) return {End::unfit, "a '.' or '..' in it would lead to another page"};
  const std::string url = url_of(where);
  if (std::find(hosts_.begin(), hosts_.end(), host_of(url)) == hosts_.end())
    return {End::unfit, "it leads to another host; name it in 'hosts'"};
  const auto answer = browser_->driver().go_to(url);
  if (const auto* failure = std::get_if<Failure>(&answer)) {
    if (!failure->net_error.empty())
      return {End::unreachable, "it cannot be reached (" + to_lower_ascii(failure->net_error) + ")"};
    if (failure->error == "timeout") return {End::unreachable, "the page does not load in time"};
    return ended(*failure, "the page does not open");
  }
  const auto arrival = browser_->driver().run(kArrivalScript, {Value(asks_by_)});
  if (const auto* failure = std::get_if<Failure>(&arrival)) return ended(*failure, "the page does not open");
  const Value& value = std::get<Value>(arrival);
  const Context said = value.is(Value::Kind::context) ? value.context() : Context();
  asked_on_arrival_ = said.at("asks").is_true();
  const Value& status = said.at("status");
  const int64_t code = status.is(Value::Kind::number) ? status.number().to_integer().value_or(0) : 0;
  const std::string told = "it answers with status " + std::to_string(code);
  if (code >= kFirstServerError) return {End::unreachable, told};
  if (code >= kFirstError) return {End::missing, told};
  return {};
}

StepEnd Page::ended(const Failure& failure, const char* otherwise) {
  if (failure.error == "unexpected alert open")
    return {End::missing, "the page asked something, which was dismissed; 'dialogs: accept' agrees to it"};
  if (failure.error == "timeout" || failure.error == "script timeout")
    return {End::unreachable, "the page does not answer in time"};
  if (!failure.is_gone()) return {End::missing, otherwise};
  browser_.reset();
  return {End::broken, "the browser has ended or does not answer"};
}

bool Page::asks_who(const std::string& text) {
  if (!browser_) return false;
  if (asked_on_arrival_ && text == asks_by_) return *asked_on_arrival_;
  Step look;
  look.verb = Verb::wait_for;
  look.what = text;
  return run(std::span(&look, 1)).done == 1;
}

std::string Page::picture() {
  if (!browser_) return {};
  const auto answer = browser_->driver().screenshot();
  const Value* value = std::get_if<Value>(&answer);
  if (!value || !value->is(Value::Kind::text)) return {};
  return from_base64(value->text()).value_or("");
}

std::string Page::url_of(const std::string& where) const {
  if (where.empty()) return address_;
  if (where.starts_with("https://") || where.starts_with("http://")) return where;
  const size_t path = address_.find('/', address_.find("://") + 3);
  if (where.front() == '/') return address_.substr(0, path) + where;
  const std::string base = path == std::string::npos ? address_ + "/" : address_;
  return base.substr(0, base.rfind('/') + 1) + where;
}

}  // namespace mailroom::connectors
