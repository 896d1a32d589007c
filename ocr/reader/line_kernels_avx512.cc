namespace mailroom::ocr::reader {
namespace {
constexpr int kLanes = 16;
}
}  // namespace mailroom::ocr::reader
#include "ocr/reader/line_kernels.inc"

namespace mailroom::ocr::reader {

extern const LineKernels kLineKernels_avx512;
const LineKernels kLineKernels_avx512 = {convolve, convolve_each};

}  // namespace mailroom::ocr::reader
