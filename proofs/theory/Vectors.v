(* Vectors with numbers in them: for counterexamples. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Export Softmax.

(* The numbers xs as a vector of n classes. *)
Definition vec n (xs : seq R) (i : 'I_n) := nth 0 xs i.

Definition vec_logits n (zs : seq logit) (i : 'I_n) := nth Masked zs i.
(* Rows of logits, labels, weights. *)
Definition vec_rows b n (rows : seq (seq logit)) (r : 'I_b) (i : 'I_n) := nth Masked (nth [::] rows r) i.
Definition vec_labels b n (labels : seq (option 'I_n)) (r : 'I_b) := nth None labels r.
Definition table r c (rows : seq (seq R)) (ij : 'I_r * 'I_c) := nth 0 (nth [::] rows ij.1) ij.2.

Lemma vec_ge0 n xs (i : 'I_n) : List.Forall (Rle 0) xs -> 0 <= vec xs i.
Proof.
rewrite /vec; move: (nat_of_ord i) => k {i} pos; elim: xs k pos => [|x xs IH] [|k] pos /=; try lra.
  by inversion pos.
by apply: IH; inversion pos.
Qed.
Lemma vec_gt0 n xs (i : 'I_n) : List.Forall (Rlt 0) xs -> size xs = n -> 0 < vec xs i.
Proof.
rewrite /vec => pos sz; have : (i < size xs)%N by rewrite sz.
move: (nat_of_ord i) => k {i sz}.
elim: xs k pos => [|x xs IH] [|k] pos //= lt; first by inversion pos.
by apply: IH => //; inversion pos.
Qed.
Lemma is_zero_ne x : x <> 0 -> is_zero x = false.
Proof. by case: is_zeroP. Qed.
Lemma is_zero_eq x : x = 0 -> is_zero x = true.
Proof. by move/is_zeroP. Qed.
Lemma forall_ord0 n (F : pred 'I_n.+1) : [forall i, F i] = F ord0 && [forall i : 'I_n, F (lift ord0 i)].
Proof.
apply/forallP/andP => [all | [f0 /forallP fl] i]; first by split; [apply: all | apply/forallP => j; apply: all].
by case: (unliftP ord0 i) => [j ->|->].
Qed.
Lemma forall_none (F : pred 'I_0) : [forall i, F i] = true.
Proof. by apply/forallP => -[]. Qed.
Lemma exists_ord0 n (F : pred 'I_n.+1) : [exists i, F i] = F ord0 || [exists i : 'I_n, F (lift ord0 i)].
Proof. by rewrite -[LHS]negbK negb_exists forall_ord0 -negb_exists -negb_or negbK. Qed.
Lemma exists_none (F : pred 'I_0) : [exists i, F i] = false.
Proof. by apply/existsP => -[[]]. Qed.

(* Decides which numbers are 0. *)
Ltac zeros := repeat match goal with
  | |- context [is_zero ?x] => first [rewrite (is_zero_eq (x := x) ltac:(lra)) | rewrite (is_zero_ne (x := x) ltac:(lra))]
  end; rewrite /=.
Ltac positive := move=> i; apply: vec_gt0; [repeat constructor; lra | done].
Ltac weigh := split; [move=> i; apply: vec_ge0; repeat constructor; lra | rewrite /mass /vec ?big_ord_recl ?big_ord0 /=; lra].
Ltac nothing_ruled_out := rewrite /supports /vec; do 4 rewrite ?forall_ord0 ?forall_none /=; zeros; done.
Ltac sums_to_1 := split; [move=> ?; apply: vec_ge0; repeat constructor; lra | rewrite /vec ?big_ord_recl ?big_ord0 /=; lra].

(* In bits, of distributions. *)
Lemma same_vec n (f g : 'I_n -> R) : (forall i, f i = g i) -> f = g.
Proof. exact: functional_extensionality. Qed.
Lemma kl_bits (I : finType) (p q : I -> R) : distribution p -> distribution q -> supports q p ->
  kl_divergence 2 p q = Finite (kl p q / ln 2).
Proof. by move=> dp dq s; rewrite kl_nats s !hat_id. Qed.
Lemma cross_bits (I : finType) (p q : I -> R) : distribution p -> distribution q -> supports q p ->
  cross_entropy 2 p q = Finite (cross p q / ln 2).
Proof. by move=> dp dq s; rewrite cross_nats s !hat_id. Qed.
Lemma in_bits (x y : R) : x < y -> x / ln 2 < y / ln 2.
Proof. by apply: in_unit_lt; lra. Qed.

(* Logarithms of 3 and 7, between those of powers of 2. *)
Lemma some_logs : [/\ 0 < ln 2, ln 4 = 2 * ln 2, ln 8 = 3 * ln 2, ln 16 = 4 * ln 2 & 4 * ln 2 < 3 * ln 3 ] /\
  5 * ln 3 < 8 * ln 2 /\ 19 * ln 2 < 7 * ln 7.
Proof.
have l4 : ln 4 = 2 * ln 2 by rewrite (_ : 4 = 2 * 2); [rewrite ln_mult; lra | lra].
have l8 : ln 8 = 3 * ln 2 by rewrite (_ : 8 = 2 * 4); [rewrite ln_mult; lra | lra].
have l16 : ln 16 = 4 * ln 2 by rewrite (_ : 16 = 4 * 4); [rewrite ln_mult; lra | lra].
have l9 : ln 9 = 2 * ln 3 by rewrite (_ : 9 = 3 * 3); [rewrite ln_mult; lra | lra].
have l27 : ln 27 = 3 * ln 3 by rewrite (_ : 27 = 3 * 9); [rewrite ln_mult; lra | lra].
have l243 : ln 243 = 5 * ln 3 by rewrite (_ : 243 = 9 * 27); [rewrite ln_mult; lra | lra].
have l256 : ln 256 = 8 * ln 2 by rewrite (_ : 256 = 16 * 16); [rewrite ln_mult; lra | lra].
have l49 : ln 49 = 2 * ln 7 by rewrite (_ : 49 = 7 * 7); [rewrite ln_mult; lra | lra].
have l2401 : ln 2401 = 4 * ln 7 by rewrite (_ : 2401 = 49 * 49); [rewrite ln_mult; lra | lra].
have l343 : ln 343 = 3 * ln 7 by rewrite (_ : 343 = 7 * 49); [rewrite ln_mult; lra | lra].
have l7 : ln 823543 = 7 * ln 7 by rewrite (_ : 823543 = 2401 * 343); [rewrite ln_mult; lra | lra].
have l2048 : ln 2048 = 11 * ln 2 by rewrite (_ : 2048 = 256 * 8); [rewrite ln_mult; lra | lra].
have l19 : ln 524288 = 19 * ln 2 by rewrite (_ : 524288 = 256 * 2048); [rewrite ln_mult; lra | lra].
have := ln_lt_2; have := ln_increasing 16 27 ltac:(lra) ltac:(lra); have := ln_increasing 243 256 ltac:(lra) ltac:(lra).
by have := ln_increasing 524288 823543 ltac:(lra) ltac:(lra); repeat split; lra.
Qed.
Ltac write_out := rewrite /H /kl /cross /vec ?big_ord_recl ?big_ord0 /=.
Ltac logs :=
  have [[? ? ? ? ?] [? ?]] := some_logs; rewrite ?Rmult_0_l; repeat (rewrite ln_div; [ | lra | lra]); rewrite ?ln_1; lra.

(* (17/16)¹⁶ < e < (16/15)¹⁶ *)
Lemma e_bounds : 263 / 100 < exp 1 < 281 / 100.
Proof.
have sixteen x : exp (16 * x) = exp x ^ 16.
  by rewrite /= Rmult_1_r -!exp_plus; apply: f_equal; ring.
have lo := exp_ineq1_le (1 / 16); have hi := exp_ineq1_le (- (1 / 16)).
have up : (17 / 16) ^ 16 <= exp 1.
  have -> : exp 1 = exp (16 * (1 / 16)) by congr exp; field.
  by rewrite sixteen; apply: pow_incr; lra.
have down : (15 / 16) ^ 16 <= exp (- (1)).
  have -> : exp (- (1)) = exp (16 * (- (1 / 16))) by congr exp; field.
  by rewrite sixteen; apply: pow_incr; lra.
rewrite /= in up down; split; first lra.
have e0 := exp_pos 1; rewrite exp_Ropp in down; have one : exp 1 * / exp 1 = 1 by field; lra.
nra.
Qed.
