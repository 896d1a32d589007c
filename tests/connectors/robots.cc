#include "tests/connectors/robots.h"

#include <algorithm>

namespace mailroom::connectors {

namespace {

// What the loader puts into the settings beside rendered steps.
void put_titles(Context& settings, bool looks_up) {
  if (looks_up) settings.put("look_up", List{"a look-up"});
  settings.put("steps", List{});
}

}  // namespace

Value steps(const std::vector<StepTexts>& steps) {
  List list;
  for (const StepTexts& texts : steps) {
    Context step;
    for (const auto& [key, text] : texts) step.put(key, text);
    list.emplace_back(std::move(step));
  }
  return list;
}

int lines_in(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return 0;
  const std::string text = read_file(file);
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

LegacyOffice::LegacyOffice(const std::filesystem::path& site)
    : file(site / "awards.tsv"), application("tests/fakes/legacy_app_peer.py", {"--awards", file.string()}) {}

Context LegacyOffice::settings(bool looks_up) const {
  Context settings{{"browser", "http://127.0.0.1:" + std::to_string(application.port()) + "/"},
                   {"timeout", "PT30S"},
                   {"settle", "PT1S"},
                   {"log_in", Context{{"when", "User name"},
                                      {"steps", steps({{{"fill", "User name"}, {"with", "clerk"}},
                                                       {{"fill", "Password"}, {"with", "northmere"}},
                                                       {{"click", "Log in"}},
                                                       {{"wait_for", "Choose from the menu"}}})}}}};
  put_titles(settings, looks_up);
  return settings;
}

Context LegacyOffice::content(const std::string& our_reference, bool looks_up) {
  Context content;
  if (looks_up) {
    content.put("look_up", steps({{{"open", "/awards?for=" + our_reference}},
                                  {{"read", "Reference"}, {"unless", "No award found"}}}));
  }
  content.put("steps", steps({{{"open", "/awards/new"}},
                              {{"fill", "Our reference"}, {"with", our_reference}},
                              {{"fill", "Person"}, {"with", "Zoë O'Néill"}},
                              {{"fill", "Weekly amount"}, {"with", "15.70"}},
                              {{"choose", "Band"}, {"with", "Half"}},
                              {{"choose", "Paid"}, {"with", "every four weeks"}},
                              {{"tick", "Evidence seen"}},
                              {{"fill", "Remarks"}, {"with", "first line\nsecond line"}},
                              {{"click", "Continue"}},
                              {{"wait_for", "Please check"}, {"unless", "Not accepted"}},
                              {{"click", "Store award"}, {"commit", "true"}},
                              {{"read", "Reference"}, {"unless", "Not accepted"}}}));
  return content;
}

int LegacyOffice::awards() const {
  return lines_in(file);
}

TestHost::TestHost(const std::filesystem::path& site)
    : file(site / "awards.txt"), host("tests/fakes/tn3270_host.py", {"--awards", file.string()}) {}

Context TestHost::settings(bool looks_up) const {
  Context settings{{"terminal", "tn3270://127.0.0.1:" + std::to_string(host.port())},
                   {"timeout", "PT30S"},
                   {"settle", "PT1S"},
                   {"log_in", Context{{"when", "PASSWORD"},
                                      {"steps", steps({{{"type", "CLERK"}, {"at", "10,25"}},
                                                       {{"type", "northmere"}, {"at", "12,25"}},
                                                       {{"key", "enter"}},
                                                       {{"wait_for", "MAIN MENU"}}})}}}};
  put_titles(settings, looks_up);
  return settings;
}

Context TestHost::content(const std::string& our_reference, bool looks_up) {
  Context content;
  if (looks_up) {
    content.put("look_up", steps({{{"type", "2"}, {"at", "22,13"}},
                                  {{"key", "enter"}},
                                  {{"wait_for", "FIND AWARD"}, {"at", "1,30"}},
                                  {{"type", our_reference}, {"at", "6,24"}},
                                  {{"key", "enter"}},
                                  {{"read", "REFERENCE . ."}, {"unless", "NO AWARD FOUND"}}}));
  }
  content.put("steps", steps({{{"type", "1"}, {"at", "22,13"}},
                              {{"key", "enter"}},
                              {{"wait_for", "NEW AWARD"}},
                              {{"type", our_reference}, {"at", "6,24"}},
                              {{"type", "JANE DOE"}, {"at", "8,24"}},
                              {{"type", "15.70"}, {"at", "10,24"}},
                              {{"key", "pf5"}, {"commit", "true"}},
                              {{"wait_for", "AWARD STORED"}, {"at", "20,4"}, {"unless", "NOT STORED"}},
                              {{"read", "reference"}, {"at", "22,20"}, {"length", "7"}}}));
  return content;
}

int TestHost::awards() const {
  return lines_in(file);
}

Context ledger_settings(const std::filesystem::path& file, const std::string& more, bool looks_up) {
  Context settings{{"terminal", "/usr/bin/python3 " MAILROOM_SOURCE "/tests/fakes/ledger_program.py " +
                                    file.string() + " " + more},
                   {"timeout", "PT30S"},
                   {"settle", "PT1S"}};
  put_titles(settings, looks_up);
  return settings;
}

Context ledger_content(const std::string& our_reference, bool looks_up) {
  Context content;
  if (looks_up) {
    content.put("look_up", steps({{{"wait_for", "Selection"}},
                                  {{"type", "2"}, {"at", "23,14"}},
                                  {{"key", "enter"}},
                                  {{"type", our_reference}, {"at", "4,25"}},
                                  {{"key", "enter"}},
                                  {{"read", "REFERENCE . ."}, {"unless", "NO AWARD FOUND"}}}));
  }
  content.put("steps", steps({{{"wait_for", "Selection"}, {"at", "23,3"}},
                              {{"type", "1"}, {"at", "23,14"}},
                              {{"key", "enter"}},
                              {{"type", our_reference}, {"at", "4,25"}},
                              {{"key", "enter"}},
                              {{"type", "Zoe"}, {"at", "6,25"}},
                              {{"key", "tab"}},
                              {{"type", "15.70"}, {"at", "8,25"}},
                              {{"key", "tab"}},
                              {{"wait_for", "F3 stores"}},
                              {{"key", "pf3"}, {"commit", "true"}},
                              {{"read", "REFERENCE . ."}, {"unless", "NOT STORED"}}}));
  return content;
}

}  // namespace mailroom::connectors
