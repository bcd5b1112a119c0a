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
    ("gibbs-inequality: reversed", DIVERGENCE, "(0 <= kl_divergence b p q)%Rbar.", "(kl_divergence b p q <= 0)%Rbar."),
    ("gibbs-inequality: strict", DIVERGENCE, "(0 <= kl_divergence b p q)%Rbar.", "(0 < kl_divergence b p q)%Rbar."),
    ("cross-entropy-decomposes: H(Q) for H(P)", DIVERGENCE, "(entropy b p + kl_divergence b p q)%Rbar.", "(entropy b q + kl_divergence b p q)%Rbar."),
    ("moving-towards-the-truth: away from it", DIVERGENCE, "(1 - u) * hat q i + u * hat p i", "(1 - u) * hat p i + u * hat q i"),
    ("counts-the-wrong-questions: rounded down", DIVERGENCE, "l i := ceiling (- log 2 (hat q i))", "l i := (ceiling (- log 2 (hat q i)) - 1)%Z"),
    ("data-processing: reversed", STRUCTURE, "Σ i | f i == j, q i) <= kl_divergence b p q)", "Σ i | f i == j, q i) >= kl_divergence b p q)"),
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
    ("softmax-order: reversed", LOGITS, "softmax z i <= softmax z j.", "softmax z j <= softmax z i."),
    ("descent-step: twice as far down", LOSSES, "softmax_cross_entropy z p - / 2 * Σ i, g i ^ 2", "softmax_cross_entropy z p - 1 * Σ i, g i ^ 2"),
    ("gradient-bounded: by a half", LOSSES, "Rabs (softmax_cross_entropy_gradient z p i) <= 1.", "Rabs (softmax_cross_entropy_gradient z p i) <= / 2."),
    ("mse-gradient-vanishes: 1 for 4", SQUARED, "Rabs sse <= 4 * q y * Rabs ce", "Rabs sse <= 1 * q y * Rabs ce"),
    ("mse-gradient-is-the-slope: 1 for 3", SQUARED, "<= 3 / INR #|I| * Σ i, d i ^ 2.", "<= 1 / INR #|I| * Σ i, d i ^ 2."),
    ("kl-of-densities: a ninth for an eighth", "catalogue/Densities.v", "lost i <= ((x i.+1 - x i) * v) ^ 2 / 8.", "lost i <= ((x i.+1 - x i) * v) ^ 2 / 9."),
    ("softmax-ratio: the other way round", LOGITS, "softmax z i = exponential (shift (z i) (- y)) * softmax z j.\nProof", "softmax z i = exponential (shift (z i) y) * softmax z j.\nProof"),
    ("softmax-ce-is-ce: infinite at every mask", LOSSES, "exists i, z i = Masked /\\ 0 < p i)", "exists i, z i = Masked /\\ 0 <= p i)"),
    ("descent-step: a quarter of the parabola", LOSSES, "(Σ i, g i * d i + / 2 * Σ i, d i ^ 2)%R)%Rbar) /\\", "(Σ i, g i * d i + / 4 * Σ i, d i ^ 2)%R)%Rbar) /\\"),
    ("group_error: 9 for 16", "sums/Bounds.v", "16 * pow2 (-52) + vectors", "9 * pow2 (-52) + vectors", GROUP_SUM),
    ("GroupSum: tails are dropped", GROUP_SUM, "let t := two_sum s.1 g in (t.1, fl (s.2 + t.2))", "let t := two_sum s.1 g in (t.1, s.2)"),
    ("pair_error: a third", "sums/Bounds.v", "(3 * 18 * pow2 (-106))", "(18 * pow2 (-106))", PAIR_SUM),
    ("PairSum: settled the other way round", PAIR_SUM, "fast_two_sum s.1 s.2.", "fast_two_sum s.2 s.1."),
    ("grid_error: 1 for 9/8", "sums/Bounds.v", "(9 / 8 * pow2 (-103))", "pow2 (-103)", GRID_SUM),
    ("GridSum: the term is missing in the tail", GRID_SUM, "fl (s.2 + fl (x + fl (s.1 - h)))", "fl (s.2 + fl (s.1 - h))"),
    ("gathered_rough_log_error: 3/2 for 7/4", "sums/Bounds.v", "7 / 4 * pow2 (-60)", "3 / 2 * pow2 (-60)", "sums/Logarithms.v"),
    ("gathered_exp_error: 1 for 3/2", "sums/Bounds.v", "3 / 2 * pow2 (-69)", "pow2 (-69)", "sums/Exponentials.v"),
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
