namespace mailroom::ocr::reader {
namespace {
constexpr int kLanes = 8;
}
}  // namespace mailroom::ocr::reader
#include "ocr/reader/line_kernels.inc"

namespace mailroom::ocr::reader {

extern const LineKernels kLineKernels_avx2;
const LineKernels kLineKernels_avx2 = {convolve, convolve_each};

}  // namespace mailroom::ocr::reader
