// PDF pages with qpdf: a new file for each part, to which the pages are copied with what they need. Copying
// follows every reference, so what leads from a page to others is taken out before, or pruned after.
#include <algorithm>
#include <array>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>

#include "base/error.h"
#include "ocr/reader/cut.h"
#include "ocr/reader/limits.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kMaxDepth = 64;  // of the field tree; a hostile file makes it a ring

// ISO 32000-1, table 30: what a page shows. Its place in articles, structure and navigation is the whole's.
constexpr std::array<std::string_view, 12> kPageKeys = {"/Type",      "/MediaBox", "/CropBox",  "/BleedBox",
                                                        "/TrimBox",   "/ArtBox",   "/Rotate",   "/Contents",
                                                        "/Resources", "/Annots",   "/UserUnit", "/Group"};
// Of an annotation: where it leads, what else it hangs on.
constexpr std::array<const char*, 8> kLeads = {"/A",     "/AA",  "/Dest", "/PA",
                                               "/Popup", "/IRT", "/P",    "/StructParent"};
// Of the document's form: how its fields look. An XFA form says the values of all pages.
constexpr std::array<const char*, 4> kFormKeys = {"/NeedAppearances", "/DR", "/DA", "/Q"};

// A page's resources are often those of all pages.
void drop_what_is_not_shown(QPDF& source, QPDFPageObjectHelper& page) {
  (void)source.getWarnings();  // of what came before
  page.removeUnreferencedResources();
  for (const QPDFExc& warning : source.getWarnings()) {
    if (std::string_view(warning.what()).find("not attempting to remove") != std::string_view::npos)
      throw not_cut("it cannot be told what a page of it shows");
  }
}

void drop_leads(QPDFObjectHandle page) {
  QPDFObjectHandle annotations = page.getKey("/Annots");
  if (!annotations.isArray()) return page.removeKey("/Annots");
  for (QPDFObjectHandle annotation : annotations.getArrayAsVector()) {
    if (!annotation.isDictionary()) continue;
    for (const char* key : kLeads) annotation.removeKey(key);
  }
}

void make_ready(QPDF& source, QPDFPageObjectHelper& page) {
  QPDFObjectHandle dictionary = page.getObjectHandle();
  const auto keys = dictionary.getKeys();
  for (const std::string& key : keys) {
    const bool stays =
        key == "/Parent" || std::find(kPageKeys.begin(), kPageKeys.end(), key) != kPageKeys.end();
    if (!stays) dictionary.removeKey(key);
  }
  drop_leads(dictionary);
  drop_what_is_not_shown(source, page);
}

// The fields of these pages, and none of their siblings on others: a field's ancestors name all that they
// have (12.7.3.2).
QPDFObjectHandle fields_on(QPDF& part) {
  std::set<QPDFObjGen> kept;
  std::vector<QPDFObjectHandle> ancestors, roots;
  for (QPDFObjectHandle page : part.getAllPages()) {
    QPDFObjectHandle annotations = page.getKey("/Annots");
    if (!annotations.isArray()) continue;
    for (QPDFObjectHandle node : annotations.getArrayAsVector()) {
      for (int depth = 0; node.isDictionary() && depth < kMaxDepth; ++depth) {
        if (node.isIndirect() && !kept.insert(node.getObjGen()).second) break;
        QPDFObjectHandle parent = node.getKey("/Parent");
        if (node.hasKey("/Kids")) ancestors.push_back(node);
        if (!parent.isDictionary() && node.isIndirect() && (node.hasKey("/T") || node.hasKey("/FT")))
          roots.push_back(node);
        node = parent;
      }
    }
  }
  for (QPDFObjectHandle& node : ancestors) {
    QPDFObjectHandle kids = QPDFObjectHandle::newArray();
    for (const QPDFObjectHandle& kid : node.getKey("/Kids").getArrayAsVector()) {
      if (kid.isIndirect() && kept.contains(kid.getObjGen())) kids.appendItem(kid);
    }
    node.replaceKey("/Kids", kids);
  }
  return QPDFObjectHandle::newArray(roots);
}

void bring_form(QPDF& source, QPDF& part) {
  QPDFObjectHandle form = source.getRoot().getKey("/AcroForm");
  if (!form.isDictionary()) return;
  QPDFObjectHandle look = QPDFObjectHandle::newDictionary();
  for (const char* key : kFormKeys) look.replaceKey(key, form.getKey(key));
  QPDFObjectHandle brought = part.copyForeignObject(source.makeIndirectObject(look));
  brought.replaceKey("/Fields", fields_on(part));
  part.getRoot().replaceKey("/AcroForm", brought);
}

// Which layers are seen, or a page would show what it did not (8.11).
void bring_layers(QPDF& source, QPDF& part) {
  QPDFObjectHandle layers = source.getRoot().getKey("/OCProperties");
  if (!layers.isDictionary()) return;
  if (!layers.isIndirect()) layers = source.makeIndirectObject(layers);
  part.getRoot().replaceKey("/OCProperties", part.copyForeignObject(layers));
}

std::string written(QPDF& part, const std::string& version) {
  QPDFWriter writer(part);
  writer.setOutputMemory();
  writer.setMinimumPDFVersion(version);
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.setDeterministicID(true);  // cut again after a kill it is the same content
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

std::vector<std::string> cut_open(QPDF& source, const std::vector<PageRange>& parts,
                                  const ReaderLimits& limits) {
  QPDFPageDocumentHelper(source).pushInheritedAttributesToPage();
  std::vector<QPDFPageObjectHelper> pages = QPDFPageDocumentHelper(source).getAllPages();
  for (QPDFPageObjectHelper& page : pages) make_ready(source, page);
  std::vector<std::string> cut;
  uint64_t total = 0;
  for (const PageRange& range : parts) {
    QPDF part;
    part.setSuppressWarnings(true);
    part.emptyPDF();
    for (int page = range.first; page <= range.last; ++page)
      part.addPage(pages.at(static_cast<size_t>(page) - 1).getObjectHandle(), false);
    bring_form(source, part);
    bring_layers(source, part);
    cut.push_back(written(part, source.getPDFVersion()));
    total += cut.back().size();
    if (total > kMaxCutGrowth * limits.bytes) throw too_many_bytes(total, kMaxCutGrowth * limits.bytes);
  }
  return cut;
}

}  // namespace

std::vector<std::string> cut_pdf(std::string_view document, const std::vector<PageRange>& parts,
                                 const ReaderLimits& limits) {
  try {
    QPDF source;
    source.setSuppressWarnings(true);
    source.processMemoryFile("document", document.data(), document.size(), "");
    return cut_open(source, parts, limits);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    throw not_cut("its pages cannot be copied");
  }
}

}  // namespace mailroom::ocr::reader
