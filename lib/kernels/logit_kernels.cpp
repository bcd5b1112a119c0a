#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/kernels/logit_kernels.cpp"
// clang-format off
#include "lib/kernels/targets.hpp"
#include <hwy/foreach_target.h>
// clang-format on

#include "lib/kernels/shares-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gibbs::inline v0::detail::kernels {
namespace HWY_NAMESPACE {

using Open = std::vector<std::size_t>;
template <template <class, bool> class Step, class T>
HWY_ATTR void shares_of(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out, Open& open) {
  if (kept.precision)
    each(Step<T, true>(sums, kept), out, open, z.data());
  else
    each(Step<T, false>(sums, kept), out, open, z.data());
}
template <class T>
HWY_ATTR void loss_gradient_of(std::span<const T> z, std::span<const T> p, const LossSums& sums, const Kept& kept,
                               std::span<T> out, Open& open) {
  if (kept.precision)
    each(GradientStep<T, true>(sums, kept), out, open, z.data(), p.data());
  else
    each(GradientStep<T, false>(sums, kept), out, open, z.data(), p.data());
}

// HWY_EXPORT knows functions, not templates.
#define GIBBS_KERNELS(T, name)                                                                                    \
  HWY_ATTR std::optional<LogitSums> logit_sums_##name(std::span<const T> z, Purpose purpose, Kept& kept) {        \
    return sums_of<TotalStep, RestStep, LogitSums>(z, purpose, kept);                                             \
  }                                                                                                               \
  HWY_ATTR std::optional<LossSums> loss_sums_##name(std::span<const T> z, std::span<const T> p, Purpose purpose,  \
                                                    Kept& kept) {                                                 \
    return sums_of<LossTotalStep, LossRestStep, LossSums>(z, purpose, kept, p.data());                            \
  }                                                                                                               \
  HWY_ATTR void softmax_##name(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,   \
                               Open& open) {                                                                      \
    shares_of<SoftmaxStep>(z, sums, kept, out, open);                                                             \
  }                                                                                                               \
  HWY_ATTR void curvature_##name(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out, \
                                 Open& open) {                                                                    \
    shares_of<CurvatureStep>(z, sums, kept, out, open);                                                           \
  }                                                                                                               \
  HWY_ATTR void log_softmax_##name(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {   \
    each(LogSoftmaxStep<T>(sums), out, open, z.data());                                                           \
  }                                                                                                               \
  HWY_ATTR void loss_gradient_##name(std::span<const T> z, std::span<const T> p, const LossSums& sums,            \
                                     const Kept& kept, std::span<T> out, Open& open) {                            \
    loss_gradient_of(z, p, sums, kept, out, open);                                                                \
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
#define GIBBS_DISPATCH(T, name)                                                                                \
  HWY_EXPORT(logit_sums_##name);                                                                               \
  HWY_EXPORT(loss_sums_##name);                                                                                \
  HWY_EXPORT(softmax_##name);                                                                                  \
  HWY_EXPORT(curvature_##name);                                                                                \
  HWY_EXPORT(log_softmax_##name);                                                                              \
  HWY_EXPORT(loss_gradient_##name);                                                                            \
  template <>                                                                                                  \
  std::optional<LogitSums> logit_sums(std::span<const T> z, Purpose purpose, Kept& kept) {                     \
    return HWY_DYNAMIC_DISPATCH(logit_sums_##name)(z, purpose, kept);                                          \
  }                                                                                                            \
  template <>                                                                                                  \
  std::optional<LossSums> loss_sums(std::span<const T> z, std::span<const T> p, Purpose purpose, Kept& kept) { \
    return HWY_DYNAMIC_DISPATCH(loss_sums_##name)(z, p, purpose, kept);                                        \
  }                                                                                                            \
  template <>                                                                                                  \
  void softmax(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out, Open& open) {  \
    HWY_DYNAMIC_DISPATCH(softmax_##name)(z, sums, kept, out, open);                                            \
  }                                                                                                            \
  template <>                                                                                                  \
  void softmax_curvature(std::span<const T> z, const LogitSums& sums, const Kept& kept, std::span<T> out,      \
                         Open& open) {                                                                         \
    HWY_DYNAMIC_DISPATCH(curvature_##name)(z, sums, kept, out, open);                                          \
  }                                                                                                            \
  template <>                                                                                                  \
  void log_softmax(std::span<const T> z, const LogitSums& sums, std::span<T> out, Open& open) {                \
    HWY_DYNAMIC_DISPATCH(log_softmax_##name)(z, sums, out, open);                                              \
  }                                                                                                            \
  template <>                                                                                                  \
  void loss_gradient(std::span<const T> z, std::span<const T> p, const LossSums& sums, const Kept& kept,       \
                     std::span<T> out, Open& open) {                                                           \
    HWY_DYNAMIC_DISPATCH(loss_gradient_##name)(z, p, sums, kept, out, open);                                   \
  }
GIBBS_DISPATCH(double, d)
GIBBS_DISPATCH(float, f)
#undef GIBBS_DISPATCH

}  // namespace gibbs::inline v0::detail::kernels
#endif
