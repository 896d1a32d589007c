// The other end of a browser: commands by W3C WebDriver (https://www.w3.org/TR/webdriver2/) to a driver on
// loopback. Only what a robot needs. What the driver says of a failure is kept as its error code alone: its
// texts may hold what stood on the page.
//
// One thread at a time. Owns its connection, not the driver.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "base/value.h"
#include "connectors/http_client.h"

namespace mailroom::connectors {

class WebDriver {
 public:
  // An element of a page as the driver knows it (section 12, "web element reference").
  struct Element {
    std::string reference;
  };
  struct Failure {
    std::string error;  // section 6.6, "no such element"; "gone": the driver does not answer
    // Of "unknown error" after a navigation: Chromium's name of it, "ERR_CONNECTION_REFUSED"; else empty.
    std::string net_error = {};
    bool is_gone() const;
  };
  using Answer = std::variant<Value, Failure>;

  // `answer_within`: a command, waiting for a page to load included.
  WebDriver(int port, std::chrono::milliseconds answer_within);

  Answer new_session(const Context& capabilities);        // remembered here
  Answer set_timeouts(std::chrono::milliseconds within);  // for a page to load, for a script to end
  Answer go_to(const std::string& url);
  // The body of a function of JavaScript; waits for a page that is being loaded first.
  Answer run(std::string_view script, List arguments);
  // As a person with a mouse would; on a connection of its own, so that it is never sent twice by itself.
  Answer click(const Element& element);
  Answer send_keys(const Element& element, const std::string& text);
  Answer screenshot();  // Base64 of a PNG
  // A command of Chromium's own protocol, by its driver's extension of the standard.
  Answer chromium(std::string_view command, Context parameters);

  // A script's result as an element; none if it is none.
  static std::optional<Element> element_in(const Value& value);
  static Value to_value(const Element& element);  // as an argument of a script

 private:
  Answer send(std::string_view method, const std::string& path, const Context& body,
              bool is_sent_once = false);
  std::string of_session(const std::string& path) const { return "/session/" + session_ + path; }

  std::string base_, session_;
  HttpClient client_;
};

}  // namespace mailroom::connectors
