// What a vector of probabilities is: which distribution it stands for, whether it is in the domain of the metrics, and
// whether it may be sent to subjects (contracts §3).
#pragma once

#include "properties/inputs/case.hpp"
#include "reference/format.hpp"

namespace gibbs::properties {

/// Σp = 1 without error: then P stands for p itself, and mixtures and products of such vectors mean what they say.
bool exactly_normalised(const Vector& p);
/// Is only one class possible?
bool is_one_hot(const Vector& p);
/// Do p and q stand for the same distribution (are they proportional)?
bool same_distribution(const Vector& p, const Vector& q);
/// Is pᵢ > 0 only where qᵢ > 0? Then D(P‖Q) is finite. Precondition: as many classes in q as in p.
bool supports(const Vector& q, const Vector& p);

/// Is qᵢ a power of ½ wherever `where`ᵢ > 0? Then its logarithm to base 2 is a whole number.
bool powers_of_half(const Vector& q, const Vector& where);

/// Is the input in its domain, and of the format?
bool is_valid(const Input& input, const reference::Format& format);
/// Do rows of logits, labels and weights, if a case has them, fit each other? Labels name classes, rows that count hold
/// logits, and some row counts.
bool rows_fit(const Case& c);
/// Is the vector the correctly rounded image of a distribution: of real numbers with sum 1, each rounded to nearest?
/// An exactly normalised vector is.
bool is_rounded_image(const std::vector<double>& p, const reference::Format& format);

/// Inputs that may be sent to any subject (contracts §3), and ask nobody for hundreds of digits: valid, of the format,
/// distributions exactly normalised or rounded images, logits and numbers no larger than generators draw them. Masses
/// below 2^−precision need two classes above it beside them, subnormal ones have halves and quarters, and no joint table
/// has any; two distributions are equal or 2^−precision apart somewhere; squared errors behind equal logits have a
/// one-hot label.
bool searchable(const Case& c, const reference::Format& format);

}  // namespace gibbs::properties
