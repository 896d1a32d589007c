// How much CPU time it costs to tell which form a scanned page shows, among the templates of a folder: the
// median of ROUNDS for each page, its candidates alone beside it. Preparing the page (reading needs it, too)
// is left out. usage: identification_cpu FORMS ROUNDS FILE...      prints a line a page, and the mean of all
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <numeric>

#include "base/file.h"
#include "ocr/form_file.h"
#include "ocr/reader/candidates.h"
#include "ocr/reader/document.h"
#include "ocr/reader/identify.h"
#include "ocr/reader/ink_page.h"

namespace {

using namespace mailroom::ocr::reader;  // NOLINT(google-build-using-namespace): a program of one file

double now() {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

// Of `work` on a page that is prepared anew each time.
double median_cost(int rounds, const OpenedPage& opened, const std::function<void(InkPage)>& work) {
  std::vector<double> costs;
  for (int i = 0; i < rounds; ++i) {
    InkPage page = prepare_page(opened.image, opened.dpi_x);
    const double start = now();
    work(std::move(page));
    costs.push_back(now() - start);
  }
  std::sort(costs.begin(), costs.end());
  return costs[costs.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: identification_cpu FORMS ROUNDS FILE...\n");
    return 2;
  }
  const auto forms = mailroom::ocr::load_forms(arguments[1]);
  const std::vector<TemplatePage> pages = load_template_pages(forms);
  std::vector<const TemplatePage*> all(pages.size());
  std::iota(all.begin(), all.end(), pages.data());
  const int rounds = std::max(1, std::atoi(arguments[2]));
  std::vector<double> costs;
  size_t unknown = 0;
  for (int i = 3; i < count; ++i) {
    const std::string bytes = mailroom::read_file(arguments[i]);
    const auto document = open_document(bytes, {});
    for (int number = 0; number < document->page_count(); ++number) {
      const OpenedPage opened = document->page(number);
      Identification found;
      const double candidates =
          median_cost(rounds, opened, [&](const InkPage& page) { level_candidates(all, page, false); });
      costs.push_back(
          median_cost(rounds, opened, [&](InkPage page) { found = identify(all, std::move(page)); }));
      unknown += found.page == nullptr;
      std::printf("%7.1f ms, candidates %6.1f ms  %s page %d: %s\n", costs.back(), candidates, arguments[i],
                  number + 1, found.page != nullptr ? found.page->form->id.c_str() : found.why.c_str());
    }
  }
  std::printf("%.2f ms a page over %zu pages, %zu unknown, %zu templates\n",
              std::accumulate(costs.begin(), costs.end(), 0.0) /
                  static_cast<double>(std::max<size_t>(costs.size(), 1)),
              costs.size(), unknown, forms.size());
  return 0;
}
