// How a question is put to one metric of a subject: in the form of input it takes.
#pragma once

#include <optional>
#include <string>

#include "properties/judge/subject.hpp"

namespace gibbs::subjects {

template <class Asked>
struct Phrased {
  std::optional<Asked> asked;  // with the same exact value; none where it cannot be put so
  std::string reason;          // then: why not
};

/// For `counts`, distributions and tables times the power of two that makes them whole numbers of at most 2⁵³, which
/// changes no exact value; for `labels`, a one-hot p as the index of its class. A probability outside [ε, 1 − ε] of a
/// parameter that is clipped cannot be put: what is promised there is the value of another input.
Phrased<properties::Question> phrase(const properties::Question& question, const properties::Offer& offer);
/// The same of every row.
Phrased<properties::Batch> phrase(const properties::Batch& batch, const properties::Offer& offer);

}  // namespace gibbs::subjects
