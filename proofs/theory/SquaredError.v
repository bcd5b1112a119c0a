(* The squared error after a softmax: its slopes and how fast they change. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Export Softmax.

Section SquaredError.
Variable I : finType.
Implicit Types (z : I -> logit) (d y q : I -> R).

(* Σ (yᵢ − qᵢ)² for q = softmax z, its slope along d, and the slope of that. *)
Definition sse z y := Σ i, (y i - softmax z i) ^ 2.
Definition sse_slope q y d := 2 * ((Σ i, q i * (q i - y i) * d i) - (Σ i, q i * (q i - y i)) * mean q d).
Definition variance q d := mean q (fun i => d i ^ 2) - mean q d ^ 2.
Definition sse_bend q y d :=
  Σ i, 2 * ((q i * (d i - mean q d)) ^ 2 + (q i - y i) * (q i * ((d i - mean q d) ^ 2 - variance q d))).

Lemma sse_slope_sum q y d : sse_slope q y d = Σ i, 2 * (q i - y i) * (q i * (d i - mean q d)).
Proof. by rewrite /sse_slope -[X in _ - X]sum_scal_r -sum_minus -sum_scal; apply: sum_eq => i; ring. Qed.

Lemma is_derive_square (f : R -> R) f' c x : is_derive f x f' -> is_derive (fun h => (c - f h) ^ 2) x (2 * (f x - c) * f').
Proof. by move=> d; have u := is_derive_unique _ _ _ d; auto_derive; [exists f' | rewrite u; ring]. Qed.

Lemma sse_derivative z y d h : logits z ->
  is_derive (fun h => sse (line z d h) y) h (sse_slope (softmax (line z d h)) y d).
Proof.
move=> l; rewrite sse_slope_sum.
by apply: is_derive_sum => i; apply: (@is_derive_square (fun h => softmax (line z d h) i)); apply: softmax_slope.
Qed.

Lemma mean_slope z d h : logits z -> is_derive (fun h => mean (softmax (line z d h)) d) h (variance (softmax (line z d h)) d).
Proof.
move=> l; set q := softmax (line z d h).
have -> : variance q d = Σ i, q i * (d i - mean q d) * d i.
  have -> : variance q d = Σ i, (q i * d i ^ 2 - mean q d * (q i * d i)).
    by rewrite sum_minus sum_scal -!/(mean _ _) /variance; ring.
  by apply: sum_eq => i; ring.
apply: is_derive_sum => i; apply: (is_derive_ext (fun h => (softmax (line z d h) i - 0) * d i)) => [t|].
  by rewrite Rminus_0_r.
by apply: is_derive_affine; apply: softmax_slope.
Qed.

Lemma is_derive_part (f g : R -> R) f' g' c e x : is_derive f x f' -> is_derive g x g' ->
  is_derive (fun h => 2 * (f h - c) * (f h * (e - g h))) x
            (2 * (f' * (f x * (e - g x)) + (f x - c) * (f' * (e - g x) - f x * g'))).
Proof.
move=> df dg.
auto_derive; first by repeat split; first [exact: (ex_intro _ f' df) | exact: (ex_intro _ g' dg)].
by rewrite (is_derive_unique _ _ _ df) (is_derive_unique _ _ _ dg); ring.
Qed.

Lemma sse_slope_slope z y d h : logits z ->
  is_derive (fun h => sse_slope (softmax (line z d h)) y d) h (sse_bend (softmax (line z d h)) y d).
Proof.
move=> l; set q := fun h => softmax (line z d h).
apply: (is_derive_ext (fun h => Σ i, 2 * (q h i - y i) * (q h i * (d i - mean (q h) d)))) => [t|].
  by rewrite sse_slope_sum.
apply: is_derive_sum => i.
have e : forall a b : R, a = b -> is_derive (fun h => 2 * (q h i - y i) * (q h i * (d i - mean (q h) d))) h a ->
    is_derive (fun h => 2 * (q h i - y i) * (q h i * (d i - mean (q h) d))) h b by move=> a b ->.
by apply: e (is_derive_part (y i) (d i) (softmax_slope d h i l) (mean_slope d h l)); rewrite -/(q h); ring.
Qed.

(* ∣E″∣ ≤ 6 Σ dᵢ²: the first part is at most the variance, the second at most twice that in size. *)
Lemma sse_bend_small q y d : distribution q -> (forall i, 0 <= y i <= 1) -> Rabs (sse_bend q y d) <= 6 * square d.
Proof.
move=> dq y01; set m := mean q d; set v := variance q d.
have ev : v = Σ i, q i * (d i - m) ^ 2.
  have -> : Σ i, q i * (d i - m) ^ 2 = Σ i, (q i * d i ^ 2 - 2 * m * (q i * d i) + m ^ 2 * q i) by apply: sum_eq => i; ring.
  by rewrite sum_plus sum_minus !sum_scal (proj2 dq) -!/(mean _ _) -/m /v /variance -/m; ring.
have v0 : 0 <= v by rewrite ev; apply: sum_ge0 => i _; apply: Rmult_le_pos; [apply: (proj1 dq) | apply: pow2_ge_0].
have vd : v <= square d by apply: mean_square.
(* class by class *)
have one i : Rabs (2 * ((q i * (d i - m)) ^ 2 + (q i - y i) * (q i * ((d i - m) ^ 2 - v))))
    <= 2 * (q i * (d i - m) ^ 2 + (q i * (d i - m) ^ 2 + v * q i)).
  have := le_1 i dq; have := proj1 dq i; have := y01 i; have := pow2_ge_0 (d i - m).
  move: (q i) (y i) (d i - m) => x w e e0 w01 x0 x1; have a0 := Rmult_le_pos _ _ x0 e0; have b0 := Rmult_le_pos _ _ x0 v0.
  replace ((x * e) ^ 2 + (x - w) * (x * (e ^ 2 - v))) with (x * (x * e ^ 2) + (x - w) * (x * e ^ 2) - (x - w) * (x * v)) by ring.
  move: (x * e ^ 2) (x * v) a0 b0 (Rmult_comm v x) => A B a0 b0 ->; by apply: Rabs_le; nra.
have up : sse_bend q y d <= Σ i, 2 * (q i * (d i - m) ^ 2 + (q i * (d i - m) ^ 2 + v * q i)).
  by apply: sum_le => i _; have := Rle_abs (2 * ((q i * (d i - m)) ^ 2 + (q i - y i) * (q i * ((d i - m) ^ 2 - v)))); have := one i; rewrite -/m -/v; lra.
have lo : - (Σ i, 2 * (q i * (d i - m) ^ 2 + (q i * (d i - m) ^ 2 + v * q i))) <= sse_bend q y d.
  rewrite -sum_opp; apply: sum_le => i _; have := Rabs_maj2 (2 * ((q i * (d i - m)) ^ 2 + (q i - y i) * (q i * ((d i - m) ^ 2 - v)))).
  by have := one i; rewrite -/m -/v; lra.
have total : Σ i, 2 * (q i * (d i - m) ^ 2 + (q i * (d i - m) ^ 2 + v * q i)) = 6 * v.
  by rewrite sum_scal sum_plus sum_plus sum_scal (proj2 dq) -ev; ring.
by apply: Rabs_le; lra.
Qed.

(* Taylor, both ways. *)
Lemma sse_near z y d : logits z -> (forall i, 0 <= y i <= 1) ->
  Rabs (sse (step z d) y - sse z y - sse_slope (softmax z) y d) <= 3 * square d.
Proof.
move=> l y01.
pose f h := sse (line z d h) y; pose f' h := sse_slope (softmax (line z d h)) y d; pose f'' h := sse_bend (softmax (line z d h)) y d.
have d1 t : is_derive f t (f' t) by apply: sse_derivative.
have d2 t : is_derive f' t (f'' t) by apply: sse_slope_slope.
have small t : Rabs (f'' t) <= 6 * square d by apply: sse_bend_small => //; apply: softmax_distribution; apply: logits_line.
have up : f 1 <= f 0 + f' 0 + 6 * square d / 2.
  by apply: (@taylor f f' f'') => // t; have := proj1 (Rabs_le_between _ _) (small t); lra.
have lo : - f 1 <= - f 0 + - f' 0 + 6 * square d / 2.
  apply: (@taylor (fun t => - f t) (fun t => - f' t) (fun t => - f'' t)) => t.
  - exact: (is_derive_opp f).
  - exact: (is_derive_opp f').
  - by have := proj1 (Rabs_le_between _ _) (small t); lra.
by move: up lo; rewrite /f /f' line_0 line_1 => up lo; apply: Rabs_le; lra.
Qed.

(* Where y is the class k alone. *)
Lemma sse_slope_axis z k : logits z -> let q := softmax z in
  2 * q k * (1 - q k) ^ 2 <= Rabs (sse_slope q (axis k) (axis k)) <= 4 * q k * (1 - q k).
Proof.
move=> l q; have [q0 q1] := softmax_distribution l; rewrite -/q in q0 q1.
set others := Σ j | j != k, q j; have q1' : q k + others = 1 by rewrite -q1 (bigD1 k).
have o0 : 0 <= others by exact: sum_ge0.
set squares := Σ j | j != k, q j * q j.
have s0 : 0 <= squares by apply: sum_ge0 => j _; have := q0 j; nra.
have s1 : squares <= others * others.
  rewrite /others big_distrr /=; apply: sum_le => j jk; apply: Rmult_le_compat_r => //.
  by rewrite /others (bigD1 j) //=; have := @sum_ge0 _ (fun i => (i != k) && (i != j)) q (fun i _ => q0 i); lra.
have -> : sse_slope q (axis k) (axis k) = - (2 * q k * ((1 - q k) ^ 2 + squares)).
  rewrite /sse_slope mean_axis -/(mean (fun i => q i * (q i - axis k i)) (axis k)) mean_axis.
  rewrite (bigD1 k) //= /axis eqxx.
  have -> : Σ i | i != k, q i * (q i - (if i == k then 1 else 0)) = squares.
    by apply: eq_bigr => i /negbTE ->; ring.
  by ring.
have qk := q0 k; have e : others = 1 - q k by lra.
rewrite e in s1 o0; have most : (1 - q k) ^ 2 + squares <= 2 * (1 - q k) by nra.
have least := pow2_ge_0 (1 - q k).
rewrite Rabs_Ropp Rabs_pos_eq; last by apply: Rmult_le_pos; lra.
split; first by apply: Rmult_le_compat_l; lra.
by replace (4 * q k * (1 - q k)) with (2 * q k * (2 * (1 - q k))) by ring; apply: Rmult_le_compat_l; lra.
Qed.
End SquaredError.
