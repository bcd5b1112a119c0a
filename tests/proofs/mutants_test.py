"""Faults planted in definitions and in statements: each must leave a proof that Coq refuses. Prints them as a table.

PROOFS is the folder with everything compiled; ONLY, if given, a word that the mutants to try contain. A fault in a
definition is compiled as far as the file named beside it.
"""
import concurrent.futures
import os
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "proofs"))
import coq
import sources

DEFINITIONS, WEIGHTS = "Definitions.v", "theory/Weights.v"
DIVERGENCE, STRUCTURE = "catalogue/Divergence.v", "catalogue/DivergenceStructure.v"
ENTROPY, TABLES, JENSEN = "catalogue/Entropy.v", "catalogue/Tables.v", "catalogue/JensenShannon.v"
GROUP_SUM, PAIR_SUM, GRID_SUM = (f"sums/{name}Sum.v" for name in ("Group", "Pair", "Grid"))
LOGITS, LOSSES, SIGMOID, SQUARED = (f"catalogue/{name}.v" for name in ("Logits", "Losses", "Sigmoid", "SquaredError"))
BATCHES, DERIVATIVES, LIKELIHOOD = (f"catalogue/{name}.v" for name in ("Batches", "Derivatives", "Likelihood"))
EXPONENTIALS, LOGARITHMS = "sums/Exponentials.v", "sums/Logarithms.v"

