#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/number_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "lib/kernels/numbers-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

// HWY_EXPORT knows functions, not templates.
using Open = std::vector<std::size_t>;
HWY_ATTR std::optional<Sum> squared_errors_d(std::span<const double> x, std::span<const double> y, Purpose) {
  return squared_errors_of<double>(x, y);
}
HWY_ATTR std::optional<Sum> squared_errors_f(std::span<const float> x, std::span<const float> y, Purpose purpose) {
  return purpose == Purpose::value ? squared_errors_of<float>(x, y) : squared_errors_of<double>(x, y);
}
#define GIBBS_KERNELS(T, name)                                                                                   \
  HWY_ATTR void information_##name(std::span<const T> p, const Sum& per_nat, std::span<T> out, Open& open) {     \
    each(Deciding<InformationStep<T>>{InformationStep<T>(per_nat)}, out, open, p.data());                        \
  }                                                                                                              \
  HWY_ATTR void sigmoid_loss_##name(std::span<const T> z, std::span<const T> y, std::span<T> out, Open& open) {  \
    each(Deciding<SigmoidLossStep<T>>(), out, open, z.data(), y.data());                                         \
  }                                                                                                              \
  HWY_ATTR void sigmoid_slope_##name(std::span<const T> z, std::span<const T> y, std::span<T> out, Open& open) { \
    each(Deciding<SigmoidSlopeStep<T>>(), out, open, z.data(), y.data());                                        \
  }                                                                                                              \
  HWY_ATTR void sigmoid_curvature_##name(std::span<const T> z, std::span<T> out, Open& open) {                   \
    each(Deciding<SigmoidCurvatureStep<T>>(), out, open, z.data());                                              \
  }
GIBBS_KERNELS(double, d)
GIBBS_KERNELS(float, f)
#undef GIBBS_KERNELS

}  // namespace HWY_NAMESPACE
}  // namespace gibbs::inline v0::detail::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gibbs::inline v0::detail::kernels {

using Open = std::vector<std::size_t>;
#define GIBBS_DISPATCH(T, name)                                                                    \
  HWY_EXPORT(squared_errors_##name);                                                               \
  HWY_EXPORT(information_##name);                                                                  \
  HWY_EXPORT(sigmoid_loss_##name);                                                                 \
  HWY_EXPORT(sigmoid_slope_##name);                                                                \
  HWY_EXPORT(sigmoid_curvature_##name);                                                            \
  template <>                                                                                      \
  std::optional<Sum> squared_errors(std::span<const T> x, std::span<const T> y, Purpose purpose) { \
    return HWY_DYNAMIC_DISPATCH(squared_errors_##name)(x, y, purpose);                             \
  }                                                                                                \
  template <>                                                                                      \
  void self_information(std::span<const T> p, const Sum& per_nat, std::span<T> out, Open& open) {  \
    HWY_DYNAMIC_DISPATCH(information_##name)(p, per_nat, out, open);                               \
  }                                                                                                \
  template <>                                                                                      \
  void sigmoid_loss(std::span<const T> z, std::span<const T> y, std::span<T> out, Open& open) {    \
    HWY_DYNAMIC_DISPATCH(sigmoid_loss_##name)(z, y, out, open);                                    \
  }                                                                                                \
  template <>                                                                                      \
  void sigmoid_slope(std::span<const T> z, std::span<const T> y, std::span<T> out, Open& open) {   \
    HWY_DYNAMIC_DISPATCH(sigmoid_slope_##name)(z, y, out, open);                                   \
  }                                                                                                \
  template <>                                                                                      \
  void sigmoid_curvature(std::span<const T> z, std::span<T> out, Open& open) {                     \
    HWY_DYNAMIC_DISPATCH(sigmoid_curvature_##name)(z, out, open);                                  \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH

}  // namespace gibbs::inline v0::detail::kernels
#endif
