// A program that uses the metrics and knows nothing of the project's folders, language version or tests.
#include <gibbs/gibbs.hpp>

#include <cstdio>
#include <vector>

int main() {
  const std::vector<double> p{0.5, 0.25, 0.25};
  try {
    gibbs::entropy(std::vector<double>{0.5, -0.5});
  } catch (const std::exception& error) {
    std::printf("%a bits; %s\n", gibbs::entropy(p, gibbs::Unit::bit), error.what());
  }
}