# What is wrong; the file; what stands there; what is planted; for definitions, the file that must refuse it or one before.
MUTANTS = [
    ("D: p and q swapped in the logarithm", DEFINITIONS, "hat p i * log (hat p i / hat q i)", "hat p i * log (hat q i / hat p i)", WEIGHTS),
    ("D: never infinite", DEFINITIONS, "(Σ i, hat p i * log (hat p i / hat q i)) else p_infty", "(Σ i, hat p i * log (hat p i / hat q i)) else Finite 0", WEIGHTS),
    ("H(P,Q): weighted by q", DEFINITIONS, "hat p i * log (hat q i)", "hat q i * log (hat q i)", WEIGHTS),
    ("H: not normalised within the logarithm", DEFINITIONS, "hat p i * log (hat p i).", "hat p i * log (p i).", WEIGHTS),
    ("J: a third for a half in M", DEFINITIONS, "(hat p i + hat q i) / 2", "(hat p i + hat q i) / 3", WEIGHTS),
    ("J: a half too many", DEFINITIONS, "/ 2 * (Σ i, hat q i *", "(Σ i, hat q i *", WEIGHTS),
    ("weights: no mass allowed", DEFINITIONS, "0 < mass p", "0 <= mass p", WEIGHTS),
    ("supports: the other way round", DEFINITIONS, "is_zero (q i) ==> is_zero (p i)", "is_zero (p i) ==> is_zero (q i)", WEIGHTS),
    ("H(Y|X): given the column", DEFINITIONS, "(hat w ij / rows (hat w) ij.1)", "(hat w ij / columns (hat w) ij.2)", WEIGHTS),
    ("I(X;Y): without the columns", DEFINITIONS, "(rows (hat w) ij.1 * columns (hat w) ij.2)", "(rows (hat w) ij.1)", WEIGHTS),
    ("logits: a mask weighs 1", DEFINITIONS, "if z is Logit x then exp x else 0", "if z is Logit x then exp x else 1", LOGITS),
    ("loss: finite where the label is masked", DEFINITIONS, "share (hat p i) (z i)) else p_infty", "share (hat p i) (z i)) else Finite 0", LOSSES),
    ("gradient: p - q", DEFINITIONS, "softmax z i - hat p i", "hat p i - softmax z i", LOSSES),
    ("sigmoid: the sign of z", DEFINITIONS, "1 / (1 + exp (- x))", "1 / (1 + exp x)", SIGMOID),
    ("MSE: no mean", DEFINITIONS, "(Σ i, (x i - y i) ^ 2) / INR #|I|", "(Σ i, (x i - y i) ^ 2)", SQUARED),
    ("self-information: the sign", DEFINITIONS, "Finite (- log x)", "Finite (log x)", "catalogue/Information.v"),
    ("perplexity: of −H", DEFINITIONS, "exp (- Σ i, hat p i * ln (hat p i))", "exp (Σ i, hat p i * ln (hat p i))", ENTROPY),
    ("d(P,Q): no root", DEFINITIONS, "sqrt (js_divergence p q)", "js_divergence p q", DERIVATIVES),
    ("LSE: 1 more in the sum", DEFINITIONS, "ln (Σ i, exponential (z i))", "ln (1 + Σ i, exponential (z i))", LOGITS),
    ("softmax: 1 more in the sum", DEFINITIONS, "exponential (z i) / Σ j, exponential (z j)", "exponential (z i) / (1 + Σ j, exponential (z j))", LOGITS),
    ("log-softmax: +∞ at a mask", DEFINITIONS, "Finite (x - log_sum_exp z) else m_infty", "Finite (x - log_sum_exp z) else p_infty", LOGITS),
    ("gradient of MSE: half of it", DEFINITIONS, "2 / INR #|I| * softmax z i *", "1 / INR #|I| * softmax z i *", SQUARED),
    ("vjp of softmax: the mean is added", DEFINITIONS, "softmax z i * (u i - Σ j", "softmax z i * (u i + Σ j", DERIVATIVES),
    ("vjp of log-softmax: the sum as it is", DEFINITIONS, "u i - softmax z i * Σ j, u j", "u i - Σ j, u j", DERIVATIVES),
    ("second derivative: half of it", DEFINITIONS, "softmax z i * (1 - softmax z i)", "/ 2 * (softmax z i * (1 - softmax z i))", DERIVATIVES),
    ("second derivative of the sigmoid loss: σ²", DEFINITIONS, "sigmoid z * (1 - sigmoid z)", "sigmoid z * sigmoid z", DERIVATIVES),
    ("sigmoid loss: the sign of y", DEFINITIONS, "ln (1 + exp x) - y * x", "ln (1 + exp x) + y * x", SIGMOID),
    ("sigmoid loss: 0 at every mask", DEFINITIONS, "else if is_zero y then Finite 0 else p_infty", "else Finite 0", SIGMOID),
    ("sigmoid gradient: y twice", DEFINITIONS, "sigmoid z - y.", "sigmoid z - 2 * y.", SIGMOID),
    ("mean loss: an ignored row has a weight", DEFINITIONS, "if y r is Some _ then w r else 0", "w r", BATCHES),
    ("mean loss: by all weights", DEFINITIONS, "real (row_loss z y r)) / Σ r, counted y w r)", "real (row_loss z y r)) / Σ r, w r)", BATCHES),
    ("mean loss: +∞ for a row of weight 0", DEFINITIONS, "~~ is_zero (counted y w r) && ~~ is_finite", "~~ is_finite", BATCHES),
    ("mean gradient: weights forgotten", DEFINITIONS, "w r * (softmax (z r) i - axis c i) / Σ", "(softmax (z r) i - axis c i) / Σ", BATCHES),
    ("label's loss: finite at a mask", DEFINITIONS, "Finite (log_sum_exp z - x) else p_infty", "Finite (log_sum_exp z - x) else Finite 0", BATCHES),
    ("perplexity of a text: the mean loss", DEFINITIONS, "Finite x then Finite (exp x)", "Finite x then Finite x", BATCHES),
    ("gibbs-inequality: reversed", DIVERGENCE, "(0 <= kl_divergence b p q)%Rbar.", "(kl_divergence b p q <= 0)%Rbar."),
    ("gibbs-inequality: strict", DIVERGENCE, "(0 <= kl_divergence b p q)%Rbar.", "(0 < kl_divergence b p q)%Rbar."),
    ("cross-entropy-decomposes: H(Q) for H(P)", DIVERGENCE, "(entropy b p + kl_divergence b p q)%Rbar.", "(entropy b q + kl_divergence b p q)%Rbar."),
    ("moving-towards-the-truth: away from it", DIVERGENCE, "(1 - u) * hat q i + u * hat p i", "(1 - u) * hat p i + u * hat q i"),
    ("counts-the-wrong-questions: rounded down", DIVERGENCE, "l i := ceiling (- log 2 (hat q i))", "l i := (ceiling (- log 2 (hat q i)) - 1)%Z"),
    ("data-processing: reversed", STRUCTURE, "(kl_divergence b (fun j => Σ i | f i == j, p i) (fun j => Σ i | f i == j, q i) <= kl_divergence b p q)", "(kl_divergence b p q <= kl_divergence b (fun j => Σ i | f i == j, p i) (fun j => Σ i | f i == j, q i))"),
    ("pinsker: the constant doubled", STRUCTURE, "(/ 2 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <=", "(1 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <="),
    ("pinsker: in any base above 0", STRUCTURE, "Theorem pinsker (I : finType) (b : R) (p q : I -> R) : 1 < b ->", "Theorem pinsker (I : finType) (b : R) (p q : I -> R) : 0 < b ->"),
    ("kl-below-chi-square: without the 1", STRUCTURE, "log b (1 + Σ i, (hat p i - hat q i) ^ 2 / hat q i)", "log b (Σ i, (hat p i - hat q i) ^ 2 / hat q i)"),
    ("entropy-bounds: in any base above 0", ENTROPY, "Theorem entropy_bounds (I : finType) (b : R) (p : I -> R) : 1 < b ->", "Theorem entropy_bounds (I : finType) (b : R) (p : I -> R) : 0 < b ->"),
    ("entropy-bounds: below log n", ENTROPY, "0 <= entropy b p <= log b (INR #|I|).", "0 <= entropy b p < log b (INR #|I|)."),
    ("entropy-grows-with-evenness: swapped", ENTROPY, "0 < t < p k - p l ->", "0 < t <= p k - p l ->"),
    ("entropy-concave: convex", ENTROPY, "t * entropy b q <= entropy b (fun i", "t * entropy b q >= entropy b (fun i"),
    ("entropy-chain-rule: the other marginal", TABLES, "Theorem entropy_chain_rule (I J : finType) (b : R) (w : I * J -> R) : weights w ->\n  entropy b w = entropy b (rows w)", "Theorem entropy_chain_rule (I J : finType) (b : R) (w : I * J -> R) : weights w ->\n  entropy b w = entropy b (columns w)"),
    ("mi-bounds: the sum of both", TABLES, "mutual_information b w <= Rmin (", "entropy b (rows w) + mutual_information b w <= Rmin ("),
    ("jsd-bounds: half a bit", JENSEN, "0 <= js_divergence b p q <= log b 2.", "0 <= js_divergence b p q <= log b 2 / 2."),
    ("jsd-zero: a quarter for an eighth", JENSEN, "/ 8 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <= js_divergence b p q.", "/ 4 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <= js_divergence b p q."),
    ("lse-bounds: without ln n", LOGITS, "log_sum_exp z <= m + ln (INR #|I|)).", "log_sum_exp z <= m)."),
    ("lse-convex: concave", LOGITS, "log_sum_exp mixture <= (1 - t)", "log_sum_exp mixture >= (1 - t)"),
    ("softmax-order: reversed", LOGITS, "softmax z i <= softmax z j) /\\", "softmax z j <= softmax z i) /\\"),
    ("descent-step: twice as far down", LOSSES, "softmax_cross_entropy z p - / 2 * Σ i, g i ^ 2", "softmax_cross_entropy z p - 1 * Σ i, g i ^ 2"),
    ("gradient-bounded: by a half", LOSSES, "Rabs (softmax_cross_entropy_gradient z p i) <= 1.", "Rabs (softmax_cross_entropy_gradient z p i) <= / 2."),
    ("mse-gradient-vanishes: 1 for 4", SQUARED, "Rabs sse <= 4 * q y * Rabs ce", "Rabs sse <= 1 * q y * Rabs ce"),
    ("mse-gradient-is-the-slope: 1 for 3", SQUARED, "<= 3 / INR #|I| * Σ i, d i ^ 2.", "<= 1 / INR #|I| * Σ i, d i ^ 2."),
    ("kl-of-densities: a ninth for an eighth", "catalogue/Densities.v", "lost i <= ((x i.+1 - x i) * v) ^ 2 / 8.", "lost i <= ((x i.+1 - x i) * v) ^ 2 / 9."),
    ("softmax-ratio: the other way round", LOGITS, "softmax z i = exponential (shift (z i) (- y)) * softmax z j.\nProof", "softmax z i = exponential (shift (z i) y) * softmax z j.\nProof"),
    ("softmax-ce-is-ce: infinite at every mask", LOSSES, "exists i, z i = Masked /\\ 0 < p i)", "exists i, z i = Masked /\\ 0 <= p i)"),
    ("descent-step: a quarter of the parabola", LOSSES, "(Σ i, g i * d i + / 2 * Σ i, d i ^ 2)%R)%Rbar) /\\", "(Σ i, g i * d i + / 4 * Σ i, d i ^ 2)%R)%Rbar) /\\"),
    ("jointly-convex: beyond the ends", STRUCTURE, "Theorem kl_jointly_convex (I : finType) (b t : R) (p q r s : I -> R) : 1 < b -> 0 <= t <= 1 ->", "Theorem kl_jointly_convex (I : finType) (b t : R) (p q r s : I -> R) : 1 < b -> 0 <= t <= 2 ->"),
    ("zero-log-zero: classes that are merged", DIVERGENCE, "(forall i k, f i = f k -> i <> k -> p i = 0) ->\n", ""),
    ("zero-log-zero: the possible left out", DIVERGENCE, "Finite (Σ i | ~~ is_zero (p i), hat p i * log b", "Finite (Σ i | is_zero (p i), hat p i * log b"),
    ("gaussian-likelihood: the wrong constant", LIKELIHOOD, "+ / 2 * ln (2 * PI * σ ^ 2).\n", "+ / 2 * ln (PI * σ ^ 2).\n"),
    ("mse-gradient-by-softmax: of half the error", SQUARED, "is_derive (fun h => mean_squared_error (softmax (line z (axis i) h)) y) 0", "is_derive (fun h => / 2 * mean_squared_error (softmax (line z (axis i) h)) y) 0"),
    ("rows-do-not-meet: of any rows", BATCHES, "rows r = others r -> in_rows m rows r", "in_rows m rows r"),
    ("layouts-agree: other numbers", BATCHES, "(forall r i, memory (place r i) = memory' (place' r i)) ->\n", ""),
    ("mean-of-one: of weight 0", BATCHES, "logits z -> 0 < w ->", "logits z -> 0 <= w ->"),
    ("weight-is-repetition: all weights in each row", BATCHES, "(forall r, w r = Σ c | f c == r, v c) ->", "(forall r, w r = Σ c, v c) ->"),
    ("weights-scale: by 0", BATCHES, "(w : B -> R) (c : R) : 0 < c ->", "(w : B -> R) (c : R) : 0 <= c ->"),
    ("ignored-rows: other weights that count", BATCHES, "y r <> None -> z r = z' r /\\ w r = w' r) ->", "y r <> None -> z r = z' r) ->"),
    ("ignored-rows: one more that counts", BATCHES, "(w w' : B -> R)\n    (ignored : I -> logit) (weight : R) :\n  mean_softmax_cross_entropy (and_row z ignored) (and_row y None)", "(w w' : B -> R)\n    (ignored : I -> logit) (weight : R) (label : I) :\n  mean_softmax_cross_entropy (and_row z ignored) (and_row y (Some label))"),
    ("mean-gradient-by-rows: the label moved", BATCHES, "softmax_cross_entropy_gradient (z r) (axis c) i.\nProof", "softmax_cross_entropy_gradient (z r) (axis i) c.\nProof"),
    ("mean-gradient-by-rows: where it is infinite", BATCHES, "(batch z y w -> is_finite (mean_softmax_cross_entropy z y w) ->\n", "(batch z y w ->\n"),
    ("mean-splits: the weights swapped", BATCHES, "(first / (first + second) * mean", "(second / (first + second) * mean"),
    ("mean-gradient-is-the-slope: twice as steep", BATCHES, "(mean_softmax_cross_entropy z y w + Σ r, Σ i,", "(mean_softmax_cross_entropy z y w + 2 * Σ r, Σ i,"),
    ("sequence-perplexity-is-exp: 0 for +∞", BATCHES, "-> sequence_perplexity z y = p_infty).\nProof", "-> sequence_perplexity z y = Finite 0).\nProof"),
    ("sequence-perplexity-is-exp: ignored rows counted", BATCHES, "/ INR #|[pred r | isSome (y r)]|)", "/ INR #|B|)"),
    ("sequence-perplexity-range: 2 at least", BATCHES, "(1 <= sequence_perplexity z y)", "(2 <= sequence_perplexity z y)"),
    ("vjp-is-linear: a difference", DERIVATIVES, "= a * softmax_vjp z u i + c * softmax_vjp z v i /\\", "= a * softmax_vjp z u i - c * softmax_vjp z v i /\\"),
    ("vjp-is-linear: half of the derivative", DERIVATIVES, "\n  (logits z -> is_derive (fun h => Σ j, u j *", "\n  (logits z -> is_derive (fun h => / 2 * Σ j, u j *"),
    ("vjp-is-linear: the sign, of log-softmax", DERIVATIVES, "\n    is_derive (fun h => Σ j, u j * real (log_softmax (line z (axis i) h) j)) 0", "\n    is_derive (fun h => - Σ j, u j * real (log_softmax (line z (axis i) h) j)) 0"),
    ("softmax-vjp-cancels: to 1", DERIVATIVES, "  Σ i, softmax_vjp z u i = 0.\n", "  Σ i, softmax_vjp z u i = 1.\n"),
    ("softmax-vjp-symmetric: u dropped", DERIVATIVES, "= Σ i, u i * softmax_vjp z v i.\nProof", "= Σ i, v i * softmax_vjp z v i.\nProof"),
    ("softmax-vjp-positive: strictly", DERIVATIVES, "0 <= Σ i, u i * softmax_vjp z u i.", "0 < Σ i, u i * softmax_vjp z u i."),
    ("log-softmax-vjp-of-label: the sign", DERIVATIVES, "(fun j => - hat p j) i =", "(fun j => hat p j) i ="),
    ("softmax-vjp-of-squared-error: half of u", DERIVATIVES, "(fun j => 2 * (softmax z j - y j) / INR #|I|) i =", "(fun j => 1 * (softmax z j - y j) / INR #|I|) i ="),
    ("hessian-trace: half of the derivative", DERIVATIVES, "p i) 0\n                         (softmax_cross_entropy_hessian_diagonal z i)", "p i) 0\n                         (/ 2 * softmax_cross_entropy_hessian_diagonal z i)"),
    ("hessian-trace: below 1 − 2/n", DERIVATIVES, "<= 1 - 1 / INR #|I|.", "<= 1 - 2 / INR #|I|."),
    ("hessian-bounded: by a fifth", DERIVATIVES, "sigmoid_cross_entropy_hessian (z i) <= 1 / 4.", "sigmoid_cross_entropy_hessian (z i) <= 1 / 5."),
    ("hessian-of-two-classes: twice σ(1 − σ)", DERIVATIVES, "hessian_diagonal logits i = sigmoid_cross_entropy_hessian z)", "hessian_diagonal logits i = 2 * sigmoid_cross_entropy_hessian z)"),
    ("js-distance-is-root: of the third power", DERIVATIVES, "js_distance b p q ^ 2 = js_divergence b p q.", "js_distance b p q ^ 3 = js_divergence b p q."),
    ("js-distance-is-a-metric: half the way", DERIVATIVES, "js_distance b p r <= js_distance b p q + js_distance b q r.", "2 * js_distance b p r <= js_distance b p q + js_distance b q r."),
    ("js-distance-is-a-metric: 0 where P is not Q", DERIVATIVES, "(js_distance b p q = 0 <-> forall i, hat p i = hat q i)", "(js_distance b p q = 0 <-> exists i, hat p i = hat q i)"),
    ("group_error: 10 for 11", "sums/Bounds.v", "11 * pow2 (-52) + vectors", "10 * pow2 (-52) + vectors", GROUP_SUM),
    ("long_error: 16 for 17", "sums/Bounds.v", "(17 / 16 * pow2 (-53))", "(16 / 16 * pow2 (-53))", GROUP_SUM),
    ("GroupSum: tails are dropped", GROUP_SUM, "let t := two_sum s.1 g in (t.1, fl (s.2 + t.2))", "let t := two_sum s.1 g in (t.1, s.2)"),
    ("pair_error: 20 for 21", "sums/Bounds.v", "(21 * pow2 (-106))", "(20 * pow2 (-106))", PAIR_SUM),
    ("PairSum: settled the other way round", PAIR_SUM, "fast_two_sum s.1 s.2.", "fast_two_sum s.2 s.1."),
    ("grid_error: 1 for 9/8", "sums/Bounds.v", "(9 / 8 * pow2 (-103))", "pow2 (-103)", GRID_SUM),
    ("GridSum: the term is missing in the tail", GRID_SUM, "fl (s.2 + fl (x + fl (s.1 - h)))", "fl (s.2 + fl (s.1 - h))"),
    ("gathered_log_error: 76 for 77", "sums/Bounds.v", "77 / 64 * pow2 (-50)", "76 / 64 * pow2 (-50)", LOGARITHMS),
    ("gathered_log_offset: 160 for 161", "sums/Bounds.v", "161 / 128 * pow2 (-82)", "160 / 128 * pow2 (-82)", LOGARITHMS),
    ("gathered_rough_log_error: 3/2 for 7/4", "sums/Bounds.v", "7 / 4 * pow2 (-60)", "3 / 2 * pow2 (-60)", LOGARITHMS),
    ("gathered_exp_error: 1 for 3/2", "sums/Bounds.v", "3 / 2 * pow2 (-69)", "pow2 (-69)", EXPONENTIALS),
    ("gathered_rough_exp_error: 365 for 367", "sums/Bounds.v", "367 / 256 * pow2 (-59)", "365 / 256 * pow2 (-59)", EXPONENTIALS),
    ("Exponentials: what is beside is left out", EXPONENTIALS, "if rough then x.1 * x.2 else x.2.", "if rough then x.1 * x.2 else 0."),
    ("Logarithms: more lows than there may be", LOGARITHMS, "takes rough_log_error (64 / 100000)", "takes rough_log_error (65 / 100000)"),
    ("kl-is-bounded: by 8 log n", "catalogue/Fallacies.v", "(kl_divergence 2 p q <= log 2 (INR #|I|))%Rbar", "(kl_divergence 2 p q <= 8 * log 2 (INR #|I|))%Rbar"),
]


