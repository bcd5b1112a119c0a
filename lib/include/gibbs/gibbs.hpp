// Every metric of the library, and what holds for all of them.
//
// Results. Each is the exact value of its formula for the numbers given, rounded once to nearest, ties to even: the
// error is at most half a unit in the last place, and the bits are the same on every processor, with every compiler and
// number of threads. A zero is +0. A value that is infinite by its formula, or too large for the format, is ±∞. A hat
// marks a distribution: p̂ = p/P, P = Σp exactly. Sources of the formulas: Cover and Thomas, Elements of Information
// Theory, 2nd ed., ch. 2; Lin 1991 (Jensen–Shannon); Goodfellow, Bengio and Courville, Deep Learning, ch. 6 (losses).
//
// Shapes. x[n] is a vector of n numbers, x[b][n] a batch of b rows of them; → tells the shape of the result. A batch
// gives for each row what the metric gives for that row alone.
//
// Errors. DomainError names the argument, the index of the first offender and its value (error.hpp, which also has a
// form that does not throw). A number is never returned for an argument outside the domain. After an error of a single
// input its output is as it was; of a batch, rows before the offender may have been written, with `parallel` any other.
// std::bad_alloc can be thrown wherever memory is needed.
//
// The floating-point environment. Rounding must be to nearest and subnormal numbers must neither be flushed to zero nor
// read as zero (no FTZ, no DAZ), from the first call on. These are the defaults; linking a program with GCC's
// -ffast-math changes them.
//
// Lifetimes. Views (arguments.hpp) own nothing: what they show must live, and must not change, while they are used.
//
// Aliasing. Inputs may overlap. An output that has one number per input may lie exactly where an input of its shape
// lies: softmax(z, z). For a single vector it may overlap inputs in any way; in batches anything else is refused.
//
// Threads and memory. All functions may be called from several threads at once. A thread keeps up to 2 MiB for
// exponentials once it has needed them. Only `parallel` starts threads (oneTBB's).
//
// Time. Linear in the input, but for one result in some ten thousand, and those next to a tie, which take milliseconds:
// their digits are computed until it is known which way they round (docs/rounding.md). docs/performance.md has numbers.
#pragma once

#include <gibbs/arguments.hpp>
#include <gibbs/derivatives.hpp>
#include <gibbs/divergence.hpp>
#include <gibbs/entropy.hpp>
#include <gibbs/error.hpp>
#include <gibbs/joint.hpp>
#include <gibbs/labels.hpp>
#include <gibbs/logits.hpp>
#include <gibbs/loss.hpp>
#include <gibbs/squared_error.hpp>
#include <gibbs/unit.hpp>
#include <gibbs/version.hpp>
