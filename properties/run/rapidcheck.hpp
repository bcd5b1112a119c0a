// A theorem of the catalogue as a property of RapidCheck: cases, seed and shrinking are RapidCheck's, and so are
// RC_PARAMS; the verdict is this suite's.
#pragma once

#include "properties/judge/subject.hpp"
#include "properties/shrink/gen.hpp"
#include "properties/theorems/theorem.hpp"

namespace gibbs::properties {

/// What the theorem is tried on, for this subject: in its format, in the units it offers.
rc::Gen<Case> cases(const Theorem& theorem, const Description& description);

/// The body of a property; fails where the theorem is refuted of the subject, and says why.
///     rc::check("Gibbs' inequality", [&] { holds(*find_theorem("gibbs-inequality"), subject); });
void holds(const Theorem& theorem, Subject& subject);

}  // namespace gibbs::properties
