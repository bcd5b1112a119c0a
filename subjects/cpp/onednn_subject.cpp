// about: oneDNN on the CPU, in binary32: softmax, logsoftmax, and the sigmoid loss of its soft_relu and logistic
// apt: libdnnl-dev nlohmann-json3-dev
// flags: -ldnnl
#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>
#include <regex>

#include "gibbs_subject.hpp"

using namespace dnnl;
using gibbs_subject::Arguments;

static engine cpu(engine::kind::cpu, 0);
static stream queue(cpu);

template <class Primitive, class Descriptor>
static std::vector<float> apply(const std::vector<float>& z, const memory::desc& shape, const Descriptor& descriptor) {
  memory in(shape, cpu), out(shape, cpu);
  std::memcpy(in.get_data_handle(), z.data(), z.size() * sizeof(float));
  Primitive(typename Primitive::primitive_desc(descriptor, cpu))
      .execute(queue, {{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out}});
  queue.wait();
  std::vector<float> result(z.size());
  std::memcpy(result.data(), out.get_data_handle(), z.size() * sizeof(float));
  return result;
}

static memory::desc row(std::size_t n) {
  return {{1, static_cast<memory::dim>(n)}, memory::data_type::f32, memory::format_tag::nc};
}

static float unary(algorithm function, float x) {
  const auto inference = prop_kind::forward_inference;
  return apply<eltwise_forward>({x}, row(1), eltwise_forward::desc(inference, function, row(1), 0.f, 0.f))[0];
}

int main() {
  const dnnl_version_t& v = *dnnl_version();
  gibbs_subject::Subject subject(
      "onednn", std::to_string(v.major) + "." + std::to_string(v.minor) + "." + std::to_string(v.patch), "binary32");
  const std::string docs = "https://oneapi-src.github.io/oneDNN/v2.6/dev_guide_";
  const auto own = [&](const std::string& page, const std::string& operation) -> gibbs_subject::Json {
    const std::string code =
        "#include <oneapi/dnnl/dnnl.hpp>; using namespace dnnl; std::vector<float> z{$z}, s(z.size()); engine cpu(engine::kind::cpu, 0); "
        "stream queue(cpu); const memory::desc row({1, memory::dim(z.size())}, memory::data_type::f32, memory::format_tag::nc); "
        "OPERATION(OPERATION::primitive_desc({prop_kind::forward_inference, row, 1}, cpu)).execute(queue, {{DNNL_ARG_SRC, "
        "memory(row, cpu, z.data())}, {DNNL_ARG_DST, memory(row, cpu, s.data())}}); queue.wait(); s";
    return {{"doc", docs + page}, {"code", std::regex_replace(code, std::regex("OPERATION"), operation)}};
  };
  subject.metric("softmax", own("softmax.html", "softmax_forward"), [](const Arguments& a) {
    const std::vector<float> z = a.vector<float>("z");
    const auto shape = row(z.size());
    return apply<softmax_forward>(z, shape, softmax_forward::desc(prop_kind::forward_inference, shape, 1));
  });
  subject.metric("log_softmax", own("logsoftmax.html", "logsoftmax_forward"), [](const Arguments& a) {
    const std::vector<float> z = a.vector<float>("z");
    const auto shape = row(z.size());
    return apply<logsoftmax_forward>(z, shape, logsoftmax_forward::desc(prop_kind::forward_inference, shape, 1));
  });
  // The two terms are soft_relu's; only their weights are ours.
  subject.metric("sigmoid_cross_entropy", {{"doc", docs + "eltwise.html"}}, [](const Arguments& a) {
    const float z = static_cast<float>(a.number("z")), y = static_cast<float>(a.number("y"));
    return (y > 0 ? y * unary(algorithm::eltwise_soft_relu, -z) : 0) +
           (y < 1 ? (1 - y) * unary(algorithm::eltwise_soft_relu, z) : 0);
  });
  subject.metric("sigmoid_cross_entropy_gradient", {{"doc", docs + "eltwise.html"}}, [](const Arguments& a) {
    return unary(algorithm::eltwise_logistic, static_cast<float>(a.number("z"))) - static_cast<float>(a.number("y"));
  });
  subject.serve();
}
