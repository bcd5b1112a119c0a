// Prints what the kernels return, on every dispatch target, for proofs_test.py: a line for the target and whether it
// has a fused multiply-add, then lines "function x hi lo". The arguments of exponentials stay where 2ᵉ is not too
// small.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/lib/kernel_values.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "tests/lib/functions-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {
bool is_fused() { return HWY_NATIVE_FMA; }
}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {
HWY_EXPORT(evaluate);
HWY_EXPORT(is_fused);
}  // namespace gibbs::inline v0::detail::kernels

#include "tests/lib/exactly.hpp"
#include "tests/lib/kernels.hpp"

int main() {
  using namespace gibbs::detail::kernels;
  gibbs::test::Bits random(1);
  Inputs positive, any;
  for (int i = 0; i < 300; ++i) {
    positive.push_back(std::fabs(random(-900, 900)));
    positive.push_back(1 + random(-50, -5));
    any.push_back(random(-60, 8));
  }
  const std::pair<const char*, Function> functions[] = {
      {"log_pair", Function::log_pair},     {"rough_log", Function::rough_log},
      {"short_log", Function::short_log},   {"exp_pair", Function::exp_pair},
      {"rough_exp", Function::rough_exp},   {"precise_exp_pair", Function::precise_exp_pair},
      {"single_exp", Function::single_exp}, {"fine_exp_pair", Function::fine_exp_pair},
      {"short_exp", Function::short_exp}};
  gibbs::test::on_every_target([&](const std::string& target) {
    std::printf("%s %d\n", target.c_str(), HWY_DYNAMIC_DISPATCH(is_fused)());
    for (const auto& [name, f] : functions) {
      const Inputs& x = std::string_view(name).find("log") != std::string_view::npos ? positive : any;
      const std::vector<Parts> y = HWY_DYNAMIC_DISPATCH(evaluate)(f, x, 0);
      for (std::size_t i = 0; i < x.size(); ++i) std::printf("%s %a %a %a\n", name, x[i], y[i].hi, y[i].lo);
    }
  });
}
#endif
