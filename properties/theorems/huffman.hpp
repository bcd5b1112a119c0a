// Huffman's code: the best strategy of yes/no questions.
#pragma once

#include <string>
#include <vector>

namespace gibbs::properties {

/// The answers, 0 or 1, that lead to each class; none for a class that is never the case, or for the only one. Speaks
/// the vocabulary of properties/judge/hearing.hpp: weights that do not add up without error discard the case.
std::vector<std::string> huffman_code(const std::vector<double>& p);

}  // namespace gibbs::properties
