#include "base/key_reference.h"
#include "cli/man/pages.h"
#include "cli/man/roff.h"
#include "connectors/factory.h"
#include "daemon/site_keys.h"
#include "ocr/form_keys.h"
#include "workflows/language.h"
#include "workflows/test_language.h"

namespace mailroom::cli {

namespace {

// "What it is. Must be: a list. Default: `1`. For example: `0..5`."
std::string meaning_of(const Key& key) {
  std::string text = key.description;
  if (!text.empty()) text += "; ";
  text += must_be(key);
  if (key.required) text += "; required";
  if (!key.default_value.empty()) text += "; default `" + key.default_value + "`";
  if (!key.example.empty()) text += "; for example `" + key.example + "`";
  return text;
}

void add_keys(Roff& page, const Key& root, const std::string& path = {}) {
  for (const KeySection& section : key_sections(root, path)) {
    page.subheading(section.path.empty() ? "The whole" : section.path);
    for (const Key& key : section.mapping->keys) page.term(key.name, meaning_of(key));
  }
}

constexpr std::string_view kHowToRead =
    "`[]` is an item of a list, `NAME` a name of the author's own. Unknown and duplicate keys are errors; "
    "`mailroom check` finds what is wrong, with its place and what to write instead.";

ManPage page_of_workflows() {
  Roff page("mailroom-workflow", "5", "what a workflow of Mailroom says");
  page.heading("DESCRIPTION")
      .paragraph(
          "A workflow is a file in YAML in the site's folder workflows/: what it takes, what must hold, what "
          "is decided and where results go. Expressions are FEEL (DMN 1.5); {{ }} in a text holds one.")
      .paragraph(kHowToRead)
      .heading("KEYS");
  add_keys(page, workflows::workflow_key_without_deliveries());
  page.heading("DELIVERIES");
  for (const auto& kind : connectors::connector_kinds()) {
    page.subheading(kind.name).paragraph(kind.description);
    add_keys(page, workflows::delivery_key(kind), "deliveries.NAME");
  }
  page.heading("SEE ALSO")
      .paragraph("`mailroom-check`(1), `mailroom-schema`(1), `mailroom.yaml`(5), `mailroom-tests`(5)");
  return {"mailroom-workflow", 5, page.text()};
}

ManPage page_of_tests() {
  Roff page("mailroom-tests", "5", "what a file of tests of Mailroom says");
  page.heading("DESCRIPTION")
      .paragraph(
          "Files in YAML in the site's folder tests/ hold tests of its workflows: given what stands on "
          "documents, expected what becomes of the case.")
      .paragraph(kHowToRead)
      .heading("KEYS");
  add_keys(page, workflows::tests_key());
  page.heading("SEE ALSO").paragraph("`mailroom-test`(1), `mailroom-workflow`(5)");
  return {"mailroom-tests", 5, page.text()};
}

ManPage page_of_forms() {
  Roff page("mailroom-form", "5", "what a template of a form of Mailroom says");
  page.heading("DESCRIPTION")
      .paragraph(
          "A template is a file NAME.form.yaml in the site's folder forms/, which `mailroom form new` makes "
          "of a "
          "blank. Places are in points from the page's top left.")
      .paragraph(kHowToRead)
      .heading("KEYS");
  add_keys(page, ocr::form_key());
  page.heading("SEE ALSO").paragraph("`mailroom-form`(1), `mailroom-check`(1), `mailroom-workflow`(5)");
  return {"mailroom-form", 5, page.text()};
}

ManPage page_of_site() {
  Roff page("mailroom.yaml", "5", "what a site of Mailroom is");
  page.heading("DESCRIPTION")
      .paragraph(
          "The folder with this file is a site. Every key has a default that serves one machine; an empty "
          "file will do. A `*` stands for a name of the author's own.")
      .heading("KEYS");
  for (const daemon::SiteSetting& setting : daemon::site_settings()) {
    std::string text(setting.description);
    if (!setting.fallback.empty()) text += "; default: " + std::string(setting.fallback);
    if (!setting.example.empty()) text += "; for example `" + std::string(setting.example) + "`";
    page.term(setting.key, text);
  }
  page.heading("SEE ALSO").paragraph("`mailroomd`(8), `mailroom-check`(1), `mailroom-workflow`(5)");
  return {"mailroom.yaml", 5, page.text()};
}

}  // namespace

std::vector<ManPage> man_pages_of_files() {
  return {page_of_site(), page_of_workflows(), page_of_forms(), page_of_tests()};
}

}  // namespace mailroom::cli
