// The browser robot entering awards into the legacy application, told how many on standard input: for each
// line "COUNT" it makes so many deliveries and prints the milliseconds of each.
// tests/bench/robot_side_by_side runs it beside Playwright.
//
// usage: robot_bench URL FOLDER
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "connectors/factory.h"

namespace mailroom::connectors {
namespace {

Context step(std::initializer_list<std::pair<std::string, Value>> texts) {
  return Context(texts);
}

Context settings_for(const std::string& url) {
  const Context log_in{
      {"when", "User name"},
      {"steps", List{step({{"fill", "User name"}, {"with", "clerk"}}),
                     step({{"fill", "Password"}, {"with", "northmere"}}), step({{"click", "Log in"}}),
                     step({{"wait_for", "Choose from the menu"}})}}};
  return {{"browser", url}, {"log_in", log_in}, {"look_up", List{"a look-up"}}, {"pictures", "none"}};
}

Context content_for(const std::string& number) {
  return {
      {"look_up", List{step({{"open", "/awards?for=" + number}}),
                       step({{"read", "Reference"}, {"unless", "No award found"}})}},
      {"steps", List{step({{"open", "/awards/new"}}), step({{"fill", "Our reference"}, {"with", number}}),
                     step({{"fill", "Person"}, {"with", "Ada Adams"}}),
                     step({{"fill", "Weekly amount"}, {"with", "15.70"}}),
                     step({{"choose", "Band"}, {"with", "Half"}}),
                     step({{"choose", "Paid"}, {"with", "every four weeks"}}),
                     step({{"tick", "Evidence seen"}}), step({{"fill", "Remarks"}, {"with", "by robot"}}),
                     step({{"click", "Continue"}}), step({{"wait_for", "Please check"}}),
                     step({{"click", "Store award"}, {"commit", "true"}}), step({{"read", "Reference"}})}}};
}

int work(const std::string& url, const std::string& folder) {
  Surroundings around{folder};
  around.private_networks.add("127.0.0.1");
  const Context settings = settings_for(url);
  const auto robot = make_connector("browser", settings, settings, around);
  int number = 0, count = 0;
  while (std::scanf("%d", &count) == 1) {
    for (int i = 0; i < count; ++i) {
      const std::string key = "mailroom-" + std::to_string(++number);
      const auto start = std::chrono::steady_clock::now();
      const DeliveryOutcome outcome = robot->deliver({key, key, "legacy", content_for(key)});
      const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
      if (outcome.kind != DeliveryOutcome::Kind::delivered) {
        std::fprintf(stderr, "not delivered: %s\n", outcome.why.c_str());
        return 1;
      }
      std::printf("%.2f ", taken.count());
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace
}  // namespace mailroom::connectors

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: robot_bench URL FOLDER\n");
    return 2;
  }
  try {
    return mailroom::connectors::work(arguments[1], arguments[2]);
  } catch (const mailroom::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 3;
  }
}
