(* Two variables at once: X is the row, Y the column, w their joint table. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Weights.

Section Marginals.
Variables (I J : finType) (w : I * J -> R).
Lemma hat_rows : hat (rows w) = rows (hat w).
Proof. by apply: functional_extensionality => i; rewrite /hat /mass /rows -(sum_table w) -sum_div. Qed.
Lemma hat_columns : hat (columns w) = columns (hat w).
Proof.
by apply: functional_extensionality => j; rewrite /hat /mass /columns -sum_swap -(sum_table w) -sum_div.
Qed.
Lemma chain (b : R) : weights w -> entropy b w = entropy b (rows w) + conditional_entropy b w.
Proof.
by move=> ww; rewrite !entropy_nats ce_nats hat_rows (chain_rule (hat_distribution ww)) /Rdiv; ring.
Qed.
End Marginals.

Theorem entropy_chain_rule (I J : finType) (b : R) (w : I * J -> R) : weights w ->
  entropy b w = entropy b (rows w) + conditional_entropy b w.
Proof. exact: chain. Qed.

Theorem mi_by_entropies (I J : finType) (b : R) (w : I * J -> R) : weights w ->
  mutual_information b w = entropy b (rows w) + entropy b (columns w) - entropy b w.
Proof.
move=> ww; rewrite mi_nats !entropy_nats hat_rows hat_columns (mi_by_entropies (hat_distribution ww)) /Rdiv; ring.
Qed.

Theorem mi_nonnegative (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  0 <= mutual_information b w.
Proof.
move=> b1 ww; have d := hat_distribution ww; rewrite mi_nats; apply: in_unit_ge0 => //.
by apply: gibbs => //; [apply: independent_distribution | apply: independent_allows].
Qed.

Theorem entropy_subadditive (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  entropy b w <= entropy b (rows w) + entropy b (columns w).
Proof. by move=> b1 ww; have := mi_nonnegative b1 ww; rewrite mi_by_entropies //; lra. Qed.

(* No cell is more than its row. *)
Lemma surprise_in_row (I J : finType) (w : I * J -> R) ij : distribution w -> 0 <= - (w ij * ln (w ij / rows w ij.1)).
Proof.
move=> d; case: (proj1 d ij) => [w0 | <-]; last lra.
have r0 := cell_le_row d ij; have := ln_le_0 (x := w ij / rows w ij.1).
have : w ij / rows w ij.1 <= 1 by apply/Rle_div_l; lra.
by move=> le /(_ le); nra.
Qed.
Lemma below_joint (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w -> 0 <= conditional_entropy b w.
Proof.
move=> b1 ww; rewrite ce_nats; apply: in_unit_ge0 => //; rewrite -sum_opp.
by apply: sum_ge0 => ij _; apply/surprise_in_row/hat_distribution.
Qed.

Theorem conditioning_reduces_entropy (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  0 <= conditional_entropy b w <= entropy b (columns w).
Proof.
move=> b1 ww; split; first exact: below_joint.
by have := entropy_subadditive b1 ww; rewrite (chain b ww); lra.
Qed.

(* X decides Y: no row has two possible columns. Y given X is uniform: each row is even. *)
Theorem conditional_entropy_range (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  0 <= conditional_entropy b w <= log b (INR #|J|) /\
  (conditional_entropy b w = 0 <-> forall i j j', w (i, j) <> 0 -> w (i, j') <> 0 -> j = j') /\
  ((forall i j j', w (i, j) = w (i, j')) -> conditional_entropy b w = log b (INR #|J|)).
Proof.
move=> b1 ww; have d := hat_distribution ww; have n := classes (columns_distribution d).
have pos ij : w ij <> 0 -> 0 < hat w ij by move=> ne; case: (proj1 d ij) => // /esym /(hat_0 _ ww).
split; [split | split].
- exact: below_joint.
- apply: Rle_trans (proj2 (conditioning_reduces_entropy b1 ww)) _.
  by rewrite entropy_nats hat_columns; apply: in_unit => //; apply/entropy_le/columns_distribution.
- rewrite ce_nats [X in _ = X <-> _](zero_in_unit b) in_unit_eq // -sum_opp; split=> [z i j j' nj nj' | one].
    have ge ij := surprise_in_row ij d; have := sum_eq0 ge z (i, j); have := pos _ nj; have := pos _ nj'.
    case: (altP (j' =P j)) => [-> // | ne] p' p /= t0.
    have r : hat w (i, j) + hat w (i, j') <= rows (hat w) i.
      rewrite /rows (bigD1 j) //= (bigD1 j') //=.
      by have := @sum_ge0 _ (fun k => (k != j) && (k != j')) (fun k => hat w (i, k)) (fun k _ => proj1 d (i, k)); lra.
    have := ln_lt_minus_1 (x := hat w (i, j) / rows (hat w) i).
    have : hat w (i, j) / rows (hat w) i < 1 by apply/Rlt_div_l; lra.
    have : 0 < hat w (i, j) / rows (hat w) i by apply: Rdiv_lt_0_compat; lra.
    by move: (_ / _) t0 => x t0 x0 x1 /(_ x0) lt; have : ln x < 0 by [apply: Rlt_trans (lt _) _; lra]; nra.
  rewrite big1 // => -[i j] _ /=; case: (Req_dec (w (i, j)) 0) => [/(hat_0 _ ww) -> | nz]; first ring.
  have -> : rows (hat w) i = hat w (i, j).
    rewrite /rows (bigD1 j) //= big1 => [|k /eqP ne]; first ring.
    by apply/(hat_0 _ ww); case: (Req_dec (w (i, k)) 0) => // nk; case: ne; apply: (one i).
  have p := pos _ nz; rewrite /Rdiv Rinv_r; [rewrite ln_1; ring | lra].
- move=> even; rewrite ce_nats /log; congr (_ / _).
  rewrite (sum_eq (fun ij => hat w ij * - ln (INR #|J|))) => [|[i j]]; first by rewrite sum_scal_r (proj2 d); ring.
  have -> : rows (hat w) i = INR #|J| * hat w (i, j).
    by rewrite -sum_const; apply: sum_eq => k; rewrite /hat (even i k j).
  case: (proj1 d (i, j)) => [p | <-] /=; last ring.
  by rewrite -ln_Rinv //; congr (_ * ln _); field; split; [exact: (Rgt_not_eq _ _ n) | exact: (Rgt_not_eq _ _ p)].
Qed.

Lemma sum_turned (I J : finType) (F : I * J -> R) : Σ ij, F ij = Σ ji : J * I, F (ji.2, ji.1).
Proof. by rewrite !sum_table sum_swap. Qed.

Theorem mi_symmetric (I J : finType) (b : R) (w : I * J -> R) :
  mutual_information b (fun ji => w (ji.2, ji.1)) = mutual_information b w.
Proof.
have h i j : hat (fun ji : J * I => w (ji.2, ji.1)) (j, i) = hat w (i, j) by rewrite /hat /mass [in RHS]sum_turned.
rewrite /mutual_information [in RHS]sum_turned; apply: sum_eq => -[j i] /=; rewrite h.
have -> : rows (hat (fun ji : J * I => w (ji.2, ji.1))) j = columns (hat w) j by apply: sum_eq => k; rewrite h.
have -> : columns (hat (fun ji : J * I => w (ji.2, ji.1))) i = rows (hat w) i by apply: sum_eq => k; rewrite h.
by rewrite (Rmult_comm (columns _ _)).
Qed.

(* The table of the marginals' products: what X and Y would do if they were independent. *)
Definition product_of_marginals (I J : finType) (w : I * J -> R) ij := rows w ij.1 * columns w ij.2.

Lemma rows_weights (I J : finType) (w : I * J -> R) : weights w -> weights (rows w).
Proof. by move=> [w0 m0]; split=> [i|]; [apply: sum_ge0 | rewrite /mass /rows -(sum_table w)]. Qed.
Lemma columns_weights (I J : finType) (w : I * J -> R) : weights w -> weights (columns w).
Proof.
by move=> [w0 m0]; split=> [j|]; [apply: sum_ge0 | rewrite /mass /columns -sum_swap -(sum_table w)].
Qed.
Lemma hat_product (I J : finType) (w : I * J -> R) : weights w -> hat (product_of_marginals w) = independent (hat w).
Proof.
move=> ww; have [_ mr] := rows_weights ww; have [_ mc] := columns_weights ww.
apply: functional_extensionality => ij; rewrite /independent -hat_rows -hat_columns /hat /product_of_marginals.
by rewrite {1}/mass sum_product -/(mass (rows w)) -/(mass (columns w)); field; lra.
Qed.
Lemma product_weights (I J : finType) (w : I * J -> R) : weights w -> weights (product_of_marginals w).
Proof.
move=> ww; have [r0 mr] := rows_weights ww; have [c0 mc] := columns_weights ww; split.
  by move=> ij; apply: Rmult_le_pos.
by rewrite /mass sum_product; apply: Rmult_lt_0_compat.
Qed.

Theorem mi_is_kl (I J : finType) (b : R) (w : I * J -> R) : weights w ->
  Finite (mutual_information b w) = kl_divergence b w (product_of_marginals w).
Proof.
move=> ww; rewrite kl_nats mi_nats; case: supportsP => //; rewrite ?hat_product //; first exact: product_weights.
by case; apply: independent_allows; apply: hat_distribution.
Qed.

Theorem mi_bounds (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  mutual_information b w <= Rmin (entropy b (rows w)) (entropy b (columns w)).
Proof.
move=> b1 ww; have turned : weights (fun ji : J * I => w (ji.2, ji.1)).
  by have [w0 m0] := ww; split=> [ji|]; [ | rewrite /mass -(sum_turned w)].
apply: Rmin_glb; rewrite mi_by_entropies //; last by rewrite (chain b ww); have := below_joint b1 ww; lra.
have := below_joint b1 turned.
have -> : conditional_entropy b (fun ji : J * I => w (ji.2, ji.1)) = entropy b w - entropy b (columns w).
  have := chain b turned; have -> : entropy b (fun ji : J * I => w (ji.2, ji.1)) = entropy b w.
    rewrite /entropy [in RHS]sum_turned; congr Ropp; apply: sum_eq => -[j i] /=.
    by rewrite /hat /mass [in RHS]sum_turned.
  by change (rows (fun ji : J * I => w (ji.2, ji.1))) with (columns w); lra.
lra.
Qed.

Theorem mi_independent (I J : finType) (b : R) (w : I * J -> R) : 1 < b -> weights w ->
  (mutual_information b w = 0 <-> forall ij, hat w ij = rows (hat w) ij.1 * columns (hat w) ij.2) /\
  / 2 * (Σ ij, Rabs (hat w ij - rows (hat w) ij.1 * columns (hat w) ij.2)) ^ 2 / ln b <= mutual_information b w.
Proof.
move=> b1 ww; have d := hat_distribution ww; have di := independent_distribution d; have al := independent_allows d.
rewrite mi_nats; split; last by apply: in_unit => //; apply: pinsker_nats.
rewrite {1}(zero_in_unit b) in_unit_eq //; split; first exact: gibbs_eq.
exact: kl_self.
Qed.

(* f j is what value j of Y is merged into. *)
Theorem mi_data_processing (I J K : finType) (b : R) (w : I * J -> R) (f : J -> K) : 1 < b -> weights w ->
  mutual_information b (fun ik : I * K => Σ j | f j == ik.2, w (ik.1, j)) <= mutual_information b w.
Proof.
move=> b1 ww; have d := hat_distribution ww; set v := fun ik => _.
pose g (ij : I * J) := (ij.1, f ij.2).
have one (F : I * J -> R) i k : Σ ij | g ij == (i, k), F ij = Σ j | f j == k, F (i, j).
  rewrite big_mkcond sum_table (bigD1 i) //= [X in _ + X]big1 => [|i' ne].
    by rewrite Rplus_0_r [RHS]big_mkcond; apply: sum_eq => j; rewrite /g xpair_eqE eqxx.
  by rewrite big1 // => j _; rewrite /g xpair_eqE (negbTE ne).
have vm ik : v ik = merged g w ik by case: ik => i k; rewrite /merged one.
have mv : mass v = mass w by rewrite /mass (sum_groups g w); apply: sum_eq.
have hv ik : hat v ik = merged g (hat w) ik by rewrite /hat mv vm /merged /Rdiv big_distrl.
rewrite !mi_nats; apply: in_unit => //.
have := merging g (proj1 d) (proj1 (independent_distribution d)) (independent_allows d); rewrite -/(kl _ _).
suff e ik : merged g (independent (hat w)) ik = independent (hat v) ik.
  by apply: Rle_trans; right; apply: sum_eq => ik; rewrite hv -e.
case: ik => i k; rewrite /merged one /independent /= -big_distrr /=; congr (_ * _).
  rewrite /rows (sum_groups f (fun j => hat w (i, j))); apply: sum_eq => k'.
  by rewrite hv /merged one.
rewrite /columns exchange_big /=; apply: sum_eq => i'; by rewrite hv /merged one.
Qed.
