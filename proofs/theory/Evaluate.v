(* Metrics of vectors with numbers in them, down to what `interval` evaluates: sums written out, 0·log 0 removed. *)
From Gibbs.theory Require Export Softmax.
From Interval Require Export Tactic.

(* The numbers xs as a vector of n classes. *)
Definition vec n (xs : seq R) (i : 'I_n) := nth 0 xs i.

Definition vec_logits n (zs : seq logit) (i : 'I_n) := nth Masked zs i.
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

(* Decides which numbers are 0. *)
Ltac zeros := repeat match goal with
  | |- context [is_zero ?x] => first [rewrite (is_zero_eq (x := x) ltac:(lra)) | rewrite (is_zero_ne (x := x) ltac:(lra))]
  end; rewrite /=.
Ltac write_out :=
  rewrite /conditional_entropy /mutual_information /js_distance /js_divergence /softmax_cross_entropy
    /softmax_cross_entropy_gradient /softmax_vjp /log_softmax_vjp /softmax_cross_entropy_hessian_diagonal /log_softmax
    /sigmoid_cross_entropy /sigmoid_cross_entropy_gradient /sigmoid_cross_entropy_hessian;
  rewrite /self_information /kl_divergence /cross_entropy /entropy /perplexity /middle /supports /permits /rows /columns
    /log_sum_exp /softmax /mean_squared_error /sigmoid /log;
  rewrite /hat /mass /axis /finite /vec /vec_logits /table ?card_ord /=;
  do 4 rewrite ?sum_table ?big_ord_recl ?big_ord0 ?forall_ord0 ?forall_none /=; zeros.
Ltac drop_zeros := rewrite /Rdiv ?Rmult_0_l ?Rmult_0_r ?Rplus_0_l ?Rplus_0_r ?Rminus_0_r.
Ltac evaluate := write_out; drop_zeros.
(* lo ≤ x ≤ hi; the same of a value in Rbar; or a value that is infinite. More bits where much cancels. *)
Ltac enclose := first [interval with (i_prec 90) | interval with (i_prec 200)].
Ltac pin := evaluate; first [reflexivity | enclose | eexists; split; [reflexivity | enclose]].
Ltac positive := move=> i; apply: vec_gt0; [repeat constructor; lra | done].
Ltac weigh := split; [move=> i; apply: vec_ge0; repeat constructor; lra | rewrite /mass /vec ?big_ord_recl ?big_ord0 /=; lra].
Ltac nothing_ruled_out := rewrite /supports /vec; do 4 rewrite ?forall_ord0 ?forall_none /=; zeros; done.
