// What reading costs, stage by stage, on the example offices' forms and samples: CPU time of this process, so
// the stages are called here and not in a reader's child. Run with OMP_THREAD_LIMIT=1 and on one core.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <map>

#include "base/file.h"
#include "ocr/calibration.h"
#include "ocr/form_file.h"
#include "ocr/form_folders.h"
#include "ocr/reader.h"
#include "ocr/reader/document.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"
#include "ocr/reader/text_identify.h"

namespace mailroom::ocr::reader {
namespace {

namespace fs = std::filesystem;

const fs::path kExamples = fs::path(MAILROOM_SOURCE) / "examples";
const fs::path kSamples = kExamples / "benefits-office/samples";

// The examples' templates, and as many variants of them as make `count`: other ids, print moved a little.
std::vector<Form> templates(int count) {
  const std::vector<Form> originals =
      load_form_folders({kExamples / "benefits-office/forms", kExamples / "tax-office/forms"}).forms;
  std::vector<Form> all = originals;
  for (size_t i = 0; static_cast<int>(all.size()) < count; ++i) {
    Form variant = originals[i % originals.size()];
    const auto round = static_cast<double>(i / originals.size() + 1);
    variant.id += "-variant-" + std::to_string(i);
    for (FormPage& page : variant.pages) {
      std::vector<BlankWord> words = page.words.list();
      for (size_t w = 0; w < words.size(); w += 3) words[w].zone.y0 += round, words[w].zone.y1 += round;
      page.words = PrintedWords(words);
    }
    all.push_back(std::move(variant));
  }
  return all;
}

// Kept for the whole program: a thousand of them take a while to make.
struct Readers {
  std::vector<Form> forms;
  InkReader ink;
  DocumentReader documents;
  explicit Readers(int count) : forms(templates(count)), ink(forms), documents(forms, &ink) {}
};
const Readers& readers(int count) {
  static std::map<int, std::unique_ptr<Readers>> kept;
  auto& one = kept[count];
  if (!one) one = std::make_unique<Readers>(count);
  return *one;
}

void read(benchmark::State& state, const char* sample) {
  const Readers& with = readers(static_cast<int>(state.range(0)));
  const std::string bytes = read_file(kSamples / sample);
  size_t pages = 0;
  for (auto _ : state) {
    const DocumentReading reading = with.documents.read(bytes, sample);
    if (reading.failure || reading.pages.empty()) return state.SkipWithError("the sample cannot be read");
    pages += reading.pages.size();
  }
  state.SetItemsProcessed(static_cast<int64_t>(pages));
}
BENCHMARK_CAPTURE(read, typed_pdf, "07-ctr1-typed.pdf")->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read, scan, "08-ctr1-scan-g4.tif")->Arg(10)->Arg(1000)->Unit(benchmark::kMillisecond);

// Identification and registration of a scanned page, without reading its fields.
void place(benchmark::State& state) {
  const Readers& with = readers(static_cast<int>(state.range(0)));
  const std::string bytes = read_file(kSamples / "08-ctr1-scan-g4.tif");
  const auto document = open_document(bytes, {});
  const OpenedPage page = document->page(0);
  for (auto _ : state) {
    Raster upright;
    const Placement placement = with.ink.place(page.image, page.dpi_x, upright);
    if (placement.form == nullptr) return state.SkipWithError("the page is not identified");
  }
}
BENCHMARK(place)->Arg(10)->Arg(55)->Arg(1000)->Unit(benchmark::kMillisecond);

// Identification of a typed page by its words, without opening it and without reading its fields.
void identify_by_words(benchmark::State& state) {
  const Readers& with = readers(static_cast<int>(state.range(0)));
  const TextIdentifier identifier(with.forms, PrintIndex::of(with.forms));
  const std::string bytes = read_file(kSamples / "07-ctr1-typed.pdf");
  const auto document = open_document(bytes, {});
  const OpenedPage page = document->page(0);
  for (auto _ : state) benchmark::DoNotOptimize(identifier.identify(page, TextPage(page.words)));
}
BENCHMARK(identify_by_words)->Arg(10)->Arg(55)->Arg(1000)->Unit(benchmark::kMillisecond);

void load_templates(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(load_forms(kExamples / "benefits-office/forms"));
}
BENCHMARK(load_templates)->Unit(benchmark::kMillisecond);

// Fork, sandbox and answer of a document that holds nothing: wall time, as the children's CPU is not ours.
void fork_and_sandbox(benchmark::State& state) {
  ReaderOptions options;
  options.program = fs::read_symlink("/proc/self/exe").parent_path() / "mailroom-reader";
  options.forms = {kExamples / "benefits-office/forms"};
  Reader reader(options);
  const FileDescriptor nothing = memory_file("nothing\n");
  for (auto _ : state) {
    if (reader.read("nothing.txt", nothing.get()).failure) return state.SkipWithError("it cannot be read");
  }
}
BENCHMARK(fork_and_sandbox)->UseRealTime()->Unit(benchmark::kMillisecond);

void calibrate_a_field(benchmark::State& state) {
  Calibration calibration;
  CalibrationTable table;
  for (int i = 0; i < 40; ++i) table.push_back({0.5 + i / 100.0, 0.6 + i / 100.0, 100});
  calibration.set(FieldGroup::figures, table);
  FieldReading field;
  field.source = Source::ocr;
  field.value = Value("1,234.50");
  for (auto _ : state) {
    field.confidence = 0.77;
    calibration.apply(field);
    benchmark::DoNotOptimize(calibration.threshold(FieldGroup::figures, 0.001));
  }
}
BENCHMARK(calibrate_a_field);

}  // namespace
}  // namespace mailroom::ocr::reader
