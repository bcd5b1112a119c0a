(* Entropy, in nats and for distributions. *)
From Gibbs.theory Require Export Divergence.

Definition H (I : finType) (P : I -> R) := - Σ i, P i * ln (P i).

Section Entropy.
Variable I : finType.
Implicit Types P : I -> R.

Lemma le_1 P i : distribution P -> P i <= 1.
Proof. by move=> [p0 p1]; rewrite -p1; apply: le_sum. Qed.

Lemma entropy_ge0 P : distribution P -> 0 <= H P.
Proof.
move=> d; rewrite /H -sum_opp; apply: sum_ge0 => i _.
by have := ln_le_0 (le_1 i d); have := (proj1 d) i; nra.
Qed.

(* Zero only where each class is impossible or certain. *)
Lemma entropy_eq0 P : distribution P -> H P = 0 -> forall i, P i = 0 \/ P i = 1.
Proof.
move=> d z i; case: (proj1 d i) => [p0 | <-]; last by left.
right; have ge j : 0 <= - (P j * ln (P j)) by have := ln_le_0 (le_1 j d); have := (proj1 d) j; nra.
have := sum_eq0 ge; rewrite sum_opp => /(_ z i) e.
by apply: ln_inv => //; [lra | rewrite ln_1; nra].
Qed.

(* Who is certain leaves nothing to the others. *)
Lemma certain_others P k i : distribution P -> P k = 1 -> i != k -> P i = 0.
Proof.
move=> [p0 p1] c ik; apply: Rle_antisym => //; move: p1; rewrite (bigD1 k) //= (bigD1 i) //= c.
by have := @sum_ge0 _ (fun j => (j != k) && (j != i)) P (fun j _ => p0 j); lra.
Qed.
Lemma entropy_certain P k : distribution P -> P k = 1 -> H P = 0.
Proof.
move=> d c; rewrite /H big1 ?Ropp_0 // => i _; case: (altP (i =P k)) => [-> | ik]; first by rewrite c ln_1; ring.
by rewrite (certain_others d c ik); ring.
Qed.

