(* The softmax loss and its gradient: what training minimises, and which way is down. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Softmax.

Lemma permits_supports (I : finType) (z : I -> logit) (p : I -> R) : logits z -> supports (softmax z) p = permits z p.
Proof.
move=> l; apply: eq_forallb => i; congr (_ ==> _); apply/is_zeroP/idP => [e | m]; last exact: softmax_masked.
by apply/negPn/negP => n; have := proj2 (softmax_gt0 i l) n; rewrite e; lra.
Qed.

(* exp 1: in nats. *)
Theorem softmax_ce_is_ce (I : finType) (z : I -> logit) (p : I -> R) : logits z -> weights p ->
  softmax_cross_entropy z p = cross_entropy (exp 1) p (softmax z) /\
  (entropy (exp 1) p <= softmax_cross_entropy z p)%Rbar /\
  (softmax_cross_entropy z p = p_infty <-> exists i, z i = Masked /\ 0 < p i).
Proof.
move=> l wp; have d := softmax_distribution l; have w := distribution_weights d; have dp := hat_distribution wp.
have e : softmax_cross_entropy z p = cross_entropy (exp 1) p (softmax z).
  rewrite cross_nats (permits_supports p l) ln_exp; case: (boolP (permits z p)) => s; last by rewrite /softmax_cross_entropy (negbTE s).
  rewrite loss_finite // (hat_id d) /loss /cross; congr Finite.
  have -> : Σ i, hat p i * ln (softmax z i) = Σ i, (hat p i * value (z i) - hat p i * log_sum_exp z).
    apply: sum_eq => i; case: (boolP (is_masked (z i))) => m; first by rewrite (permitsP s m); ring.
    by rewrite ln_softmax //; ring.
  by rewrite sum_minus sum_scal_r (proj2 dp) /Rdiv Rinv_1; ring.
split=> //; split.
  rewrite e cross_nats entropy_nats ln_exp; case: (supportsP wp w) => //=; rewrite (hat_id d) => a.
  by have := gibbs dp d a; rewrite cross_kl //; lra.
rewrite /softmax_cross_entropy; case: (boolP (permits z p)) => s; split=> //.
  move=> [i [m p0]]; have /is_zeroP : is_zero (p i) by move/forallP: s => /(_ i); rewrite m.
  lra.
move=> _; move: s; rewrite negb_forall => /existsP [i]; rewrite negb_imply => /andP [m /is_zeroP n]; exists i.
by split; [case: (z i) m | have := proj1 wp i; lra].
Qed.

(* h is the entropy of the label, in nats. *)
Theorem softmax_ce_exceeds_entropy (I : finType) (z : I -> logit) (p : I -> R) : logits z -> weights p ->
  let h := - Σ i, hat p i * ln (hat p i) in
  0 <= h /\ (h <= softmax_cross_entropy z p)%Rbar.
Proof.
move=> l wp h; have e : entropy (exp 1) p = h by rewrite entropy_nats ln_exp /h /H /Rdiv Rinv_1; ring.
split; first by apply: entropy_ge0; apply: hat_distribution.
by rewrite -e; apply: (proj1 (proj2 (softmax_ce_is_ce l wp))).
Qed.

(* One class y is certain. *)
Theorem softmax_ce_hard_label (I : finType) (z : I -> logit) (y : I) : logits z ->
  (0 <= softmax_cross_entropy z (axis y))%Rbar /\
  (z y = Masked -> softmax_cross_entropy z (axis y) = p_infty) /\
  (z y <> Masked ->
    softmax_cross_entropy z (axis y) = Finite (- ln (softmax z y)) /\
    softmax_cross_entropy z (axis y) = Finite (- ln (1 - Σ j | j != y, softmax z j))).
Proof.
move=> l; have d := softmax_distribution l.
have s : permits z (axis y) = ~~ is_masked (z y).
  apply/forallP/idP => [/(_ y) | n i]; first by rewrite /axis eqxx; case: is_masked => //=; case: is_zeroP => //; lra.
  by apply/implyP => m; rewrite /axis; case: eqP => [e | _]; [move: n; rewrite -e m | apply/is_zeroP].
have ma : mass (axis y) = 1 by rewrite /mass -[RHS](sum_only (fun _ => 1) y).
have h i : hat (axis y) i = axis y i by rewrite /hat ma; field.
have f : ~~ is_masked (z y) -> softmax_cross_entropy z (axis y) = Finite (- ln (softmax z y)).
  move=> n; rewrite loss_finite ?s // ln_softmax // /loss; congr Finite.
  have -> : Σ i, hat (axis y) i * value (z i) = value (z y).
    rewrite -[RHS](sum_only (fun i => value (z i)) y); apply: sum_eq => i.
    by rewrite h /axis; case: eqP => _; ring.
  ring.
split; [ | split].
- case: (boolP (is_masked (z y))) => m; first by rewrite /softmax_cross_entropy s m.
  by rewrite f //=; have := ln_le_0 (le_1 y d); lra.
- by move=> e; rewrite /softmax_cross_entropy s e.
- move=> n; have m : ~~ is_masked (z y) by case: (z y) n.
  split; rewrite f //; do 2 congr Finite; congr Ropp; congr ln; by rewrite -(proj2 d) (bigD1 y) //=; ring.
Qed.

(* Two labels of the same logits differ by the mean logit. *)
Theorem softmax_ce_two_labels (I : finType) (z : I -> logit) (p q : I -> R) : permits z p -> permits z q ->
  (softmax_cross_entropy z p + Σ i, share (hat p i) (z i))%Rbar = (softmax_cross_entropy z q + Σ i, share (hat q i) (z i))%Rbar.
Proof. by move=> sp sq; rewrite /softmax_cross_entropy sp sq /=; congr Finite; ring. Qed.

(* The derivative in the logit of class k is q − p̂; real takes the loss, which is finite here, as a real number. *)
Theorem softmax_ce_gradient (I : finType) (z : I -> logit) (p : I -> R) (k : I) : logits z -> permits z p ->
  is_derive (fun h => real (softmax_cross_entropy (line z (axis k) h) p)) 0 (softmax_cross_entropy_gradient z p k) /\
  softmax_cross_entropy_gradient z p k = softmax z k - hat p k.
Proof.
move=> l s; split=> //; have := loss_slope (axis k) 0 l s; rewrite mean_axis line_0; apply: is_derive_ext => h.
by rewrite loss_finite // /line permits_step.
Qed.

(* For every step d from z: the loss lies above its tangents. *)
Theorem gradient_is_the_slope (I : finType) (z : I -> logit) (p d : I -> R) : logits z ->
  (softmax_cross_entropy z p + Σ i, softmax_cross_entropy_gradient z p i * d i <= softmax_cross_entropy (step z d) p)%Rbar.
Proof.
move=> l; case: (boolP (permits z p)) => s; last by rewrite /softmax_cross_entropy permits_step (negbTE s).
by rewrite !loss_finite ?permits_step //=; apply: loss_above_tangent.
Qed.

Theorem gradient_cancels (I : finType) (z : I -> logit) (p : I -> R) : logits z -> weights p ->
  Σ i, softmax_cross_entropy_gradient z p i = 0.
Proof. by move=> l wp; rewrite sum_minus (proj2 (softmax_distribution l)) hat_1 //; ring. Qed.

Theorem gradient_bounded (I : finType) (z : I -> logit) (p : I -> R) (i : I) : logits z -> weights p ->
  - hat p i <= softmax_cross_entropy_gradient z p i <= 1 - hat p i /\
  Rabs (softmax_cross_entropy_gradient z p i) <= 1.
Proof.
move=> l wp; have d := softmax_distribution l; have := le_1 i d; have := proj1 d i; have := hat_le1 i wp.
by rewrite /softmax_cross_entropy_gradient => *; split; [lra | apply: Rabs_le; lra].
Qed.

Theorem gradient_zero_at_truth (I : finType) (z : I -> logit) (p : I -> R) : logits z ->
  ((forall i, softmax_cross_entropy_gradient z p i = 0) <-> (forall i, softmax z i = hat p i)) /\
  (forall i j y, z j = Logit y ->
    softmax_cross_entropy_gradient z p i + hat p i
      = exponential (shift (z i) (- y)) * (softmax_cross_entropy_gradient z p j + hat p j)).
Proof.
move=> l; split; first by split=> e i; have := e i; rewrite /softmax_cross_entropy_gradient; lra.
move=> i j y ej; rewrite /softmax_cross_entropy_gradient.
have -> : softmax z i = exponential (shift (z i) (- y)) * softmax z j.
  rewrite /softmax ej /Rdiv -Rmult_assoc; congr (_ * _).
  by case: (z i) => [x|] /=; [rewrite -exp_plus; congr exp; ring | ring].
ring.
Qed.

(* The loss lies below a parabola on its tangent; so a unit step downhill always learns. *)
Theorem descent_step (I : finType) (z : I -> logit) (p : I -> R) : logits z ->
  let g := softmax_cross_entropy_gradient z p in
  (forall d, (softmax_cross_entropy (step z d) p <=
    softmax_cross_entropy z p + (Σ i, g i * d i + / 2 * Σ i, d i ^ 2)%R)%Rbar) /\
  (softmax_cross_entropy (step z (fun i => - g i)) p <= softmax_cross_entropy z p - / 2 * Σ i, g i ^ 2)%Rbar.
Proof.
move=> l g; set N := Σ i, g i ^ 2.
have all d : (softmax_cross_entropy (step z d) p <= softmax_cross_entropy z p + (Σ i, g i * d i + / 2 * Σ i, d i ^ 2)%R)%Rbar.
  case: (boolP (permits z p)) => s; last by rewrite /softmax_cross_entropy permits_step (negbTE s).
  rewrite !loss_finite ?permits_step //; have := descent d l s.
  have -> : mean (softmax_cross_entropy_gradient z p) d = Σ i, g i * d i by [].
  have -> : square d = Σ i, d i ^ 2 by apply: sum_eq => i; ring.
  by move=> h; apply: (Rle_trans _ _ _ h); lra.
split=> //; have := all (fun i => - g i).
have -> : Σ i, g i * - g i = - N by rewrite -sum_opp; apply: sum_eq => i; ring.
have -> : Σ i, (- g i) ^ 2 = N by apply: sum_eq => i; ring.
case: (softmax_cross_entropy z p) => [x| |] //=; case: (softmax_cross_entropy _ p) => [y| |] //=; lra.
Qed.
