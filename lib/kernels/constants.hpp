// Printed by constants.sollya; a test compares. Do not edit.
// clang-format off
#pragma once

namespace gibbs::inline v0::detail::kernels {

/// c, near 1/(1 + j/16), multiples of 2^-6.
alignas(64) inline constexpr double log_inverse[] = {
    0x1p0,
    0x1.ep-1,
    0x1.c8p-1,
    0x1.bp-1,
    0x1.98p-1,
    0x1.88p-1,
    0x1.7p-1,
    0x1.6p-1,
    0x1.58p-1,
    0x1.48p-1,
    0x1.38p-1,
    0x1.3p-1,
    0x1.28p-1,
    0x1.18p-1,
    0x1.1p-1,
    0x1.08p-1,
};
/// -ln c to a multiple of 2^-42
alignas(64) inline constexpr double log_table_hi[] = {
    0,
    0x1.08598b59e4p-4,
    0x1.da72763844p-4,
    0x1.5bf406b544p-3,
    0x1.d1037f2656p-3,
    0x1.1178e8227ep-2,
    0x1.522ae0738ap-2,
    0x1.7fafa3bd81p-2,
    0x1.973a343135p-2,
    0x1.c7ff9c7455p-2,
    0x1.fb358af7a5p-2,
    0x1.0ae76e2d058p-1,
    0x1.188ee40f24p-1,
    0x1.35028ad9d9p-1,
    0x1.43d9ff2f92p-1,
    0x1.5322e268678p-1,
};
/// and what is left of it.
alignas(64) inline constexpr double log_table_lo[] = {
    0,
    -0x1.7e5dd7009902cp-46,
    0x1.a89401fa71733p-46,
    -0x1.27023eb68981cp-46,
    -0x1.84a7e75b6f6e4p-47,
    0x1.1ef78ce2d07f2p-44,
    0x1.ebe708164c759p-45,
    0x1.46fb79bf6d4cbp-44,
    0x1.ab73b16bf4984p-44,
    0x1.324911f56db29p-44,
    -0x1.def40b87d36d9p-44,
    -0x1.82de51de06076p-44,
    -0x1.accec41d52e6cp-44,
    -0x1.bd1f01ab60655p-44,
    0x1.e267b0b7efae1p-44,
    0x1.5ccc45d257531p-47,
};
/// Both rounded to one double.
alignas(64) inline constexpr double log_table[] = {
    0,
    0x1.08598b59e3a07p-4,
    0x1.da727638446a2p-4,
    0x1.5bf406b543db2p-3,
    0x1.d1037f2655e7bp-3,
    0x1.1178e8227e47cp-2,
    0x1.522ae0738a3d8p-2,
    0x1.7fafa3bd8151cp-2,
    0x1.973a3431356aep-2,
    0x1.c7ff9c74554c9p-2,
    0x1.fb358af7a4884p-2,
    0x1.0ae76e2d054fap-1,
    0x1.188ee40f23ca6p-1,
    0x1.35028ad9d8c86p-1,
    0x1.43d9ff2f923c5p-1,
    0x1.5322e26867857p-1,
};
/// ln 2 to a multiple of 2^-42
inline constexpr double ln2_hi = 0x1.62e42fefa38p-1;
/// and what is left of it.
inline constexpr double ln2_lo = 0x1.ef35793c7673p-45;
/// ln 2
inline constexpr double ln2 = 0x1.62e42fefa39efp-1;
/// (ln(1 + r) - r + r^2/2)/r^3 on [-0.0343, 0.0338].
alignas(64) inline constexpr double log_polynomial[] = {
    0x1.5555555555555p-2,
    -0x1.fffffffffff4p-3,
    0x1.999999999b249p-3,
    -0x1.555555576fd58p-3,
    0x1.24924916ab72ap-3,
    -0x1.ffffcd0bb9bp-4,
    0x1.c71cb2f60d4a2p-4,
    -0x1.9a7e1f89bfbdep-4,
    0x1.74b4c26ce3026p-4,
};
/// The largest error of that polynomial.
inline constexpr double log_polynomial_error = 0x1.39307c206318dp-55;
/// (ln(1 + r) - r)/r^2 on the same.
alignas(64) inline constexpr double short_log_polynomial[] = {
    -0x1.000000000d68cp-1,
    0x1.555555565b635p-2,
    -0x1.fffff34c6b8a8p-3,
    0x1.99996de963913p-3,
    -0x1.55c7686c0dff1p-3,
    0x1.2562bed7373e4p-3,
};
/// The largest error of that polynomial.
inline constexpr double short_log_polynomial_error = 0x1.b7c0aa59e6a0cp-38;
/// The same, to more bits.
alignas(64) inline constexpr double rough_log_polynomial[] = {
    -0x1p-1,
    0x1.55555555554edp-2,
    -0x1.ffffffffffa24p-3,
    0x1.9999999be2f99p-3,
    -0x1.5555555f131ccp-3,
    0x1.24922d6bd5da9p-3,
    -0x1.ffff67262205bp-4,
    0x1.c81567b41b876p-4,
    -0x1.9b4809e83aa0cp-4,
};
/// The largest error of that polynomial.
inline constexpr double rough_log_polynomial_error = 0x1.a9bf6b4408fc3p-56;
/// 2^(j/16)
alignas(64) inline constexpr double exp_coarse_hi[] = {
    0x1p0,
    0x1.0b5586cf9890fp0,
    0x1.172b83c7d517bp0,
    0x1.2387a6e756238p0,
    0x1.306fe0a31b715p0,
    0x1.3dea64c123422p0,
    0x1.4bfdad5362a27p0,
    0x1.5ab07dd485429p0,
    0x1.6a09e667f3bcdp0,
    0x1.7a11473eb0187p0,
    0x1.8ace5422aa0dbp0,
    0x1.9c49182a3f09p0,
    0x1.ae89f995ad3adp0,
    0x1.c199bdd85529cp0,
    0x1.d5818dcfba487p0,
    0x1.ea4afa2a490dap0,
};
/// and what is left of it.
alignas(64) inline constexpr double exp_coarse_lo[] = {
    0,
    0x1.8a62e4adc610bp-54,
    -0x1.19041b9d78a76p-55,
    0x1.9b07eb6c70573p-54,
    0x1.6f46ad23182e4p-55,
    0x1.ada0911f09ebcp-55,
    0x1.d4397afec42e2p-56,
    0x1.6324c054647adp-54,
    -0x1.bdd3413b26456p-54,
    -0x1.41577ee04992fp-55,
    0x1.6e9f156864b27p-54,
    0x1.c7c46b071f2bep-56,
    0x1.7a1cd345dcc81p-54,
    0x1.11065895048ddp-55,
    0x1.2ed02d75b3707p-55,
    -0x1.e9c23179c2893p-54,
};
/// 2^(i/256)
alignas(64) inline constexpr double exp_fine_hi[] = {
    0x1p0,
    0x1.00b1afa5abcbfp0,
    0x1.0163da9fb3335p0,
    0x1.02168143b0281p0,
    0x1.02c9a3e778061p0,
    0x1.037d42e11bbccp0,
    0x1.04315e86e7f85p0,
    0x1.04e5f72f654b1p0,
    0x1.059b0d3158574p0,
    0x1.0650a0e3c1f89p0,
    0x1.0706b29ddf6dep0,
    0x1.07bd42b72a836p0,
    0x1.0874518759bc8p0,
    0x1.092bdf66607ep0,
    0x1.09e3ecac6f383p0,
    0x1.0a9c79b1f3919p0,
};
/// and what is left of it.
alignas(64) inline constexpr double exp_fine_lo[] = {
    0,
    -0x1.4f6b2a7609f71p-55,
    0x1.b61299ab8cdb7p-54,
    -0x1.2bf310fc54eb6p-55,
    -0x1.19083535b085dp-56,
    0x1.56811eeade11ap-57,
    -0x1.0a31c1977c96ep-54,
    0x1.4c3793aa0d08dp-55,
    0x1.d73e2a475b465p-55,
    -0x1.5cb7b5799c397p-54,
    -0x1.c91dfe2b13c27p-55,
    0x1.32334544587p-55,
    0x1.186be4bb284ffp-57,
    -0x1.68063800a3fd1p-54,
    0x1.1487818316136p-54,
    0x1.5d16c873d1d38p-55,
};
/// 2^(j/16) to 26 bits
alignas(64) inline constexpr double exp_coarse_short[] = {
    0x1p0,
    0x1.0b5587p0,
    0x1.172b84p0,
    0x1.2387a7p0,
    0x1.306fe08p0,
    0x1.3dea65p0,
    0x1.4bfdad8p0,
    0x1.5ab07ep0,
    0x1.6a09e68p0,
    0x1.7a1147p0,
    0x1.8ace54p0,
    0x1.9c4918p0,
    0x1.ae89f98p0,
    0x1.c199bep0,
    0x1.d5818ep0,
    0x1.ea4afap0,
};
/// and the logarithm of what is left of it.
alignas(64) inline constexpr double exp_coarse_rest[] = {
    0,
    -0x1.72d09ece282f9p-27,
    -0x1.9c0c2141fef92p-27,
    -0x1.5a85dbf35a1f5p-28,
    0x1.d8582233b51e8p-28,
    -0x1.94f4d19930d82p-27,
    -0x1.13389d0c95ep-27,
    -0x1.00d8abadaf8d3p-27,
    -0x1.101228eded968p-28,
    0x1.5394e3af5b5f2p-27,
    0x1.67a1ca1d9d84ap-28,
    0x1.a3b5e344f7bdfp-28,
    0x1.9c72f009003bfp-29,
    -0x1.6961b3cf799ap-28,
    -0x1.a5217cbeba37ep-28,
    0x1.61428daeb9d87p-28,
};
/// 2^(i/256) to 26 bits
alignas(64) inline constexpr double exp_fine_short[] = {
    0x1p0,
    0x1.00b1af8p0,
    0x1.0163da8p0,
    0x1.0216818p0,
    0x1.02c9a4p0,
    0x1.037d43p0,
    0x1.04315e8p0,
    0x1.04e5f7p0,
    0x1.059b0dp0,
    0x1.0650a1p0,
    0x1.0706b28p0,
    0x1.07bd428p0,
    0x1.0874518p0,
    0x1.092bdf8p0,
    0x1.09e3ec8p0,
    0x1.0a9c798p0,
};
/// and the logarithm of what is left of it.
alignas(64) inline constexpr double exp_fine_rest[] = {
    0,
    0x1.2c8dc345b9a21p-27,
    0x1.f875fb22557c9p-28,
    -0x1.de977db14da6ep-27,
    -0x1.84454184535b4p-28,
    -0x1.e79ebfb17d5b4p-28,
    0x1.b2debadb8683p-30,
    0x1.740bf2fe73e4cp-27,
    0x1.824d3f5839177p-27,
    -0x1.b8ff94bbe2c34p-28,
    0x1.d13251e301707p-28,
    0x1.ac60c2da07744p-27,
    0x1.c7650cf07779bp-30,
    -0x1.8bca303aa1987p-28,
    0x1.5640c30d99615p-27,
    0x1.7fb4f2964e48fp-27,
};
/// 16/ln 2
inline constexpr double exp_inverse_coarse = 0x1.71547652b82fep4;
/// ln(2)/16
inline constexpr double exp_coarse_step = 0x1.62e42fefa39efp-5;
/// 256/ln 2
inline constexpr double exp_inverse_step = 0x1.71547652b82fep8;
/// ln(2)/256 to a multiple of 2^-42
inline constexpr double exp_step_hi = 0x1.62e42fef8p-9;
/// and what is left of it,
inline constexpr double exp_step_lo = 0x1.1cf79abc9e3b4p-44;
/// of which this is a multiple of 2^-76
inline constexpr double exp_step_mid = 0x1.1cf79abdp-44;
/// and this is left.
inline constexpr double exp_step_rest = -0x1.871319ff03425p-78;
/// (exp(r) - 1 - r - r^2/2)/r^3 on [-0.00136, 0.00136].
alignas(64) inline constexpr double exp_polynomial[] = {
    0x1.5555555555552p-3,
    0x1.5555555555558p-5,
    0x1.111111dddbd5cp-7,
    0x1.6c16c1d9fbdbp-10,
};
/// The largest error of that polynomial.
inline constexpr double exp_polynomial_error = 0x1.aaaaaabc7391ap-54;
/// (exp(r) - 1 - r - r^2/2 - r^3/6)/r^4 on the same.
alignas(64) inline constexpr double fine_exp_polynomial[] = {
    0x1.5555555555555p-5,
    0x1.111111111110fp-7,
    0x1.6c16c182169a8p-10,
    0x1.a01a028edb983p-13,
    0x1.7bcdb5b0d7b91p-16,
};
/// The largest error of that polynomial.
inline constexpr double fine_exp_polynomial_error = 0x1.55555b8bc97fp-59;
/// 1/6
inline constexpr double sixth_hi = 0x1.5555555555555p-3;
/// and what is left of it.
inline constexpr double sixth_lo = 0x1.5555555555555p-57;
/// (exp(r) - 1 - r)/r^2 on [-0.0217, 0.0217].
alignas(64) inline constexpr double short_exp_polynomial[] = {
    0x1.ffffffff56b1cp-2,
    0x1.55555555e6747p-3,
    0x1.5556b4748a6d3p-5,
    0x1.111153f253468p-7,
};
/// The largest error of that polynomial.
inline constexpr double short_exp_polynomial_error = 0x1.5513a61e96316p-35;

}  // namespace gibbs::inline v0::detail::kernels