def needed(file, texts):
    """A file and all that it requires."""
    found = {file}
    for requirement in sources.requirements(texts[file]):
        found |= needed(requirement, texts)
    return found


def refusal(compiled, texts, file, old, new, until):
    """What Coq says of the fault; None if nothing. In a copy: what does not depend on the fault is compiled already."""
    if texts[file].count(old) != 1:
        raise ValueError(f"{file} does not have this once: {old}")
    planted = dict(texts, **{file: texts[file].replace(old, new)})
    planted = {name: planted[name] for name in needed(until, planted)}
    with tempfile.TemporaryDirectory() as room:
        shutil.copytree(compiled, room, dirs_exist_ok=True)
        try:
            coq.compile_all(room, planted)
        except coq.Refused as refused:
            return str(refused)
    return None


def main():
    compiled, texts = os.environ["PROOFS"], sources.files()
    coq.compile_all(compiled, texts, 2)
    chosen = [mutant for mutant in MUTANTS if os.environ.get("ONLY", "") in mutant[0]]

    def tried(mutant):
        what, file, old, new, *until = mutant
        refused = refusal(compiled, texts, file, old, new, *(until or [file]))
        print(f"{what:45} {'SURVIVES' if refused is None else 'refused: ' + refused.split(':')[0]}", flush=True)
        return refused is None

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        survivors = sum(pool.map(tried, chosen))
    print(f"{survivors} of {len(chosen)} survive")
    return survivors


if __name__ == "__main__":
    sys.exit(main())
