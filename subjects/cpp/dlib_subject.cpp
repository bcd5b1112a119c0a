// about: dlib's losses on the CPU, in binary32
// apt: libdlib-dev nlohmann-json3-dev
// flags: -ldlib -lblas -llapack
#include <dlib/cuda/tensor_tools.h>
#include <dlib/dnn/utilities.h>
#include <dlib/revision.h>

#include "gibbs_subject.hpp"

using gibbs_subject::Arguments;

static std::vector<float> softmax(const std::vector<float>& z) {
  dlib::resizable_tensor in(1, static_cast<long>(z.size()), 1, 1), out;
  std::copy(z.begin(), z.end(), in.host());
  out.copy_size(in);
  dlib::tt::softmax(out, in);
  return {out.host(), out.host() + out.size()};
}

int main() {
  gibbs_subject::Subject subject("dlib", std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION),
                                 "binary32");
  const std::string doc = "http://dlib.net/dlib/dnn/loss_abstract.h.html";
  const std::string softmax_of_z =
      "#include <dlib/dnn.h>; dlib::resizable_tensor z, s; z = dlib::trans(dlib::mat(std::vector<float>{$z})); s.copy_size(z); "
      "dlib::tt::softmax(s, z); ";
  subject.metric("softmax",
                 {{"doc", "http://dlib.net/dlib/cuda/tensor_tools.h.html"}, {"code", softmax_of_z + "std::vector<float>(s.host(), s.host() + s.size())"}},
                 [](const Arguments& a) { return softmax(a.vector<float>("z")); });
  // What loss_multiclass_log computes of its scores, for one label.
  const std::string label = "const std::vector<float> p{$p}; const auto label = std::find(p.begin(), p.end(), 1) - p.begin(); ";
  const gibbs_subject::Json loss{
      {"doc", doc}, {"input", "labels"}, {"code", softmax_of_z + label + "-dlib::safe_log(s.host()[label])"}};
  subject.metric("softmax_cross_entropy", loss, [](const Arguments& a) {
    return -dlib::safe_log(softmax(a.vector<float>("z")).at(a.label("p")));
  });
  // Of loss_binary_log and its relatives, for a soft label.
  subject.metric("sigmoid_cross_entropy", {{"doc", doc}, {"composed", true}}, [](const Arguments& a) {
    const double z = a.number("z"), y = a.number("y");
    return (y > 0 ? y * dlib::log1pexp(-z) : 0) + (y < 1 ? (1 - y) * dlib::log1pexp(z) : 0);
  });
  subject.serve();
}
