(* The fallacies, refuted: each is false of the counterexample that `gibbs explain` shows, evaluated by `interval`. *)
From Gibbs.theory Require Import Evaluate.

Theorem any_decreasing_function_measures_surprise :
  let adds_up f := forall x y, 0 < x < 1 -> 0 < y < 1 -> f (x * y) = f x + f y in
  ~ adds_up (fun p => 1 - p) /\ ~ adds_up (fun p => 1 / p) /\ ~ adds_up (fun p => 1 / p - 1) /\ ~ adds_up (fun p => 1 - p ^ 2).
Proof.
rewrite /=; split; [ | split; [ | split]] => h; have := h (1 / 2) (1 / 4) ltac:(lra) ltac:(lra); lra.
Qed.

Theorem more_classes_more_entropy :
  ~ (forall (m n : nat) (p : 'I_m -> R) (q : 'I_n -> R), (m < n)%N -> weights p -> weights q ->
      (forall i, 0 < p i) -> (forall i, 0 < q i) -> entropy 2 p <= entropy 2 q).
Proof.
move=> h; have := h 2%N 3%N (vec [:: 1 / 2; 1 / 2]) (vec [:: 7 / 8; 1 / 16; 1 / 16]) isT ltac:(weigh) ltac:(weigh).
move=> /(_ ltac:(positive)) /(_ ltac:(positive)).
by apply: Rlt_not_le; evaluate; interval.
Qed.

(* X is p with probability t, where Y says yes, and q otherwise. *)
Theorem each_observation_reduces_entropy :
  ~ (forall (I : finType) (p q : I -> R) (t : R), weights p -> weights q -> 0 < t < 1 ->
      entropy 2 p <= entropy 2 (fun i => t * hat p i + (1 - t) * hat q i)).
Proof.
move=> h; have := h _ (@vec 2 [:: 1 / 2; 1 / 2]) (vec [:: 0; 1]) (1 / 2) ltac:(weigh) ltac:(weigh) ltac:(lra).
by apply: Rlt_not_le; evaluate; interval.
Qed.

(* The uniform density on [0, 1/2] has -1 bit. *)
Theorem differential_entropy_is_nonnegative :
  ~ (forall (f : R -> R) (a c : R), a < c -> (forall x, 0 <= f x) -> RInt f a c = 1 -> 0 <= - RInt (fun x => f x * log 2 (f x)) a c).
Proof.
move=> h; have := h (fun _ => 2) 0 (1 / 2) ltac:(lra) ltac:(move=> *; lra); rewrite !RInt_const /scal /= /mult /=.
have l2 := ln_lt_2; have -> : log 2 2 = 1 by rewrite /log; field; lra.
by move=> /(_ ltac:(lra)); lra.
Qed.

Theorem kl_is_symmetric :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> supports q p -> supports p q ->
      kl_divergence 2 p q = kl_divergence 2 q p).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) ltac:(weigh) ltac:(weigh) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out).
by evaluate => -[]; apply: Rlt_not_eq; interval.
Qed.

Theorem kl_triangle :
  ~ (forall (I : finType) (p q r : I -> R), weights p -> weights q -> weights r ->
      supports q p -> supports p q -> supports r q -> supports q r ->
      (kl_divergence 2 p r <= kl_divergence 2 p q + kl_divergence 2 q r)%Rbar).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) (vec [:: 1 / 4; 3 / 4]).
move=> /(_ ltac:(weigh) ltac:(weigh) ltac:(weigh)).
move=> /(_ ltac:(nothing_ruled_out) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out)).
by evaluate; apply: Rlt_not_le; interval.
Qed.

Theorem kl_is_bounded :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> (forall i, 0 < q i) ->
      (kl_divergence 2 p q <= log 2 (INR #|I|))%Rbar).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) (vec [:: 1 / 4; 3 / 4]) ltac:(weigh) ltac:(weigh).
move=> /(_ ltac:(positive)).
by evaluate; apply: Rlt_not_le; interval.
Qed.

Theorem jsd_triangle :
  ~ (forall (I : finType) (p q r : I -> R), weights p -> weights q -> weights r ->
      js_divergence 2 p r <= js_divergence 2 p q + js_divergence 2 q r).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) (vec [:: 1 / 2; 1 / 2]) (vec [:: 0; 1]) ltac:(weigh) ltac:(weigh) ltac:(weigh).
by apply: Rlt_not_le; evaluate; interval.
Qed.

Theorem cross_entropy_is_symmetric :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> supports q p -> supports p q ->
      cross_entropy 2 p q = cross_entropy 2 q p).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) ltac:(weigh) ltac:(weigh) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out).
by evaluate => -[]; apply: Rlt_not_eq; interval.
Qed.

(* Halfway between z and w. *)
Theorem mse_after_softmax_is_convex :
  ~ (forall (I : finType) (z w : I -> R) (y : I),
      let E x := mean_squared_error (softmax (finite x)) (axis y) in
      E (fun i => (z i + w i) / 2) <= (E z + E w) / 2).
Proof.
move=> h; have := h _ (@vec 2 [:: 0; 0]) (vec [:: 0; 2]) ord0.
by apply: Rlt_not_le; evaluate; interval.
Qed.

Theorem softmax_ignores_scale :
  ~ (forall (I : finType) (z : I -> R) (c : R) (i : I), 0 < c ->
      softmax (finite (fun i => c * z i)) i = softmax (finite z) i).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) 2 ord0 ltac:(lra).
by evaluate; apply: Rgt_not_eq; interval.
Qed.

(* a, b: the logits that two models give to the right one of two classes, in each of the examples I. *)
Theorem lower_loss_means_higher_accuracy :
  ~ (forall (I : finType) (a b : I -> R), (forall i, a i <> 0 /\ b i <> 0) ->
      let mean_loss x := (Σ i, real (sigmoid_cross_entropy (Logit (x i)) 1)) / INR #|I| in
      let right_answers x := Σ i : I, if Rlt_dec 0 (x i) then 1 else 0 in
      mean_loss b < mean_loss a -> right_answers a <= right_answers b).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; - (3)]) (vec [:: - (1); - (1)]); rewrite /=.
have ne : forall i, @vec 2 [:: 1; - (3)] i <> 0 /\ @vec 2 [:: - (1); - (1)] i <> 0.
  by move=> [[|[|k]] lt] //=; rewrite /vec /=; lra.
move=> /(_ ne); rewrite !big_ord_recl !big_ord0 card_ord /vec /=.
by repeat case: Rlt_dec => ? //=; try lra; move=> lt; have {lt} := lt ltac:(interval); lra.
Qed.

Theorem mse_and_ce_rank_alike :
  ~ (forall (I : finType) (q r : I -> R) (y : I), weights q -> weights r ->
      mean_squared_error (hat q) (axis y) < mean_squared_error (hat r) (axis y) ->
      (cross_entropy 2 (axis y) q <= cross_entropy 2 (axis y) r)%Rbar).
Proof.
move=> h; have := h _ (@vec 3 [:: 0; 1 / 2; 1 / 2]) (vec [:: 1 / 8; 7 / 8; 0]) ord0 ltac:(weigh) ltac:(weigh).
have lt : mean_squared_error (hat (@vec 3 [:: 0; 1 / 2; 1 / 2])) (axis ord0) < mean_squared_error (hat (@vec 3 [:: 1 / 8; 7 / 8; 0])) (axis ord0).
  by evaluate; interval.
by move=> /(_ lt); evaluate.
Qed.