Definition uniform (_ : I) := / INR #|I|.
Lemma classes P : distribution P -> 0 < INR #|I|.
Proof.
move=> [_ p1]; apply: lt_0_INR; apply/ltP; rewrite lt0n; apply/negP => /eqP /card0_eq none.
by move: p1; rewrite big1 => [|i _]; [lra | have := none i].
Qed.
Lemma uniform_distribution : 0 < INR #|I| -> distribution uniform.
Proof.
by move=> n; split=> [i|]; [left; apply: Rinv_0_lt_compat | rewrite sum_const /uniform Rinv_r; lra].
Qed.
(* Entropy is what is missing to the uniform distribution. *)
Lemma entropy_by_kl P : distribution P -> H P = ln (INR #|I|) - kl P uniform.
Proof.
move=> d; have n := classes d.
suff -> : kl P uniform = Σ i, (P i * ln (P i) + P i * ln (INR #|I|)).
  by rewrite sum_plus sum_scal_r (proj2 d) /H; lra.
apply: sum_eq => i; case: (proj1 d i) => [p0 | <-]; last lra.
by rewrite /uniform ln_div ?ln_Rinv //; [lra | apply: Rinv_0_lt_compat].
Qed.
Lemma uniform_allows P : 0 < INR #|I| -> allowed P uniform.
Proof. by move=> n i; have := Rinv_0_lt_compat _ n; rewrite /uniform; lra. Qed.
Lemma entropy_le P : distribution P -> H P <= ln (INR #|I|).
Proof.
move=> d; have n := classes d; rewrite (entropy_by_kl d).
by have := gibbs d (uniform_distribution n) (@uniform_allows P n); lra.
Qed.
Lemma entropy_lt P : distribution P -> ~ (forall i, P i = / INR #|I|) -> H P < ln (INR #|I|).
Proof.
move=> d ne; have n := classes d; rewrite (entropy_by_kl d).
by have := gibbs_strict d (uniform_distribution n) (@uniform_allows P n) ne; lra.
Qed.

(* Robin Hood: the rich class k gives t to the poor class l. *)
Definition give k l t P i := if i == k then P i - t else if i == l then P i + t else P i.
Lemma sum_two k l (F : I -> R) : l != k -> Σ i, F i = F k + (F l + Σ i | (i != k) && (i != l), F i).
Proof. by move=> ne; rewrite (bigD1 k) //= (bigD1 l). Qed.

Lemma robin_hood k l t P : distribution P -> 0 < t < P k - P l -> H P < H (give k l t P).
Proof.
move=> [p0 _] t0; have ne : l != k by apply/eqP => e; move: t0; rewrite e; lra.
rewrite /H !(sum_two _ ne) /give eqxx (negbTE ne) eqxx.
set rest := Σ i | _, P i * _; set rest' := Σ i | _, _ * ln (if _ then _ else _).
have -> : rest' = rest by apply: eq_bigr => i /andP [/negbTE -> /negbTE ->].
move: (p0 k) (p0 l) t0; set a := P k; set c := P l => a0 c0 t0.
have lam : 0 < t / (a - c) < 1.
  by split; [apply: Rdiv_lt_0_compat | apply/Rlt_div_l]; lra.
move: lam; set u := t / (a - c); have -> : t = u * (a - c) by rewrite /u; field; lra. move=> lam.
(* x ln x lies below its chord from c to a *)
have chord v : 0 < v < 1 -> let x := (1 - v) * a + v * c in x * ln x < (1 - v) * (a * ln a) + v * (c * ln c).
  move=> v01 x; have x0 : 0 < x by rewrite /x; nra.
  have ta := @xlnx_tangent_strict a x a0 x0; have tc := xlnx_tangent c0 x0.
  have {ta} : a * ln x + a - x < a * ln a by apply: ta; rewrite /x; nra.
  have : x = (1 - v) * a + v * c by []. move: (ln x) (a * ln a) (c * ln c) tc => L A C tc e ta; rewrite {1}e; nra.
have c1 := chord u lam; have c2 : 0 < 1 - u < 1 by lra.
have := chord (1 - u) c2; move: c1; rewrite /=.
replace ((1 - u) * a + u * c) with (a - u * (a - c)) by ring.
replace ((1 - (1 - u)) * a + (1 - u) * c) with (c + u * (a - c)) by ring.
by lra.
Qed.

(* Grouping: class i belongs to group f i. *)
Variable J : finType.
Definition inside (f : I -> J) P j i := if f i == j then P i else 0.

Lemma grouping (f : I -> J) P : distribution P ->
  H P = H (merged f P) + Σ j, merged f P j * H (hat (inside f P j)).
Proof.
move=> [p0 p1]; rewrite /H (sum_groups f) -!sum_opp -sum_plus; apply: sum_eq => j.
set G := merged f P j; have mG : mass (inside f P j) = G by rewrite /mass -big_mkcond.
have G0 : 0 <= G by exact: sum_ge0.
have -> : Σ i, hat (inside f P j) i * ln (hat (inside f P j) i) = Σ i | f i == j, P i / G * ln (P i / G).
  rewrite [RHS]big_mkcond; apply: sum_eq => i; rewrite /hat mG /inside; case: ifP => _ //; rewrite /Rdiv; ring.
case: G0 => [G0 | Gz].
  have -> : Σ i | f i == j, P i * ln (P i) = Σ i | f i == j, (P i * ln G + G * (P i / G * ln (P i / G))).
    apply: eq_bigr => i _; case: (p0 i) => [pi | <-]; last by rewrite /Rdiv; ring.
    by rewrite ln_div //; field; lra.
  by rewrite big_split /= -big_distrl -big_distrr /= -/(merged f P j) -/G; ring.
rewrite -Gz big1 => [|i /eqP e]; first ring.
have -> : P i = 0; last ring.
apply: Rle_antisym => //; rewrite Gz /G /merged (bigD1 i) ?e //=.
by have := @sum_ge0 _ (fun k => (f k == j) && (k != i)) P (fun k _ => p0 k); lra.
Qed.
End Entropy.

(* Tables: the entropies and the information of two variables. *)
Section Tables.
Variables (I J : finType) (w : I * J -> R).
Hypothesis d : distribution w.
Let r := rows w.
Let c := columns w.
Definition independent ij := rows w ij.1 * columns w ij.2.

Lemma rows_distribution : distribution r.
Proof. by case: d => w0 w1; split=> [i|]; [apply: sum_ge0 | rewrite -w1 sum_table]. Qed.
Lemma columns_distribution : distribution c.
Proof. by case: d => w0 w1; split=> [j|]; [apply: sum_ge0 | rewrite -w1 sum_table sum_swap]. Qed.
Lemma independent_distribution : distribution independent.
Proof.
case: rows_distribution columns_distribution => r0 r1 [c0 c1]; split=> [[i j]|]; first exact: Rmult_le_pos.
by rewrite sum_table /independent /= (sum_eq r) // => i; rewrite sum_scal c1 Rmult_1_r.
Qed.
Lemma cell_le_row ij : w ij <= r ij.1.
Proof. by case: ij => i j; apply: (@le_sum _ (fun j => w (i, j))) => k; apply: (proj1 d). Qed.
Lemma cell_le_column ij : w ij <= c ij.2.
Proof. by case: ij => i j; apply: (@le_sum _ (fun i => w (i, j))) => k; apply: (proj1 d). Qed.
Lemma independent_allows : allowed w independent.
Proof.
move=> ij z; apply: Rle_antisym; last exact: (proj1 d).
by case: (Rmult_integral _ _ z) => <-; [apply: cell_le_row | apply: cell_le_column].
Qed.

Lemma mi_by_entropies : kl w independent = H r + H c - H w.
Proof.
have -> : kl w independent = Σ ij, (w ij * ln (w ij) - w ij * ln (r ij.1) - w ij * ln (c ij.2)).
  apply: sum_eq => ij; case: (proj1 d ij) => [w0 | <-]; last ring.
  have := cell_le_row ij; have := cell_le_column ij => lc lr.
  by rewrite /independent -/r -/c ln_div ?ln_mult; try nra.
rewrite !sum_minus /H.
have -> : Σ ij, w ij * ln (r ij.1) = Σ i, r i * ln (r i).
  by rewrite sum_table; apply: sum_eq => i; rewrite /r /rows /= sum_scal_r.
have -> : Σ ij, w ij * ln (c ij.2) = Σ j, c j * ln (c j).
  by rewrite sum_table sum_swap; apply: sum_eq => i; rewrite /c /columns /= sum_scal_r.
ring.
Qed.

Lemma chain_rule : H w = H r + - Σ ij, w ij * ln (w ij / r ij.1).
Proof.
have -> : Σ ij, w ij * ln (w ij / r ij.1) = Σ ij, (w ij * ln (w ij) - w ij * ln (r ij.1)).
  apply: sum_eq => ij; case: (proj1 d ij) => [w0 | <-]; last ring.
  by have := cell_le_row ij => lr; rewrite ln_div; try nra.
rewrite !sum_minus /H.
have -> : Σ ij, w ij * ln (r ij.1) = Σ i, r i * ln (r i).
  by rewrite sum_table; apply: sum_eq => i; rewrite /r /rows /= sum_scal_r.
ring.
Qed.
End Tables.
