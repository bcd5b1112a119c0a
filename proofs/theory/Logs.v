(* What the proofs need to know of the logarithm. Coq's ln is 0 for x ≤ 0, so that 0·ln 0 = 0, as it should be. *)
From Gibbs.theory Require Export Sums.

Lemma ln_le_minus_1 x : 0 < x -> ln x <= x - 1.
Proof. by move=> x0; have := exp_ineq1_le (ln x); rewrite exp_ln //; lra. Qed.

Lemma ln_lt_minus_1 x : 0 < x -> x <> 1 -> ln x < x - 1.
Proof.
move=> x0 x1; have := @exp_ineq1 (ln x); rewrite exp_ln //.
suff: ln x <> 0 by move=> h /(_ h); lra.
by rewrite -ln_1 => /(ln_inv _ _ x0 Rlt_0_1).
Qed.

Lemma ln_div x y : 0 < x -> 0 < y -> ln (x / y) = ln x - ln y.
Proof. by move=> x0 y0; rewrite /Rdiv ln_mult ?ln_Rinv //; apply: Rinv_0_lt_compat. Qed.

Lemma ln_nonpos x : x <= 0 -> ln x = 0.
Proof. by move=> x0; rewrite /ln; case: Rlt_dec => // h; case: (Rlt_not_le _ _ h x0). Qed.
Lemma ln_0 : ln 0 = 0.
Proof. by apply: ln_nonpos; lra. Qed.

Lemma ln_le_0 x : x <= 1 -> ln x <= 0.
Proof.
move=> x1; case: (Rlt_le_dec 0 x) => [/ln_le_minus_1 | /ln_nonpos ->]; lra.
Qed.

(* One class of a divergence lies above its tangent: a ln(a/c) ≥ a − c, and = only where a = c. *)
Lemma tangent a c : 0 <= a -> 0 <= c -> (c = 0 -> a = 0) -> a - c <= a * ln (a / c).
Proof.
move=> [a0 | <-] c0 s; last by rewrite Rmult_0_l; lra.
have c1 : 0 < c by case: c0 => // e; have := s (esym e); lra.
have := ln_le_minus_1 (Rdiv_lt_0_compat _ _ c1 a0); rewrite !ln_div // => l.
have := Rmult_le_compat_l a _ _ (Rlt_le _ _ a0) l.
replace (a * (c / a - 1)) with (c - a) by (field; lra); nra.
Qed.

Lemma tangent_strict a c :
  0 <= a -> 0 <= c -> (c = 0 -> a = 0) -> a <> c -> a - c < a * ln (a / c).
Proof.
move=> [a0 | <-] c0 s ne; last by rewrite Rmult_0_l; lra.
have c1 : 0 < c by case: c0 => // e; have := s (esym e); lra.
have ne1 : c / a <> 1.
  move=> e; apply: ne; have : c = c / a * a by field; lra.
  by rewrite e; lra.
have := ln_lt_minus_1 (Rdiv_lt_0_compat _ _ c1 a0) ne1; rewrite !ln_div // => l.
have := Rmult_lt_compat_l a _ _ a0 l.
replace (a * (c / a - 1)) with (c - a) by (field; lra); nra.
Qed.

(* x ln x lies above its tangent at c, strictly elsewhere. *)
Lemma xlnx_tangent a c : 0 <= a -> 0 < c -> a * ln c + a - c <= a * ln a.
Proof.
move=> a0 c0; have := @tangent a c a0 (Rlt_le _ _ c0); case: a0 => [a0 | <-]; last by move=> _; rewrite !Rmult_0_l; lra.
rewrite ln_div // => t; have : a - c <= a * (ln a - ln c) by apply: t; lra. lra.
Qed.
Lemma xlnx_tangent_strict a c : 0 <= a -> 0 < c -> a <> c -> a * ln c + a - c < a * ln a.
Proof.
move=> a0 c0 ne; have := @tangent_strict a c a0 (Rlt_le _ _ c0); case: a0 => [a0 | <-]; last by move=> _; rewrite !Rmult_0_l; lra.
rewrite ln_div // => t; have : a - c < a * (ln a - ln c) by apply: t => //; lra. lra.
Qed.
