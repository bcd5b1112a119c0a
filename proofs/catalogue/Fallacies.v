(* The fallacies, refuted: each is false of the counterexample that `gibbs explain` shows. Logarithms are compared as
   powers: 3³ > 2⁴, 3⁵ < 2⁸, 7⁷ > 2¹⁹. *)
From Gibbs.theory Require Import Vectors.

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
move=> /(_ ltac:(positive) ltac:(positive)); apply: Rlt_not_le.
by rewrite !entropy_nats !hat_id; try sums_to_1; apply: in_bits; write_out; logs.
Qed.

(* X is p with probability t, where Y says yes, and q otherwise. *)
Theorem each_observation_reduces_entropy :
  ~ (forall (I : finType) (p q : I -> R) (t : R), weights p -> weights q -> 0 < t < 1 ->
      entropy 2 p <= entropy 2 (fun i => t * hat p i + (1 - t) * hat q i)).
Proof.
move=> h; have := h _ (@vec 2 [:: 1 / 2; 1 / 2]) (vec [:: 0; 1]) (1 / 2) ltac:(weigh) ltac:(weigh) ltac:(lra).
have [d1 d2] : distribution (@vec 2 [:: 1 / 2; 1 / 2]) /\ distribution (@vec 2 [:: 0; 1]) by split; sums_to_1.
have -> : entropy 2 (fun i => 1 / 2 * hat (@vec 2 [:: 1 / 2; 1 / 2]) i + (1 - 1 / 2) * hat (vec [:: 0; 1]) i) = entropy 2 (@vec 2 [:: 1 / 4; 3 / 4]).
  by congr entropy; rewrite !hat_id //; apply: same_vec => -[[|[|k]] lt] //; rewrite /vec /=; lra.
by apply: Rlt_not_le; rewrite !entropy_nats !hat_id; try sums_to_1; apply: in_bits; write_out; logs.
Qed.

(* The uniform density on [0, 1/2] has -1 bit. *)
Theorem differential_entropy_is_nonnegative :
  ~ (forall (f : R -> R) (a c : R), a < c -> (forall x, 0 <= f x) -> is_RInt f a c 1 ->
      ex_RInt (fun x => f x * log 2 (f x)) a c -> 0 <= - RInt (fun x => f x * log 2 (f x)) a c).
Proof.
move=> h; have i : is_RInt (fun _ => 2) 0 (1 / 2) 1.
  by have := @is_RInt_const R_CompleteNormedModule 0 (1 / 2) 2; rewrite /scal /= /mult /=; replace ((1 / 2 - 0) * 2) with 1 by lra.
have := h (fun _ => 2) 0 (1 / 2) ltac:(lra) ltac:(move=> *; lra) i (ex_RInt_const 0 (1 / 2) (2 * log 2 2)); rewrite !RInt_const /scal /= /mult /=.
have l2 := ln_lt_2; have -> : log 2 2 = 1 by rewrite /log; field; lra.
by lra.
Qed.

Theorem kl_is_symmetric :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> supports q p -> supports p q ->
      kl_divergence 2 p q = kl_divergence 2 q p).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) ltac:(weigh) ltac:(weigh) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out).
have dp : distribution (@vec 2 [:: 3 / 4; 1 / 4]) by sums_to_1.
have dq : distribution (@vec 2 [:: 1 / 2; 1 / 2]) by sums_to_1.
have sqp : supports (@vec 2 [:: 1 / 2; 1 / 2]) (@vec 2 [:: 3 / 4; 1 / 4]) by nothing_ruled_out.
have spq : supports (@vec 2 [:: 3 / 4; 1 / 4]) (@vec 2 [:: 1 / 2; 1 / 2]) by nothing_ruled_out.
rewrite (kl_bits dp dq sqp) (kl_bits dq dp spq) => -[e]; move: e.
by apply: Rlt_not_eq; apply: in_bits; write_out; logs.
Qed.

Theorem kl_triangle :
  ~ (forall (I : finType) (p q r : I -> R), weights p -> weights q -> weights r ->
      supports q p -> supports p q -> supports r q -> supports q r ->
      (kl_divergence 2 p r <= kl_divergence 2 p q + kl_divergence 2 q r)%Rbar).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) (vec [:: 1 / 4; 3 / 4]).
