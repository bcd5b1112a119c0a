(* Metrics of vectors with numbers in them, down to what `interval` evaluates: sums written out, 0·log 0 removed. *)
From Gibbs.theory Require Export Vectors.
From Interval Require Export Tactic.

Ltac write_out :=
  rewrite /sequence_perplexity /mean_softmax_cross_entropy /mean_softmax_cross_entropy_gradient /row_loss
    /label_loss /hopeless /counted;
  rewrite /conditional_entropy /mutual_information /js_distance /js_divergence /softmax_cross_entropy
    /softmax_cross_entropy_gradient /softmax_mean_squared_error_gradient /softmax_vjp /log_softmax_vjp
    /softmax_cross_entropy_hessian_diagonal /log_softmax /sigmoid_cross_entropy /sigmoid_cross_entropy_gradient
    /sigmoid_cross_entropy_hessian;
  rewrite /self_information /kl_divergence /cross_entropy /entropy /perplexity /middle /supports /permits /rows /columns
    /log_sum_exp /softmax /mean_squared_error /sigmoid /log;
  rewrite /hat /mass /axis /finite /vec /vec_logits /vec_rows /vec_labels /table ?card_ord /=;
  do 4 rewrite ?sum_table ?big_ord_recl ?big_ord0 ?forall_ord0 ?forall_none ?exists_ord0 ?exists_none /=; zeros.
Ltac drop_zeros := rewrite /Rdiv ?Rmult_0_l ?Rmult_0_r ?Rplus_0_l ?Rplus_0_r ?Rminus_0_r.
Ltac evaluate := write_out; drop_zeros.
(* lo ≤ x ≤ hi; the same of a value in Rbar; or a value that is infinite. More bits where much cancels. *)
Ltac enclose := first [interval with (i_prec 90) | interval with (i_prec 200)].
Ltac pin := evaluate; first [reflexivity | enclose | eexists; split; [reflexivity | enclose]].
