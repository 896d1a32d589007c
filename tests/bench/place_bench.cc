// What placing a page costs with 55 and with 1,000 templates: drawn forms, the page read filled and crooked.
#include <benchmark/benchmark.h>

#include "ocr/reader/identify.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

struct Office {
  TemporaryFolder folder;
  std::vector<Form> forms;
  std::vector<TemplatePage> pages;
  std::vector<const TemplatePage*> all;

  explicit Office(int templates) {
    for (int i = 0; i < templates; ++i)
      forms.push_back(
          drawn_form(folder, "form-" + std::to_string(i), draw_blank(static_cast<unsigned>(i), "Return")));
    pages = load_template_pages(forms, folder.path() / "cache");
    for (const TemplatePage& page : pages) all.push_back(&page);
  }
};

void identify_page(benchmark::State& state) {
  const Office office(static_cast<int>(state.range(0)));
  const Raster scan = scanned(draw_blank(17, "Return"), 0.7, 11, -6);
  for (auto _ : state) benchmark::DoNotOptimize(identify(office.all, prepare_page(scan, 0)));
}
BENCHMARK(identify_page)->Arg(55)->Arg(1000)->Unit(benchmark::kMillisecond);

void unknown_page(benchmark::State& state) {
  const Office office(static_cast<int>(state.range(0)));
  const Raster scan = scanned(draw_blank(5000, "Letter"), 0.7, 11, -6);
  for (auto _ : state) benchmark::DoNotOptimize(identify(office.all, prepare_page(scan, 0)));
}
BENCHMARK(unknown_page)->Arg(55)->Arg(1000)->Unit(benchmark::kMillisecond);

void prepare(benchmark::State& state) {
  const Raster scan = scanned(draw_blank(17, "Return"), 0.7, 11, -6);
  for (auto _ : state) benchmark::DoNotOptimize(prepare_page(scan, 0));
}
BENCHMARK(prepare)->Unit(benchmark::kMillisecond);

void map_compiled_templates(benchmark::State& state) {
  const Office office(static_cast<int>(state.range(0)));
  for (auto _ : state)
    benchmark::DoNotOptimize(load_template_pages(office.forms, office.folder.path() / "cache"));
}
BENCHMARK(map_compiled_templates)->Arg(1000)->Unit(benchmark::kMillisecond);

void unpack_blank(benchmark::State& state) {
  const Office office(1);
  for (auto _ : state) benchmark::DoNotOptimize(office.pages.front().full());
}
BENCHMARK(unpack_blank)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mailroom::ocr::reader
