(* Products with the Jacobians of softmax and its logarithm, second derivatives, and the root of J. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import SquaredError Distance.
From Gibbs.catalogue Require Import SquaredError JensenShannon.

(* Along the axis of class i: both products are with Jacobians. *)
Lemma softmax_vjp_slope (I : finType) (z : I -> logit) (u : I -> R) (i : I) : logits z ->
  is_derive (fun h => Σ j, u j * softmax (line z (axis i) h) j) 0 (softmax_vjp z u i).
Proof.
move=> l; have -> : softmax_vjp z u i = Σ j, softmax z j * (axis i j - softmax z i) * u j.
  transitivity (mean (fun j => softmax z j * u j) (axis i) - softmax z i * Σ j, softmax z j * u j).
    by rewrite mean_axis /softmax_vjp; ring.
  by rewrite -sum_scal -sum_minus; apply: sum_eq => j; ring.
apply: is_derive_sum => j; have := softmax_slope (axis i) 0 j l; rewrite line_0 mean_axis => /(is_derive_affine 0 (u j)).
by apply: is_derive_ext => h; rewrite Rminus_0_r Rmult_comm.
Qed.
Lemma log_softmax_vjp_slope (I : finType) (z : I -> logit) (u : I -> R) (i : I) : (forall j, ~~ is_masked (z j)) ->
  is_derive (fun h => Σ j, u j * real (log_softmax (line z (axis i) h) j)) 0 (log_softmax_vjp z u i).
Proof.
move=> open; have l : logits z by exists i.
have -> : log_softmax_vjp z u i = Σ j, (u j * axis i j - softmax z i * u j).
  by rewrite sum_minus sum_scal -/(mean u (axis i)) mean_axis.
apply: is_derive_sum => j; have := open j; case e: (z j) => [x|] // _.
apply: (is_derive_ext (fun h => u j * (x + h * axis i j) - (log_sum_exp (line z (axis i) h) - 0) * u j)) => [h|].
  by rewrite /log_softmax [line z (axis i) h j]/line e /=; ring.
apply: is_derive_minus; first by auto_derive; [ | ring].
by have := lse_slope (axis i) 0 l; rewrite line_0 mean_axis; apply: is_derive_affine.
Qed.

(* Of both products; and products with the Jacobians they are, of softmax and, where no logit is masked, of its logarithm:
   the derivatives of Σ uⱼ qⱼ and of Σ uⱼ ln qⱼ. *)
Theorem vjp_is_linear (I : finType) (z : I -> logit) (u v : I -> R) (a c : R) (i : I) :
  softmax_vjp z (fun j => a * u j + c * v j) i = a * softmax_vjp z u i + c * softmax_vjp z v i /\
  log_softmax_vjp z (fun j => a * u j + c * v j) i = a * log_softmax_vjp z u i + c * log_softmax_vjp z v i /\
  (logits z -> is_derive (fun h => Σ j, u j * softmax (line z (axis i) h) j) 0 (softmax_vjp z u i)) /\
  ((forall j, ~~ is_masked (z j)) ->
    is_derive (fun h => Σ j, u j * real (log_softmax (line z (axis i) h) j)) 0 (log_softmax_vjp z u i)).
Proof.
split; last split; last by split=> *; [apply: softmax_vjp_slope | apply: log_softmax_vjp_slope].
  rewrite /softmax_vjp; have -> : Σ j, softmax z j * (a * u j + c * v j) = Σ j, (a * (softmax z j * u j) + c * (softmax z j * v j)).
    by apply: sum_eq => j; ring.
  by rewrite sum_plus !sum_scal; ring.
by rewrite /log_softmax_vjp sum_plus !sum_scal; ring.
Qed.

Theorem softmax_vjp_cancels (I : finType) (z : I -> logit) (u : I -> R) : logits z ->
  Σ i, softmax_vjp z u i = 0.
Proof.
move=> l; have [_ q1] := softmax_distribution l; set m := Σ j, softmax z j * u j.
have -> : Σ i, softmax_vjp z u i = Σ i, (softmax z i * u i - softmax z i * m) by apply: sum_eq => i; rewrite /softmax_vjp -/m; ring.
by rewrite sum_minus sum_scal_r q1 -/m; ring.
Qed.

Lemma along_vjp (I : finType) (z : I -> logit) (u v : I -> R) :
  Σ i, v i * softmax_vjp z u i = (Σ i, softmax z i * u i * v i) - (Σ i, softmax z i * u i) * Σ i, softmax z i * v i.
Proof.
set m := Σ i, softmax z i * u i; rewrite -[X in _ - X]sum_scal -sum_minus.
by apply: sum_eq => i; rewrite /softmax_vjp -/m; ring.
Qed.

Theorem softmax_vjp_symmetric (I : finType) (z : I -> logit) (u v : I -> R) :
  Σ i, v i * softmax_vjp z u i = Σ i, u i * softmax_vjp z v i.
Proof.
rewrite !along_vjp; have -> : Σ i, softmax z i * u i * v i = Σ i, softmax z i * v i * u i by apply: sum_eq => i; ring.
ring.
Qed.

(* A variance is not negative. *)
Theorem softmax_vjp_positive (I : finType) (z : I -> logit) (u : I -> R) : logits z ->
  0 <= Σ i, u i * softmax_vjp z u i.
Proof.
move=> l; have [q0 q1] := softmax_distribution l; rewrite along_vjp; set m := Σ i, softmax z i * u i.
have -> : (Σ i, softmax z i * u i * u i) - m * m = Σ i, softmax z i * (u i - m) ^ 2.
  have -> : Σ i, softmax z i * (u i - m) ^ 2 = Σ i, (softmax z i * u i * u i - 2 * m * (softmax z i * u i) + m ^ 2 * softmax z i).
    by apply: sum_eq => i; ring.
  by rewrite sum_plus sum_minus !sum_scal q1 -/m; ring.
by apply: sum_ge0 => i _; apply: Rmult_le_pos; [apply: q0 | apply: pow2_ge_0].
Qed.

(* The loss is -⟨p̂, log_softmax z⟩. *)
Theorem log_softmax_vjp_of_label (I : finType) (z : I -> logit) (p : I -> R) (i : I) : weights p ->
  log_softmax_vjp z (fun j => - hat p j) i = softmax_cross_entropy_gradient z p i.
Proof. by move=> wp; rewrite /log_softmax_vjp sum_opp hat_1 // /softmax_cross_entropy_gradient; ring. Qed.

Theorem softmax_vjp_of_squared_error (I : finType) (z : I -> logit) (y : I -> R) (i : I) : logits z ->
  softmax_vjp z (fun j => 2 * (softmax z j - y j) / INR #|I|) i = softmax_mean_squared_error_gradient z y i.
Proof.
move=> l; rewrite /softmax_mean_squared_error_gradient /softmax_vjp.
have -> : Σ j, softmax z j * (2 * (softmax z j - y j) / INR #|I|) = 2 / INR #|I| * Σ j, softmax z j * (softmax z j - y j).
  by rewrite -sum_scal; apply: sum_eq => j; rewrite /Rdiv; ring.
by rewrite /Rdiv; ring.
Qed.

(* The diagonal holds the derivatives of the gradient, whatever the label p. *)
Theorem hessian_trace (I : finType) (z : I -> logit) : logits z ->
  (forall p i, is_derive (fun h => softmax_cross_entropy_gradient (line z (axis i) h) p i) 0
                         (softmax_cross_entropy_hessian_diagonal z i)) /\
  (forall i, softmax_cross_entropy_hessian_diagonal z i = softmax z i * (1 - softmax z i)) /\
  Σ i, softmax_cross_entropy_hessian_diagonal z i = 1 - Σ i, softmax z i ^ 2 /\
  1 - (Σ i, softmax z i ^ 2) <= 1 - 1 / INR #|I|.
Proof.
move=> l; have [q0 q1] := softmax_distribution l; have [k _] := l.
have n : 0 < INR #|I| by apply: count_gt0; apply/card_gt0P; exists k.
split.
  move=> p i; have := softmax_slope (axis i) 0 i l; rewrite line_0 mean_axis {2}/axis eqxx => d.
  have := is_derive_affine (hat p i) 1 d; rewrite Rmult_1_r; apply: is_derive_ext => h.
  by rewrite /softmax_cross_entropy_gradient Rmult_1_r.
split=> //; split.
  have -> : Σ i, softmax_cross_entropy_hessian_diagonal z i = Σ i, (softmax z i - softmax z i ^ 2).
    by apply: sum_eq => i; rewrite /softmax_cross_entropy_hessian_diagonal; ring.
  by rewrite sum_minus q1.
suff : 0 <= (Σ i, softmax z i ^ 2) - 1 / INR #|I| by lra.
have -> : (Σ i, softmax z i ^ 2) - 1 / INR #|I| = Σ i, (softmax z i - 1 / INR #|I|) ^ 2; last first.
  by apply: sum_ge0 => i _; apply: pow2_ge_0.
have -> : Σ i, (softmax z i - 1 / INR #|I|) ^ 2 =
    Σ i, (softmax z i ^ 2 - 2 / INR #|I| * softmax z i + (1 / INR #|I|) ^ 2) by apply: sum_eq => i; field; lra.
by rewrite sum_plus sum_minus sum_scal sum_const q1; field; lra.
Qed.

Lemma sigmoid_01 z : 0 <= sigmoid z <= 1.
Proof.
case: z => [x|] /=; last lra; have e := exp_pos (- x).
by split; [apply: Rdiv_le_0_compat; lra | apply/Rle_div_l; lra].
Qed.
Theorem hessian_bounded (I : finType) (z : I -> logit) (i : I) : logits z ->
  0 <= softmax_cross_entropy_hessian_diagonal z i <= 1 / 4 /\ 0 <= sigmoid_cross_entropy_hessian (z i) <= 1 / 4.
Proof.
move=> l; have most q : 0 <= q <= 1 -> 0 <= q * (1 - q) <= 1 / 4.
  by move=> [q0 q1]; split; [apply: Rmult_le_pos; lra | have := pow2_ge_0 (q - 1 / 2); lra].
split; apply: most; last exact: sigmoid_01.
by have d := softmax_distribution l; split; [apply: (proj1 d) | apply: le_1].
Qed.

(* The two classes have the logits z and 0. *)
Theorem hessian_of_two_classes (z : logit) :
  let logits i := if i : bool then z else Logit 0 in
  (forall i, softmax_cross_entropy_hessian_diagonal logits i = sigmoid_cross_entropy_hessian z) /\
  (forall x y, z = Logit x ->
    is_derive (fun x => sigmoid_cross_entropy_gradient (Logit x) y) x (sigmoid_cross_entropy_hessian z)).
Proof.
move=> logits; split=> [i | x y ->]; last first.
  have e := exp_pos (- x); rewrite /sigmoid_cross_entropy_gradient /sigmoid_cross_entropy_hessian /sigmoid.
  by auto_derive; [lra | field; lra].
rewrite /softmax_cross_entropy_hessian_diagonal /sigmoid_cross_entropy_hessian.
suff -> : softmax logits i = if i then sigmoid z else 1 - sigmoid z by case: i; ring.
rewrite /softmax big_bool /logits; case: i z {logits} => [] [x|] /=; rewrite exp_0 ?exp_Ropp.
- by have := exp_pos x => x0; field; lra.
- by field.
- by have := exp_pos x => x0; field; lra.
- by field.
Qed.

Theorem js_distance_is_root (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  0 <= js_distance b p q /\ js_distance b p q ^ 2 = js_divergence b p q.
Proof.
move=> b1 wp wq; split; first exact: sqrt_pos.
by rewrite /js_distance pow2_sqrt //; have := jsd_bounds b1 wp wq; lra.
Qed.

Theorem js_distance_is_a_metric (I : finType) (b : R) (p q r : I -> R) : 1 < b -> weights p -> weights q -> weights r ->
  0 <= js_distance b p q /\
  (js_distance b p q = 0 <-> forall i, hat p i = hat q i) /\
  js_distance b p q = js_distance b q p /\
  js_distance b p r <= js_distance b p q + js_distance b q r.
Proof.
move=> b1 wp wq wr; have [zero _] := jsd_zero b1 wp wq; split; first exact: sqrt_pos; split; [ | split].
- rewrite -zero /js_distance; split=> [e | ->]; last exact: sqrt_0.
  by apply: sqrt_eq_0 e; have := jsd_bounds b1 wp wq; lra.
- by rewrite /js_distance jsd_symmetric.
- exact: jsd_root_is_a_metric.
Qed.
