#include "properties/theorems/huffman.hpp"

#include <algorithm>

#include "properties/judge/hearing.hpp"

namespace gibbs::properties {

std::vector<std::string> huffman_code(const std::vector<double>& p) {
  struct Subtree {
    double weight;
    std::vector<std::size_t> classes;
  };
  std::vector<std::string> code(p.size());
  std::vector<Subtree> trees;  // heaviest first
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0) trees.push_back({p[i], {i}});
  }
  std::ranges::stable_sort(trees, std::greater{}, &Subtree::weight);
  const auto lightest = [&](char answer) {
    Subtree tree = std::move(trees.back());
    trees.pop_back();
    for (const std::size_t i : tree.classes) code[i].insert(code[i].begin(), answer);
    return tree;
  };
  while (trees.size() > 1) {
    Subtree both = lightest('1');
    const Subtree other = lightest('0');
    both.weight = plus(both.weight, other.weight);
    both.classes.insert(both.classes.end(), other.classes.begin(), other.classes.end());
    trees.insert(std::ranges::upper_bound(trees, both.weight, std::greater{}, &Subtree::weight), std::move(both));
  }
  return code;
}

}  // namespace gibbs::properties
