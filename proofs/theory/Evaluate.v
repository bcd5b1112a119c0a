(* Metrics of vectors with numbers in them, down to what `interval` evaluates: sums written out, 0·log 0 removed. *)
From Gibbs.theory Require Export Softmax.
From Interval Require Export Tactic.

(* The numbers xs as a vector of n classes. *)
Definition vec n (xs : seq R) (i : 'I_n) := nth 0 xs i.

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
  rewrite /kl_divergence /cross_entropy /js_divergence /entropy /perplexity /middle /supports /permits /hat /mass /log
    /conditional_entropy /mutual_information /rows /columns
    /softmax_cross_entropy /softmax_cross_entropy_gradient /log_softmax /log_sum_exp /softmax /mean_squared_error
    /axis /finite /vec ?card_ord;
  rewrite ?sum_table /=;
  do 4 rewrite ?big_ord_recl ?big_ord0 ?forall_ord0 ?forall_none /=; zeros.
Ltac drop_zeros := rewrite /Rdiv ?Rmult_0_l ?Rmult_0_r ?Rplus_0_l ?Rplus_0_r ?Rminus_0_r.
Ltac evaluate := write_out; drop_zeros.
Ltac positive := move=> i; apply: vec_gt0; [repeat constructor; lra | done].
Ltac weigh := split; [move=> i; apply: vec_ge0; repeat constructor; lra | rewrite /mass /vec ?big_ord_recl ?big_ord0 /=; lra].
Ltac nothing_ruled_out := rewrite /supports /vec; do 4 rewrite ?forall_ord0 ?forall_none /=; zeros; done.
