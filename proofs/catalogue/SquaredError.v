(* The mean squared error, and why it is no loss to put after a softmax. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import SquaredError.

Section Error.
Variable I : finType.
Hypothesis classes : (0 < #|I|)%N.
Lemma count_gt0 : 0 < INR #|I|.
Proof. by apply: lt_0_INR; apply/ltP. Qed.
End Error.

(* Of vectors that are not empty. *)
Theorem mse_nonnegative (I : finType) (x y : I -> R) : (0 < #|I|)%N ->
  0 <= mean_squared_error x y /\ (mean_squared_error x y = 0 <-> forall i, x i = y i).
Proof.
move=> /count_gt0 n; have pos i : 0 <= (x i - y i) ^ 2 by exact: pow2_ge_0.
have n' := Rinv_0_lt_compat _ n; split; first by apply: Rmult_le_pos; [apply: sum_ge0 => i _ | lra].
split=> [z i | e]; last by rewrite /mean_squared_error big1 /Rdiv ?Rmult_0_l // => i _; rewrite e; ring.
have s : Σ i, (x i - y i) ^ 2 = 0 by move: z; rewrite /mean_squared_error => z; case: (Rmult_integral _ _ z) => //; lra.
by have := sum_eq0 pos s i; nra.
Qed.

Theorem mse_symmetric (I : finType) (x y : I -> R) :
  mean_squared_error x y = mean_squared_error y x.
Proof. by rewrite /mean_squared_error; congr (_ / _); apply: sum_eq => i; ring. Qed.

Theorem mse_scales (I : finType) (x y : I -> R) (k : nat) :
  mean_squared_error (fun i => x i / 2 ^ k) (fun i => y i / 2 ^ k) = mean_squared_error x y / 4 ^ k.
Proof.
have t : 2 ^ k <> 0 by apply: pow_nonzero; lra.
rewrite /mean_squared_error /Rdiv Rmult_assoc (Rmult_comm (/ INR _)) -Rmult_assoc -!sum_scal_r; apply: sum_eq => i.
have -> : 4 ^ k = 2 ^ k * 2 ^ k by rewrite -Rpow_mult_distr; congr (_ ^ _); ring.
by congr (_ * _); field.
Qed.

Theorem mse_around_the_mean (I : finType) (x : I -> R) (c : R) : (0 < #|I|)%N ->
  let m := (Σ i, x i) / INR #|I| in
  mean_squared_error x (fun _ => c) = mean_squared_error x (fun _ => m) + (m - c) ^ 2.
Proof.
move=> /count_gt0 n m; rewrite /mean_squared_error.
have -> : Σ i, (x i - c) ^ 2 = Σ i, ((x i - m) ^ 2 + (2 * (m - c) * (x i - m) + (m - c) ^ 2)) by apply: sum_eq => i; ring.
by rewrite sum_plus sum_plus sum_scal sum_minus !sum_const /m; field; lra.
Qed.

(* The slope of the squared error in the logit of class k. *)
Lemma mse_derivative (I : finType) (z : I -> logit) (y : I -> R) (d : I -> R) : logits z ->
  is_derive (fun h => mean_squared_error y (softmax (line z d h))) 0 (sse_slope (softmax z) y d / INR #|I|).
Proof.
move=> l; have := sse_derivative y d 0 l; rewrite line_0 => der.
have := is_derive_affine (0 : R) (/ INR #|I|) der; apply: is_derive_ext => h.
by rewrite Rminus_0_r.
Qed.
Lemma sse_slope_k (I : finType) (q y : I -> R) k :
  sse_slope q y (axis k) = 2 * q k * ((q k - y k) - Σ j, q j * (q j - y j)).
Proof. by rewrite /sse_slope -/(mean (fun i => q i * (q i - y i)) (axis k)) !mean_axis; ring. Qed.
Lemma mse_gradient (I : finType) (z : I -> logit) (y : I -> R) (k : I) :
  softmax_mean_squared_error_gradient z y k = sse_slope (softmax z) y (axis k) / INR #|I|.
Proof. by rewrite sse_slope_k /softmax_mean_squared_error_gradient /Rdiv; ring. Qed.

(* The derivative in the logit of class i. *)
Theorem mse_gradient_by_softmax (I : finType) (z : I -> logit) (y : I -> R) (i : I) : logits z ->
  let q := softmax z in
  is_derive (fun h => mean_squared_error (softmax (line z (axis i) h)) y) 0 (softmax_mean_squared_error_gradient z y i) /\
  softmax_mean_squared_error_gradient z y i = 2 / INR #|I| * q i * ((q i - y i) - Σ j, q j * (q j - y j)).
Proof.
move=> l q; split=> //; rewrite mse_gradient; apply: is_derive_ext (mse_derivative y (axis i) l) => h.
exact: mse_symmetric.
Qed.

(* The label is the class y. SSE = n·MSE. *)
Theorem mse_gradient_vanishes (I : finType) (z : I -> logit) (y : I) : logits z ->
  let q := softmax z in
  let sse := INR #|I| * softmax_mean_squared_error_gradient z (axis y) y in
  let ce := softmax_cross_entropy_gradient z (axis y) y in
  2 * q y * Rabs ce ^ 2 <= Rabs sse <= 4 * q y * Rabs ce /\ Rabs ce = 1 - q y.
Proof.
move=> l q sse ce; have d := softmax_distribution l; have q1 := le_1 y d; rewrite -/q in q1.
have e : Rabs ce = 1 - q y.
  have ma : mass (axis y) = 1 by rewrite /mass -[RHS](sum_only (fun _ => 1) y).
  have -> : ce = - (1 - q y) by rewrite /ce /softmax_cross_entropy_gradient /hat ma /axis eqxx -/q; field.
  by rewrite Rabs_Ropp Rabs_pos_eq; lra.
split=> //; rewrite e; have n : INR #|I| <> 0.
  by apply: not_0_INR; apply/eqP; rewrite -lt0n; apply/card_gt0P; exists y.
have -> : sse = sse_slope q (axis y) (axis y) by rewrite /sse mse_gradient -/q; field.
exact: sse_slope_axis.
Qed.

Theorem mse_gradient_two_targets (I : finType) (z : I -> logit) (y y' : I -> R) (i : I) : logits z ->
  let q := softmax z in
  let d j := y j - y' j in
  softmax_mean_squared_error_gradient z y i - softmax_mean_squared_error_gradient z y' i =
    - (2 / INR #|I|) * q i * (d i - Σ j, q j * d j).
Proof.
move=> l q d; rewrite /softmax_mean_squared_error_gradient -/q.
have -> : Σ j, q j * d j = (Σ j, q j * (q j - y' j)) - Σ j, q j * (q j - y j).
  by rewrite -sum_minus; apply: sum_eq => j; rewrite /d; ring.
by rewrite /d; ring.
Qed.

Theorem mse_gradient_cancels (I : finType) (z : I -> logit) (y : I -> R) : logits z ->
  Σ i, softmax_mean_squared_error_gradient z y i = 0.
Proof.
move=> l; have d := softmax_distribution l.
rewrite (sum_eq (fun i => 2 / INR #|I| * (softmax z i * (softmax z i - y i) - softmax z i * Σ j, softmax z j * (softmax z j - y j)))).
  by rewrite sum_scal sum_minus sum_scal_r (proj2 d); ring.
by move=> i; rewrite /softmax_mean_squared_error_gradient; ring.
Qed.

(* For every step d from z: to first order, the change of the error along it. *)
Theorem mse_gradient_is_the_slope (I : finType) (z : I -> logit) (y d : I -> R) : logits z ->
  (forall i, 0 <= y i <= 1) ->
  let E z := mean_squared_error (softmax z) y in
  Rabs (E (step z d) - E z - Σ i, softmax_mean_squared_error_gradient z y i * d i) <= 3 / INR #|I| * Σ i, d i ^ 2.
Proof.
move=> l y01 E; have [k _] := l; have n : 0 < INR #|I| by apply: count_gt0; apply/card_gt0P; exists k.
have e w : E w = sse w y / INR #|I| by rewrite /E mse_symmetric.
have -> : Σ i, softmax_mean_squared_error_gradient z y i * d i = sse_slope (softmax z) y d / INR #|I|.
  rewrite sse_slope_sum -sum_div; set s := Σ j, softmax z j * (softmax z j - y j).
  rewrite (sum_eq (fun i => 2 / INR #|I| * (softmax z i * (softmax z i - y i) * d i - s * (softmax z i * d i)))); last first.
    by move=> i; rewrite /softmax_mean_squared_error_gradient -/s; ring.
  rewrite sum_div -sse_slope_sum /sse_slope sum_scal sum_minus sum_scal -/s /mean; field; lra.
rewrite !e; have -> : forall a b c, a / INR #|I| - b / INR #|I| - c / INR #|I| = (a - b - c) * / INR #|I| by move=> a b c; field; lra.
rewrite Rabs_mult (Rabs_pos_eq (/ _)); last by left; apply: Rinv_0_lt_compat.
have -> : 3 / INR #|I| * (Σ i, d i ^ 2) = 3 * square d * / INR #|I| by rewrite /square /Rdiv; ring.
by apply: Rmult_le_compat_r; [left; apply: Rinv_0_lt_compat | apply: sse_near].
Qed.
