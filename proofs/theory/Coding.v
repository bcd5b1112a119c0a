(* Why information is a logarithm (Cauchy), and codes: yes/no questions. *)
From Coq Require Import Lia ZArith.
From Gibbs.theory Require Export Weights.

(* A measure of surprise that does not grow with p and adds up for independent events is a multiple of −ln p. *)
Section Cauchy.
Variable g : R -> R.
Hypothesis adds : forall x y, 0 <= x -> 0 <= y -> g (x + y) = g x + g y.
Hypothesis grows : forall x y, 0 <= x <= y -> g x <= g y.

Lemma times_n n x : 0 <= x -> g (INR n * x) = INR n * g x.
Proof.
move=> x0; elim: n => [|n IH]; first by have := @adds 0 0 (Rle_refl _) (Rle_refl _); rewrite /= !Rmult_0_l Rplus_0_l; lra.
rewrite S_INR; replace ((INR n + 1) * x) with (INR n * x + x) by ring.
by rewrite adds // ?IH; [ring | apply: Rmult_le_pos => //; apply: pos_INR].
Qed.
Lemma g_ge0 x : 0 <= x -> 0 <= g x.
Proof. move=> x0; have := @grows 0 x; have := @times_n 0 x x0; rewrite /= !Rmult_0_l => ->; apply; lra. Qed.

Lemma cauchy x : 0 <= x -> g x = g 1 * x.
Proof.
move=> x0; have g1 := g_ge0 Rle_0_1.
(* k ≤ n·x < k+1 squeezes n·g x between k·g 1 and (k+1)·g 1 *)
have near n : Rabs (INR n * (g x - g 1 * x)) <= g 1.
  have nx : 0 <= INR n * x by apply: Rmult_le_pos => //; apply: pos_INR.
  have [k [lo hi]] := nfloor_ex _ nx.
  have a : INR k * g 1 <= INR n * g x.
    by rewrite -!times_n //; [apply: grows; have := pos_INR k | ]; lra.
  have b : INR n * g x <= (INR k + 1) * g 1.
    by rewrite -S_INR -!times_n //; [apply: grows; rewrite S_INR | ]; lra.
  by apply: Rabs_le; nra.
