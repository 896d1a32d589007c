namespace mailroom::ocr::reader {
namespace {
constexpr int kLanes = 4;
}
}  // namespace mailroom::ocr::reader
#include "ocr/reader/line_kernels.inc"

namespace mailroom::ocr::reader {

extern const LineKernels kLineKernels_any;
const LineKernels kLineKernels_any = {convolve, convolve_each};

}  // namespace mailroom::ocr::reader
