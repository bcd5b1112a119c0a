// The units of information.
#pragma once

namespace gibbs::inline v0 {

/// The unit of a logarithm: nat (base e), bit (base 2; the shannon of ISO/IEC 80000-13), hartley (base 10).
enum class Unit { nat, bit, hartley };

}  // namespace gibbs::inline v0
