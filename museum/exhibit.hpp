// A museum of real defects: faults that people reported in libraries they relied on, as subjects that can be put on
// trial. An exhibit computes as the library did, in its format; only what the fault needs is kept. What is wrong with
// it is for the trial to say: reporters err too.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "museum/formula.hpp"
#include "properties/judge/functions.hpp"
#include "reference/format.hpp"

namespace gibbs::museum {

using properties::Accuracy;

/// What goes wrong, in English and in Korean; one without the other does not compile.
struct Symptom {
  constexpr Symptom(std::string_view english, std::string_view korean) : en(english), ko(korean) {}
  std::string_view en, ko;
};

struct Exhibit {
  std::string_view id;    // library and thread: scipy-20083
  char kind;              // of fault, see kinds()
  std::string_view link;  // where it was reported
  std::string_view date;  // when: year and month, or what is known
  std::string_view library;
  Symptom symptom;
  reference::Format format = reference::binary64;
  std::vector<Part> parts;  // the metrics it has
  Accuracy accuracy = {};      // `stable`, unless the fault lies inside what that allows: then what its users believed
  bool validates = false;   // it refuses invalid input, but for the fault
};

struct Kind {
  char letter;
  std::string_view name;
};
std::span<const Kind> kinds();

/// All exhibits, by kind and then in the order of the table.
const std::vector<Exhibit>& exhibits();
/// The exhibit as a subject, "museum:scipy-20083".
std::unique_ptr<properties::Subject> open(const Exhibit& exhibit);
/// None if there is no such exhibit.
const Exhibit* find(std::string_view id);

// The rooms.
std::vector<Exhibit> zeros();         // A, B, C
std::vector<Exhibit> exponentials();  // D, E, F
std::vector<Exhibit> clippings();     // G, H
std::vector<Exhibit> gradients();     // I
std::vector<Exhibit> formulas();      // J
std::vector<Exhibit> conventions();   // K, L, M, N
std::vector<Exhibit> batches();       // O, P

}  // namespace gibbs::museum
