// The library as a program: serve_library [binary32].
#include <iostream>

#include "subjects/library.hpp"
#include "subjects/serve.hpp"

int main(int argc, char**) {
  const auto subject = gibbs::subjects::library(argc > 1 ? gibbs::reference::binary32 : gibbs::reference::binary64);
  gibbs::subjects::serve(*subject, std::cin, std::cout);
}