case: (Req_dec (g x) (g 1 * x)) => // ne.
have e0 : 0 < Rabs (g x - g 1 * x) by apply: Rabs_pos_lt; lra.
have [n hn] := nfloor_ex (g 1 / Rabs (g x - g 1 * x)) ltac:(by apply: Rmult_le_pos => //; left; apply: Rinv_0_lt_compat).
have : g 1 < INR n.+1 * Rabs (g x - g 1 * x).
  by rewrite S_INR; apply/(Rlt_div_l _ _ _ e0); lra.
by have := near n.+1; rewrite Rabs_mult (Rabs_pos_eq (INR _)); [lra | apply: pos_INR].
Qed.
End Cauchy.

Theorem surprise_is_a_logarithm (f : R -> R) :
  (forall a b, 0 < a <= 1 -> 0 < b <= 1 -> f (a * b) = f a + f b) ->
  (forall a b, 0 < a -> a < b <= 1 -> f b < f a) ->
  exists c, 0 < c /\ forall p, 0 < p <= 1 -> f p = - c * ln p.
Proof.
move=> adds falls; pose g x := f (exp (- x)).
have e01 x : 0 <= x -> 0 < exp (- x) <= 1.
  move=> x0; split; first exact: exp_pos.
  by rewrite -exp_0; case: (Req_dec x 0) => [-> | ?]; [rewrite Ropp_0; lra | left; apply: exp_increasing; lra].
have g_adds x y : 0 <= x -> 0 <= y -> g (x + y) = g x + g y.
  by move=> x0 y0; rewrite /g Ropp_plus_distr exp_plus adds //; apply: e01.
have g_grows x y : 0 <= x <= y -> g x <= g y.
  move=> [x0 [xy | ->]]; last lra.
  left; apply: falls; [exact: exp_pos | split; [apply: exp_increasing; lra | exact: (proj2 (e01 _ x0))]].
have f1 : f 1 = 0 by have := @adds 1 1; rewrite Rmult_1_l; lra.
exists (g 1); split=> [|p p01].
  rewrite -f1 /g; apply: falls; first exact: exp_pos.
  by have := @exp_increasing (- (1)) 0 ltac:(lra); rewrite exp_0; lra.
have l0 : 0 <= - ln p by have := ln_le_0 (proj2 p01); lra.
have := cauchy g_adds g_grows l0; rewrite /g Ropp_involutive exp_ln; lra.
Qed.

(* Codes: outcome i takes l i questions. *)
Definition halves (l : Z) := exp (- IZR l * ln 2).
Definition ceiling x : Z := (1 - up (- x))%Z.
Lemma ceiling_spec x : x <= IZR (ceiling x) < x + 1.
Proof. by rewrite /ceiling minus_IZR; have := archimed (- x); lra. Qed.

Lemma ceiling_nat k : ceiling (INR k) = Z.of_nat k.
Proof.
have [lo hi] := ceiling_spec (INR k); rewrite INR_IZR_INZ in lo hi.
have := le_IZR _ _ lo; have : (ceiling (INR k) < Z.of_nat k + 1)%Z by apply: lt_IZR; rewrite plus_IZR INR_IZR_INZ.
by rewrite INR_IZR_INZ; lia.
Qed.
Lemma ln_halves k : ln (/ 2 ^ k) = - INR k * ln 2.
Proof.
rewrite ln_Rinv; last by apply: pow_lt; lra.
by rewrite -Rpower_pow ?/Rpower ?ln_exp; [ring | lra].
Qed.

Section Codes.
Variable I : finType.
Implicit Types P Q : I -> R.
Implicit Types l : I -> Z.

Definition log2 x := ln x / ln 2.
Definition length P l := Σ i, P i * IZR (l i).
Lemma ln2_gt0 : 0 < ln 2. Proof. by rewrite -ln_1; apply: ln_increasing; lra. Qed.

(* No lengths that satisfy Kraft's inequality ask less than the entropy. *)
Theorem no_code_is_shorter P l : distribution P -> Σ i, halves (l i) <= 1 -> H P / ln 2 <= length P l.
Proof.
move=> [p0 p1] kraft; have l2 := ln2_gt0; apply/Rle_div_l => //.
suff : 0 <= length P l * ln 2 - H P by lra.
have -> : length P l * ln 2 - H P = Σ i, (P i * ln (P i) + P i * (IZR (l i) * ln 2)).
  rewrite /length /H -sum_scal_r sum_plus; have -> : Σ i, P i * IZR (l i) * ln 2 = Σ i, P i * (IZR (l i) * ln 2).
    by apply: sum_eq => i; ring.
  ring.
apply: Rle_trans (_ : Σ i, (P i - halves (l i)) <= _); first by rewrite sum_minus p1; lra.
apply: sum_le => i _; have := xlnx_tangent (p0 i) (exp_pos (- IZR (l i) * ln 2)); rewrite ln_exp -/(halves _); lra.
Qed.

(* Shannon's code for a belief Q: ⌈−log₂ Q i⌉ questions. It asks P's outcomes in cross-entropy, give or take one. *)
Definition shannon Q i := ceiling (- log2 (Q i)).

Lemma halves_shannon Q i : 0 < Q i -> halves (shannon Q i) <= Q i.
Proof.
move=> q0; rewrite -[X in _ <= X]exp_ln // /halves; have l2 := ln2_gt0; have [lo _] := ceiling_spec (- log2 (Q i)).
have : - IZR (shannon Q i) * ln 2 <= ln (Q i).
  have -> : ln (Q i) = log2 (Q i) * ln 2 by rewrite /log2; field; lra.
  by rewrite /shannon; nra.
by move=> [lt | ->]; [left; apply: exp_increasing | right].
Qed.
Theorem shannon_exists Q : (forall i, 0 < Q i) -> distribution Q -> Σ i, halves (shannon Q i) <= 1.
Proof. by move=> q0 [_ q1]; rewrite -q1; apply: sum_le => i _; apply: halves_shannon. Qed.
Theorem shannon_length Q P : distribution P ->
  cross P Q / ln 2 <= length P (shannon Q) < cross P Q / ln 2 + 1.
Proof.
move=> [p0 p1]; have l2 := ln2_gt0.
have -> : cross P Q / ln 2 = Σ i, P i * - log2 (Q i).
  by rewrite /cross -sum_opp -sum_div; apply: sum_eq => i; rewrite /log2; field; lra.
split; first by apply: sum_le => i _; have := ceiling_spec (- log2 (Q i)); have := p0 i; rewrite /shannon; nra.
rewrite -{1}p1 -sum_plus.
have [k pk] := some_possible (conj p0 p1).
apply: (@sum_lt _ _ _ k) => [i|].
  by have [_ hi] := ceiling_spec (- log2 (Q i)); have := p0 i; rewrite /shannon; nra.
by have [_ hi] := ceiling_spec (- log2 (Q k)); rewrite /shannon; nra.
Qed.
End Codes.
