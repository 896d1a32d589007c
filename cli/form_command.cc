// `mailroom form`: templates of forms. `new` makes one from a fillable blank, `show` draws one; `check` is in
// form_check_command.cc.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "daemon/site.h"
#include "ocr/form_file.h"
#include "ocr/overlay.h"
#include "ocr/reader.h"

namespace mailroom::cli {

void add_form_command(CLI::App& app, Program& program);
void add_form_check_command(CLI::App& parent, Program& program);
void add_form_fill_command(CLI::App& parent, Program& program);

namespace {

namespace fs = std::filesystem;

struct NewOptions {
  std::string blank, id, out;
};

// The template's file: as said, in the folder that was said, or here; named after the id or the blank.
fs::path template_file(const NewOptions& options) {
  const std::string name = !options.id.empty() ? options.id : fs::path(options.blank).stem().string();
  const std::string file = name + std::string(ocr::kFormSuffix);
  if (options.out.empty()) return file;
  const fs::path out = options.out;
  if (fs::is_directory(out)) return out / file;
  if (!out.has_extension()) {
    throw Error(Fault::usage, "wrong_use", "'-o': there is no folder '" + options.out + "'", {},
                "make it first, or name the template: -o " + name + std::string(ocr::kFormSuffix));
  }
  if (!out.string().ends_with(ocr::kFormSuffix) || out.filename() == ocr::kFormSuffix) {
    throw Error(Fault::usage, "wrong_use",
                "'-o': expected a name that ends in '.form.yaml', got '" + options.out + "'", {},
                "write for example -o " + name + std::string(ocr::kFormSuffix));
  }
  return out;
}

// What an author may have edited is not lost: the former template stays beside the new one.
void keep_former(const fs::path& file) {
  std::error_code none;
  if (fs::exists(file, none))
    fs::copy_file(file, file.string() + "~", fs::copy_options::overwrite_existing, none);
}

std::string fields_by_type(const ocr::Form& form) {
  std::map<ocr::FieldType, long long> counts;
  for (const ocr::Field& field : form.fields) ++counts[field.type];
  std::vector<std::string> parts;
  for (const auto& [type, count] : counts) {
    parts.push_back(std::to_string(count) + " " + std::string(ocr::to_string(type)));
  }
  return join(parts, ", ");
}

bool is_found(const ocr::Field& field) {
  return field.acroform.empty();
}

// "  date       date_of_birth, start_date": what the labels suggested, by what it is.
std::string proposals(const ocr::Form& form, const Terminal& terminal) {
  std::map<std::string, std::vector<std::string>> by_kind;
  long long count = 0;
  for (const ocr::Field& field : form.fields) {
    if (!field.proposed) continue;
    by_kind[field.format.empty() ? std::string(ocr::to_string(field.type)) : field.format].push_back(
        field.id);
    ++count;
  }
  if (count == 0) return "";
  constexpr size_t kMostNamed = 4;
  Table table({Table::Align::left, Table::Align::left}, 2);
  for (auto& [kind, ids] : by_kind) {
    const size_t more = ids.size() > kMostNamed ? ids.size() - kMostNamed : 0;
    ids.resize(ids.size() - more);
    table.row({kind, join(ids, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : "")});
  }
  return "types and formats of " + count_of(count, "field") +
         " are proposed from the labels: look at them in the template\n" + table.to_text(terminal);
}

// What to type next, as it is to be typed.
std::string next_steps(const fs::path& file, const ocr::Form& form, const Terminal& terminal) {
  const std::string name = clean(file.string());
  std::string text = "\n" + paint(terminal, Tone::strong, "Next") + "\n  mailroom form show " + name +
                     " -o " + clean(form.id) + ".png\n";
  if (form.fields.empty()) return text;
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  if (const auto site = daemon::find_site(folder); site && folder == *site / "forms")
    text += "  mailroom workflows new " + name + "\n";
  return text + "  mailroom form fill " + name + " --random 3 --filled 1 -o samples/" + clean(form.id) + "\n";
}

int make_form(const NewOptions& options, Program& program) {
  const fs::path out = template_file(options);
  open_for_reading(options.blank);  // before the reader is started for nothing
  ocr::Reader reader{ocr::ReaderOptions()};
  keep_former(out);
  reader.new_form(options.blank, out, options.id);
  const ocr::Form form = ocr::load_form(out);
  program.out << clean(out.string()) << ": form '" << clean(form.id) << "', "
              << count_of(static_cast<long long>(form.pages.size()), "page") << ", "
              << count_of(static_cast<long long>(form.fields.size()), "field")
              << (form.fields.empty() ? "" : " (" + fields_by_type(form) + ")") << "\n";
  if (std::any_of(form.fields.begin(), form.fields.end(), is_found)) {
    program.out
        << "the blank is not fillable: its fields were found by looking, and named after the print beside "
           "them; look whether all are there\n";
  }
  if (form.fields.empty()) {
    program.out
        << "it has no fields to fill in: its pages are known when they come, and nothing is read from them\n";
  }
  program.out << proposals(form, program.terminal) << next_steps(out, form, program.terminal);
  return kFine;
}

struct ShowOptions {
  std::string file, out;
};

int show_form(const ShowOptions& options, Program& program) {
  const ocr::Form form = ocr::load_form(options.file);
  if (form.blank.empty()) {
    throw Error(Fault::usage, "no_blank",
                "form '" + form.id + "' has no blank: its fields are found by their labels", options.file);
  }
  ocr::Reader reader{ocr::ReaderOptions()};
  const FileDescriptor blank = open_for_reading(form.blank);
  ocr::ReadOptions how;
  how.pictures = true;
  const ocr::DocumentReading reading = reader.read(form.blank.string(), blank.get(), how);
  if (reading.failure) {
    throw Error(Fault::usage, reading.failure->code, reading.failure->message, form.blank.string(),
                "make the template again with 'mailroom form new'");
  }
  const fs::path out = options.out.empty() ? fs::path(form.id + ".png") : fs::path(options.out);
  for (const ocr::PageReading& page : reading.pages) {
    // What follows the form's pages shows them in other typefaces.
    if (!page.picture || page.page > static_cast<int>(form.pages.size())) continue;
    fs::path file = out;
    if (form.pages.size() > 1) {
      file.replace_filename(out.stem().string() + "-" + std::to_string(page.page) + out.extension().string());
    }
    write_file(file, ocr::to_png(ocr::draw_template(*page.picture, page.picture_dpi, form, page.page)));
    program.out << clean(file.string()) << "\n";
  }
  return kFine;
}

void add_new(CLI::App& parent, Program& program) {
  auto options = std::make_shared<NewOptions>();
  CLI::App& command = add_command(
      parent,
      {"new", "make a template from a blank form", Group::author,
       "mailroom form new blanks/ctr1.pdf --id ctr1-2026 -o forms",
       "Writes three files that travel together: NAME.form.yaml, which you edit, and beside it the blank's "
       "picture (NAME.blank.tif) and printed words (NAME.words.tsv). A template that was there before is "
       "kept "
       "as NAME.form.yaml~. A fillable PDF says itself which fields it has. On any other blank they are "
       "found by "
       "looking: boxes, underlines, combs and boxes to tick, named after their labels; look at them with "
       "'mailroom form show'. What a label says of a field's type and format is proposed (`proposed: true`): "
       "rules go "
       "by it, reading only once you have deleted the word. A page without fields (a cover letter, "
       "instructions) is known when it comes "
       "back, and "
       "nothing is read from it."});
  add_option(command, "BLANK", options->blank,
             "the blank: a PDF, best a fillable one, or a scan (TIFF, PNG, JPEG)")
      .required();
  add_option(command, "--id", options->id, "what workflows call the form (the name of the output)")
      .type_name("ID");
  add_option(command, "-o,--out", options->out, "the template, NAME.form.yaml, or a folder for it")
      .type_name("OUT");
  on_run(command, program, [options](Program& p) { return make_form(*options, p); });
}

void add_show(CLI::App& parent, Program& program) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& command = add_command(parent, {"show", "draw a template's fields over its blank", Group::author,
                                           "mailroom form show forms/ctr1-2026.form.yaml -o zones.png", ""});
  add_option(command, "FORM", options->file, "the template, NAME.form.yaml").required();
  add_option(command, "-o,--out", options->out, "the picture; pages after the first have a number (ID.png)")
      .type_name("PNG");
  on_run(command, program, [options](Program& p) { return show_form(*options, p); });
}

}  // namespace

void add_form_command(CLI::App& app, Program& program) {
  CLI::App& command = add_command(app, {"form", "make and look at templates of forms", Group::author,
                                        "mailroom form new blanks/ctr1.pdf --id ctr1-2026 -o forms\n"
                                        "mailroom form show forms/ctr1-2026.form.yaml -o zones.png\n"
                                        "mailroom form check forms\n"
                                        "mailroom form fill forms --random 20 -o specimens",
                                        ""});
  add_new(command, program);
  add_show(command, program);
  add_form_check_command(command, program);
  add_form_fill_command(command, program);
}

}  // namespace mailroom::cli
