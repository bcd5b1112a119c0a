(* The loss of two classes: a softmax with one logit fixed at 0. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Softmax.
From Gibbs.catalogue Require Import Losses.

(* true is the class with the logit z and the label y. *)
Definition two_logits z (i : bool) := if i then z else Logit 0.
Definition two_labels (y : R) (i : bool) := if i then y else 1 - y.

Lemma two_labels_hat y i : hat (two_labels y) i = two_labels y i.
Proof.
rewrite /hat /mass big_bool /=; have -> : y + (1 - y) = 1 by ring.
by rewrite /Rdiv Rinv_1 Rmult_1_r.
Qed.
Lemma two_logits_logits z : logits (two_logits z).
Proof. by exists false. Qed.
Lemma two_softmax z : softmax (two_logits z) true = sigmoid z.
Proof.
rewrite /softmax big_bool /two_logits; case: z => [x|] /=; last by rewrite exp_0; field.
rewrite exp_0 exp_Ropp; have := exp_pos x => x0; field; lra.
Qed.
Lemma two_permits z y : permits (two_logits z) (two_labels y) = is_masked z ==> is_zero y.
Proof.
apply/forallP/idP => [/(_ true) // | s] [] //=.
Qed.

Lemma two_classes z y : sigmoid_cross_entropy z y = softmax_cross_entropy (two_logits z) (two_labels y).
Proof.
rewrite /softmax_cross_entropy two_permits /sigmoid_cross_entropy /log_sum_exp !big_bool !two_labels_hat /=.
case: z => [x|] /=; last first.
  by case: is_zeroP => [-> | //]; congr Finite; rewrite exp_0 Rplus_0_l ln_1; ring.
by congr Finite; rewrite exp_0 Rplus_comm; congr (_ - _); ring.
Qed.

Theorem sigmoid_is_two_class_softmax (z : logit) (y : R) : 0 <= y <= 1 ->
  let logits i := if i : bool then z else Logit 0 in
  let labels i := if i : bool then y else 1 - y in
  sigmoid_cross_entropy z y = softmax_cross_entropy logits labels.
Proof. by move=> _; apply: two_classes. Qed.

Theorem sigmoid_gradient_is_softmax_gradient (z : logit) (y : R) : 0 <= y <= 1 ->
  let logits i := if i : bool then z else Logit 0 in
  let labels i := if i : bool then y else 1 - y in
  sigmoid_cross_entropy_gradient z y = softmax_cross_entropy_gradient logits labels true.
Proof.
by rewrite /softmax_cross_entropy_gradient -/(two_logits z) -/(two_labels y) two_softmax two_labels_hat.
Qed.

(* The right-hand side is the entropy of the label (y, 1 − y), in nats. *)
Theorem sigmoid_exceeds_entropy (z : logit) (y : R) : 0 <= y <= 1 ->
  let h := - y * ln y - (1 - y) * ln (1 - y) in
  0 <= h /\ (h <= sigmoid_cross_entropy z y)%Rbar.
Proof.
move=> y01 h; have w : weights (two_labels y) by split=> [[] /= | ]; rewrite /mass ?big_bool /=; lra.
have e : entropy (exp 1) (two_labels y) = h.
  by rewrite entropy_nats ln_exp /H big_bool !two_labels_hat /h /=; field.
split; last by rewrite two_classes -e; apply: (proj1 (proj2 (softmax_ce_is_ce (two_logits_logits z) w))).
by rewrite -e entropy_nats ln_exp /Rdiv Rinv_1 Rmult_1_r; apply/entropy_ge0/hat_distribution.
Qed.

(* For σ is a probability. *)
Theorem sigmoid_gradient_bounded (z : logit) (y : R) :
  - y <= sigmoid_cross_entropy_gradient z y <= 1 - y /\
  sigmoid_cross_entropy_gradient Masked y = - y /\
  sigmoid_cross_entropy_gradient (Logit 0) y = / 2 - y.
Proof.
rewrite /sigmoid_cross_entropy_gradient -two_softmax; have d := softmax_distribution (two_logits_logits z).
have := proj1 d true; have := le_1 true d; split; [lra | split; rewrite /=; first ring].
by rewrite Ropp_0 exp_0; field.
Qed.

Theorem sigmoid_symmetric (x y : R) :
  sigmoid_cross_entropy (Logit (- x)) (1 - y) = sigmoid_cross_entropy (Logit x) y /\
  sigmoid_cross_entropy_gradient (Logit (- x)) (1 - y) = - sigmoid_cross_entropy_gradient (Logit x) y.
Proof.
have x0 := exp_pos x; split; rewrite /sigmoid_cross_entropy /sigmoid_cross_entropy_gradient /=.
  congr Finite; have -> : 1 + exp (- x) = (1 + exp x) * exp (- x) by rewrite exp_Ropp; field; lra.
  by rewrite ln_mult ?ln_exp; [ring | lra | apply: exp_pos].
by rewrite Ropp_involutive exp_Ropp; field; lra.
Qed.

(* The slope, both ways to write it, and the loss above its tangents. *)
Theorem sigmoid_gradient (x y : R) : 0 <= y <= 1 ->
  is_derive (fun x => real (sigmoid_cross_entropy (Logit x) y)) x (sigmoid_cross_entropy_gradient (Logit x) y) /\
  sigmoid_cross_entropy_gradient (Logit x) y = 1 / (1 + exp (- x)) - y /\
  sigmoid_cross_entropy_gradient (Logit x) y = (1 - y) - 1 / (1 + exp x) /\
  (forall x' : R, (sigmoid_cross_entropy (Logit x) y + (x' - x) * sigmoid_cross_entropy_gradient (Logit x) y
    <= sigmoid_cross_entropy (Logit x') y)%Rbar).
Proof.
move=> y01; have x0 := exp_pos x; split; [ | split=> //; split].
- rewrite /sigmoid_cross_entropy /sigmoid_cross_entropy_gradient /= exp_Ropp.
  by auto_derive; [lra | field; lra].
- by rewrite /sigmoid_cross_entropy_gradient /= exp_Ropp; field; lra.
move=> x'; pose d (i : bool) := if i then x' - x else 0.
have s z : ~~ is_masked z -> permits (two_logits z) (two_labels y) by rewrite two_permits; case: z.
have := loss_above_tangent d (two_logits_logits (Logit x)) (s (Logit x) isT).
have -> : step (two_logits (Logit x)) d = two_logits (Logit x').
  by apply: functional_extensionality => -[] /=; rewrite /step /=; congr Logit; ring.
have g : softmax_cross_entropy_gradient (two_logits (Logit x)) (two_labels y) true = sigmoid_cross_entropy_gradient (Logit x) y.
  by rewrite /softmax_cross_entropy_gradient two_softmax two_labels_hat.
rewrite !two_classes !loss_finite ?s // /mean big_bool g /d.
by move: (sigmoid_cross_entropy_gradient _ _) => G /=; rewrite Rmult_0_r; lra.
Qed.

Theorem sigmoid_two_labels (x y y' : R) :
  (sigmoid_cross_entropy (Logit x) y + y * x)%Rbar = (sigmoid_cross_entropy (Logit x) y' + y' * x)%Rbar /\
  sigmoid_cross_entropy_gradient (Logit x) y + y = sigmoid_cross_entropy_gradient (Logit x) y' + y'.
Proof. by split; [rewrite /=; congr Finite; ring | rewrite /sigmoid_cross_entropy_gradient; ring]. Qed.
