// A step of the build: are the words of every theorem whole? It ends with status 1 and one line about the first fault.
#include <cstdio>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>

#include "properties/words/words.hpp"

namespace {

using namespace gibbs::properties;

/// Throws where a proof uses what is not there, or itself by way of others.
void follow(const Words& words, std::map<std::string, int>& state) {
  constexpr int open = 1, done = 2;
  int& own = state[words.id];
  if (own == done) return;
  if (own == open) throw std::invalid_argument("properties/words/" + words.id + ".txt: its proof uses itself, by way of others");
  own = open;
  for (const std::string& id : words.uses) {
    const Words* used = find_words(id);
    if (used == nullptr) throw std::invalid_argument("properties/words/" + words.id + ".txt: uses '" + id + "', which has no words");
    follow(*used, state);
  }
  own = done;
}

}  // namespace

int main() {
  try {
    std::map<std::string, int> state;
    for (const Words& words : all_words()) follow(words, state);
    reading_path();
    symbols();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