move=> /(_ ltac:(weigh) ltac:(weigh) ltac:(weigh)).
move=> /(_ ltac:(nothing_ruled_out) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out)).
have dp : distribution (@vec 2 [:: 3 / 4; 1 / 4]) by sums_to_1.
have dq : distribution (@vec 2 [:: 1 / 2; 1 / 2]) by sums_to_1.
have dr : distribution (@vec 2 [:: 1 / 4; 3 / 4]) by sums_to_1.
have sqp : supports (@vec 2 [:: 1 / 2; 1 / 2]) (@vec 2 [:: 3 / 4; 1 / 4]) by nothing_ruled_out.
have srp : supports (@vec 2 [:: 1 / 4; 3 / 4]) (@vec 2 [:: 3 / 4; 1 / 4]) by nothing_ruled_out.
have srq : supports (@vec 2 [:: 1 / 4; 3 / 4]) (@vec 2 [:: 1 / 2; 1 / 2]) by nothing_ruled_out.
rewrite (kl_bits dp dr srp) (kl_bits dp dq sqp) (kl_bits dq dr srq).
by apply: Rlt_not_le; rewrite /= -Rdiv_plus_distr; apply: in_bits; write_out; logs.
Qed.

Theorem kl_is_bounded :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> (forall i, 0 < q i) ->
      (kl_divergence 2 p q <= log 2 (INR #|I|))%Rbar).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) (vec [:: 1 / 4; 3 / 4]) ltac:(weigh) ltac:(weigh) ltac:(positive).
have dp : distribution (@vec 2 [:: 1; 0]) by sums_to_1.
have dr : distribution (@vec 2 [:: 1 / 4; 3 / 4]) by sums_to_1.
have srp : supports (@vec 2 [:: 1 / 4; 3 / 4]) (@vec 2 [:: 1; 0]) by nothing_ruled_out.
have two : INR 2 = 2 by rewrite /=; lra.
rewrite (kl_bits dp dr srp) card_ord two.
by apply: Rlt_not_le; apply: in_bits; write_out; logs.
Qed.

Theorem jsd_triangle :
  ~ (forall (I : finType) (p q r : I -> R), weights p -> weights q -> weights r ->
      js_divergence 2 p r <= js_divergence 2 p q + js_divergence 2 q r).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) (vec [:: 1 / 2; 1 / 2]) (vec [:: 0; 1]) ltac:(weigh) ltac:(weigh) ltac:(weigh).
rewrite !js_nats !hat_id; try sums_to_1.
apply: Rlt_not_le; rewrite -Rdiv_plus_distr; apply: in_bits; rewrite /js /kl /mid; write_out.
have [m1 m2] : (1 + 1 / 2) / 2 = 3 / 4 /\ (1 / 2 + 1) / 2 = 3 / 4 by lra.
have [m3 m4] : (0 + 1 / 2) / 2 = 1 / 4 /\ (1 / 2 + 0) / 2 = 1 / 4 by lra.
have [m5 m6] : (1 + 0) / 2 = 1 / 2 /\ (0 + 1) / 2 = 1 / 2 by lra.
by rewrite ?m1 ?m2 ?m3 ?m4 ?m5 ?m6; logs.
Qed.

Theorem cross_entropy_is_symmetric :
  ~ (forall (I : finType) (p q : I -> R), weights p -> weights q -> supports q p -> supports p q ->
      cross_entropy 2 p q = cross_entropy 2 q p).
Proof.
move=> h; have := h _ (@vec 2 [:: 3 / 4; 1 / 4]) (vec [:: 1 / 2; 1 / 2]) ltac:(weigh) ltac:(weigh) ltac:(nothing_ruled_out) ltac:(nothing_ruled_out).
have dp : distribution (@vec 2 [:: 3 / 4; 1 / 4]) by sums_to_1.
have dq : distribution (@vec 2 [:: 1 / 2; 1 / 2]) by sums_to_1.
have sqp : supports (@vec 2 [:: 1 / 2; 1 / 2]) (@vec 2 [:: 3 / 4; 1 / 4]) by nothing_ruled_out.
have spq : supports (@vec 2 [:: 3 / 4; 1 / 4]) (@vec 2 [:: 1 / 2; 1 / 2]) by nothing_ruled_out.
rewrite (cross_bits dp dq sqp) (cross_bits dq dp spq) => -[e]; move: e.
by apply: Rlt_not_eq; apply: in_bits; write_out; logs.
Qed.

(* Halfway between z and w. *)
Theorem mse_after_softmax_is_convex :
  ~ (forall (I : finType) (z w : I -> R) (y : I),
      let E x := mean_squared_error (softmax (finite x)) (axis y) in
      E (fun i => (z i + w i) / 2) <= (E z + E w) / 2).
Proof.
move=> h; have := h _ (@vec 2 [:: 0; 0]) (vec [:: 0; 2]) ord0; apply: Rlt_not_le.
rewrite /mean_squared_error /softmax !big_ord_recl !big_ord0 card_ord /finite /vec /axis /=.
have [lo hi] := e_bounds; have e2 : exp 2 = exp 1 * exp 1 by rewrite -exp_plus; congr exp; ring.
have -> : (0 + 0) / 2 = 0 by field. have -> : (0 + 2) / 2 = 1 by field.
rewrite exp_0 e2; move: (exp 1) lo hi => x lo hi.
have a : 263 / 363 <= x / (1 + x) by apply/(Rle_div_r (263 / 363) x (1 + x)); lra.
have [xx xp] : x * x <= 8 /\ 0 <= x * x by split; nra.
have c : x * x / (1 + x * x) <= 8 / 9 by apply/(Rle_div_l (x * x) (8 / 9) (1 + x * x)); lra.
have c0 : 0 <= x * x / (1 + x * x) by apply: Rmult_le_pos; [lra | left; apply: Rinv_0_lt_compat; lra].
have e1 : 1 / (1 + (x + 0)) = 1 - x / (1 + x) by field; lra.
have e3 : 1 / (1 + (x * x + 0)) = 1 - x * x / (1 + x * x) by field; lra.
have e4 : x / (1 + (x + 0)) = x / (1 + x) by field; lra.
have e5 : x * x / (1 + (x * x + 0)) = x * x / (1 + x * x) by field; lra.
have e6 : 1 / (1 + (1 + 0)) = 1 / 2 by field.
rewrite e1 e3 e4 e5 e6; move: (x / (1 + x)) (x * x / (1 + x * x)) a c c0 => A C a c c0; nra.
Qed.

Theorem softmax_ignores_scale :
  ~ (forall (I : finType) (z : I -> R) (c : R) (i : I), 0 < c ->
      softmax (finite (fun i => c * z i)) i = softmax (finite z) i).
Proof.
move=> h; have := h _ (@vec 2 [:: 1; 0]) 2 ord0 ltac:(lra).
rewrite /softmax !big_ord_recl !big_ord0 /finite /vec /= Rmult_0_r Rmult_1_r exp_0 => e.
have [lo hi] := e_bounds; have e2 : exp 2 = exp 1 * exp 1 by rewrite -exp_plus; congr exp; ring.
rewrite e2 in e; move: (exp 1) lo hi e => x lo hi e.
have : x * x / (x * x + (1 + 0)) * ((x * x + 1) * (x + 1)) = x / (x + (1 + 0)) * ((x * x + 1) * (x + 1)) by rewrite e.
by have -> : x * x / (x * x + (1 + 0)) * ((x * x + 1) * (x + 1)) = x * x * (x + 1); [field; nra |
   have -> : x / (x + (1 + 0)) * ((x * x + 1) * (x + 1)) = x * (x * x + 1); [field; nra | nra]].
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
have two : INR 2 = 2 by rewrite /=; lra.
move=> /(_ ne); rewrite !big_ord_recl !big_ord0 card_ord two /vec /=.
have x0 := exp_pos (- (1)); have y0 := exp_pos (- (3)).
have x1 : exp (- (1)) < 1 by rewrite -[X in _ < X]exp_0; apply: exp_increasing; lra.
have lx : ln (1 + exp (- (1))) < 1 by have := ln_le_minus_1 (x := 1 + exp (- (1))) ltac:(lra); lra.
have ly : 0 <= ln (1 + exp (- (3))) by rewrite -ln_1; apply: ln_le; lra.
have e : ln (1 + exp 1) = 1 + ln (1 + exp (- (1))).
  have -> : 1 + exp 1 = exp 1 * (1 + exp (- (1))) by rewrite Rmult_plus_distr_l -exp_plus Rplus_opp_r exp_0; ring.
  by rewrite ln_mult ?ln_exp; [ | exact: exp_pos | lra].
by rewrite e; repeat case: Rlt_dec => ? //=; try lra; move=> lt; have {lt} := lt ltac:(lra); lra.
Qed.

Theorem mse_and_ce_rank_alike :
  ~ (forall (I : finType) (q r : I -> R) (y : I), weights q -> weights r ->
      mean_squared_error (hat q) (axis y) < mean_squared_error (hat r) (axis y) ->
      (cross_entropy 2 (axis y) q <= cross_entropy 2 (axis y) r)%Rbar).
Proof.
move=> h; have := h _ (@vec 3 [:: 0; 1 / 2; 1 / 2]) (vec [:: 1 / 8; 7 / 8; 0]) ord0 ltac:(weigh) ltac:(weigh).
have lt : mean_squared_error (hat (@vec 3 [:: 0; 1 / 2; 1 / 2])) (axis ord0) < mean_squared_error (hat (@vec 3 [:: 1 / 8; 7 / 8; 0])) (axis ord0).
  by rewrite !hat_id; try sums_to_1; rewrite /mean_squared_error !big_ord_recl !big_ord0 card_ord /axis /vec /=; lra.
move=> /(_ lt); rewrite /cross_entropy.
have -> : supports (@vec 3 [:: 0; 1 / 2; 1 / 2]) (axis ord0) = false.
  by apply/negbTE/supportsPn; exists ord0; rewrite /vec /axis /=; lra.
by have -> : supports (@vec 3 [:: 1 / 8; 7 / 8; 0]) (axis ord0) by rewrite /supports /vec /axis; do 4 rewrite ?forall_ord0 ?forall_none /=; zeros.
Qed.

(* A text of two words. Of the one the model thinks that it is as likely as another, of the other it is sure. *)
Theorem perplexities_average :
  ~ (forall (I : finType) (z : bool -> I -> logit) (y : bool -> option I) (A B : R), batch z y (fun _ => 1) ->
      sequence_perplexity (fun _ : unit => z true) (fun _ => y true) = Finite A ->
      sequence_perplexity (fun _ : unit => z false) (fun _ => y false) = Finite B ->
      sequence_perplexity z y = Finite ((A + B) / 2)).
Proof.
set z := fun (r i : bool) => if r || i then Logit 0 else Masked.
set y := fun _ : bool => Some true.
have one (F : unit -> R) : Σ r, F r = F tt by rewrite (bigD1 tt) //= big1 ?Rplus_0_r // => -[].
have two (F : bool -> R) : Σ r, F r = F true + F false by rewrite big_bool.
have lt : label_loss (z true) true = Finite (ln 2).
  by rewrite /label_loss /log_sum_exp two /z /= exp_0; congr Finite; rewrite Rminus_0_r; congr ln; ring.
have lf : label_loss (z false) true = Finite 0.
  by rewrite /label_loss /log_sum_exp two /z /= exp_0 Rplus_0_r ln_1; congr Finite; ring.
have easy (B : finType) (v : B -> bool -> logit) (c : B -> option bool) :
    (forall r, is_finite (row_loss v c r)) -> hopeless v c (fun _ => 1) = false.
  by move=> f; apply/negbTE/existsPn => r; rewrite f andbF.
move=> h; have := h _ z y 2 1.
have b : batch z y (fun _ => 1).
  split; first by move=> *; lra.
  split; first by rewrite two /counted /y; lra.
  by move=> r _; exists true; rewrite /z orbT.
move=> /(_ b) {b}.
have -> : sequence_perplexity (fun _ : unit => z true) (fun _ => y true) = Finite 2.
  rewrite /sequence_perplexity /mean_softmax_cross_entropy easy; last by move=> r; rewrite /row_loss /y lt.
  rewrite !one /counted /row_loss /y lt /=; congr Finite.
  by (have -> : 1 * ln 2 / 1 = ln 2 by field); rewrite exp_ln; lra.
have -> : sequence_perplexity (fun _ : unit => z false) (fun _ => y false) = Finite 1.
  rewrite /sequence_perplexity /mean_softmax_cross_entropy easy; last by move=> r; rewrite /row_loss /y lf.
  rewrite !one /counted /row_loss /y lf /=; congr Finite.
  by (have -> : 1 * 0 / 1 = 0 by field); rewrite exp_0.
move=> /(_ erefl erefl).
rewrite /sequence_perplexity /mean_softmax_cross_entropy easy; last by case; rewrite /row_loss /y ?lt ?lf.
rewrite !two /counted /row_loss /y lt lf /= => -[e].
have := exp_plus ((1 * ln 2 + 1 * 0) / (1 + 1)) ((1 * ln 2 + 1 * 0) / (1 + 1)); rewrite !e.
have -> : (1 * ln 2 + 1 * 0) / (1 + 1) + (1 * ln 2 + 1 * 0) / (1 + 1) = ln 2 by field.
by rewrite exp_ln; lra.
Qed.

(* Two classes, equally likely, and a signal that is the same for both. *)
Theorem softmax_jacobian_is_diagonal :
  ~ (forall (I : finType) (z : I -> logit) (u : I -> R) (i : I), logits z ->
      softmax_vjp z u i = softmax z i * (1 - softmax z i) * u i).
Proof.
move=> h; have := h _ (fun _ : bool => Logit 0) (fun _ => 1) true ltac:(by exists true).
by rewrite /softmax_vjp /softmax !big_bool /= exp_0; lra.
Qed.
