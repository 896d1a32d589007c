// A web application in a browser as a screen. The browser stays between deliveries, with its session; it is
// started anew when it broke, when the application's address changed, and now and then.
//
// One thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/robot/browser_process.h"
#include "connectors/robot/screen.h"

namespace mailroom::connectors {

class Page final : public Screen {
 public:
  // `address`: the application's, http or https; `hosts`: others that its pages may fetch from.
  // `asks_by`: the text that asks_who() will be asked for, so that opening a page looks for it at once.
  Page(std::string address, std::vector<std::string> hosts, BrowserSettings settings, Networks allowed,
       std::string asks_by);

  StepEnd begin() override;
  Progress take(std::span<const Step> steps) override;
  bool asks_who(const std::string& text) override;
  std::string picture() override;
  std::string_view picture_suffix() const override { return ".png"; }

 private:
  struct Turn;  // what the page's script said
  Turn run(std::span<const Step> steps);
  StepEnd open(const std::string& where);
  // The element is where a mouse or keys are wanted; none: it worked.
  std::optional<StepEnd> act(const Step& step, const WebDriver::Element& element);
  StepEnd ended(const WebDriver::Failure& failure, const char* otherwise);
  std::optional<StepEnd> problem_of_file(const Step& step) const;
  std::string url_of(const std::string& where) const;

  std::string address_;
  std::vector<std::string> hosts_;
  BrowserSettings settings_;
  Networks allowed_;
  std::string asks_by_;
  std::optional<bool> asked_on_arrival_;  // until something else is done on the page
  std::unique_ptr<BrowserProcess> browser_;
  int beginnings_ = 0;
};

}  // namespace mailroom::connectors
