(* Functions of logits: log-sum-exp and softmax, what they keep and what they do not see. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Softmax.

Theorem lse_bounds (I : finType) (z : I -> logit) : logits z ->
  (forall i x, z i = Logit x -> x <= log_sum_exp z) /\
  (forall m, (forall i x, z i = Logit x -> x <= m) -> log_sum_exp z <= m + ln (INR #|I|)).
Proof.
move=> l; have s := S_gt0 l; split=> [i x e | m most].
  rewrite -[x]ln_exp; apply: ln_le; first exact: exp_pos.
  have -> : exp x = exponential (z i) by rewrite e.
  by apply: (@le_sum _ (fun i => exponential (z i))) => j; apply: exponential_ge0.
have [k _] := l; have n : 0 < INR #|I| by apply: lt_0_INR; apply/ltP; apply/card_gt0P; exists k.
have -> : m + ln (INR #|I|) = ln (INR #|I| * exp m) by rewrite ln_mult ?ln_exp //; [ring | apply: exp_pos].
apply: ln_le => //; rewrite -sum_const; apply: sum_le => i _.
case e: (z i) => [x|] /=; last by left; apply: exp_pos.
by case: (most i x e) => [lt | ->]; [left; apply: exp_increasing | right].
Qed.

Lemma S_shift (I : finType) (z : I -> logit) c : Σ i, exponential (shift (z i) c) = (Σ i, exponential (z i)) * exp c.
Proof. by rewrite -sum_scal_r; apply: sum_eq => i; apply: exponential_shift. Qed.

Theorem lse_shift (I : finType) (z : I -> logit) (c : R) : logits z ->
  log_sum_exp (fun i => shift (z i) c) = log_sum_exp z + c.
Proof.
by move=> /S_gt0 s; rewrite /log_sum_exp S_shift ln_mult ?ln_exp //; apply: exp_pos.
Qed.

Theorem lse_neutral (I : finType) (z : I -> logit) :
  log_sum_exp (fun o : option I => if o is Some i then z i else Masked) = log_sum_exp z.
Proof. by rewrite /log_sum_exp sum_option /= Rplus_0_l. Qed.

(* By the tangent at the mixture. A class that is masked in one of the two is masked in the mixture. *)
Theorem lse_convex (I : finType) (z z' : I -> logit) (t : R) : 0 < t < 1 ->
  let mixture i := if (z i, z' i) is (Logit x, Logit y) then Logit ((1 - t) * x + t * y) else Masked in
  logits mixture ->
  log_sum_exp mixture <= (1 - t) * log_sum_exp z + t * log_sum_exp z'.
Proof.
move=> t01 m lm.
have mz i : is_masked (z i) -> is_masked (m i) by rewrite /m; case: (z i).
have mz' i : is_masked (z' i) -> is_masked (m i) by rewrite /m; case: (z i); case: (z' i).
have [k nm] := lm; have l : logits z by exists k; apply/negP => /mz; apply/negP.
have l' : logits z' by exists k; apply/negP => /mz'; apply/negP.
have a := lse_above_tangent lm l mz; have b := lse_above_tangent lm l' mz'.
have : (1 - t) * (Σ i, softmax m i * (value (z i) - value (m i))) + t * (Σ i, softmax m i * (value (z' i) - value (m i))) = 0.
  rewrite -!sum_scal -sum_plus big1 // => i _; case: (boolP (is_masked (m i))) => mi; first by rewrite softmax_masked //; ring.
  by move: mi; rewrite /m; case: (z i) => // x; case: (z' i) => // y _ /=; ring.
by nra.
Qed.

Theorem lse_equal (I : finType) (x : R) : (0 < #|I|)%N ->
  log_sum_exp (fun _ : I => Logit x) = x + ln (INR #|I|).
Proof.
move=> /ltP /lt_0_INR n; rewrite /log_sum_exp sum_const ln_mult ?ln_exp //; [exact: Rplus_comm | exact: exp_pos].
Qed.

Theorem softmax_simplex (I : finType) (z : I -> logit) : logits z ->
  (forall i, 0 <= softmax z i <= 1) /\ Σ i, softmax z i = 1 /\ (forall i, z i = Masked -> softmax z i = 0).
Proof.
move=> l; have d := softmax_distribution l; split=> [i|]; first by split; [apply: (proj1 d) | apply: le_1].
by split=> [|i e]; [exact: (proj2 d) | apply: softmax_masked; rewrite e].
Qed.

Theorem softmax_shift (I : finType) (z : I -> logit) (c : R) (i : I) : logits z ->
  softmax (fun i => shift (z i) c) i = softmax z i.
Proof.
move=> /S_gt0 s; rewrite /softmax S_shift exponential_shift -/(S z).
by field; split; [lra | have := exp_pos c; lra].
Qed.

Theorem softmax_order (I : finType) (z : I -> logit) (i j : I) : logits z ->
  ((number (z i) <= number (z j))%Rbar -> softmax z i <= softmax z j) /\ (z i = z j -> softmax z i = softmax z j).
Proof.
move=> l; split=> [le | e]; last by rewrite /softmax e.
have s := S_gt0 l; rewrite /softmax /Rdiv -/(S z); apply: Rmult_le_compat_r.
  by left; apply: Rinv_0_lt_compat.
case: (z i) (z j) le => [x|] [y|] //=; [ | by left; apply: exp_pos | by right].
by move=> [lt | ->]; [left; apply: exp_increasing | right].
Qed.

(* Class i may be masked: exp −∞ = 0. *)
Theorem softmax_ratio (I : finType) (z : I -> logit) (i j : I) (y : R) : logits z ->
  z j = Logit y -> softmax z i = exponential (shift (z i) (- y)) * softmax z j.
Proof.
move=> l ej; rewrite /softmax ej /Rdiv -Rmult_assoc; congr (_ * _).
by case: (z i) => [x|] /=; [rewrite -exp_plus; congr exp; ring | ring].
Qed.

(* The shares exp lᵢ are those of softmax. *)
Theorem log_softmax_simplex (I : finType) (z : I -> logit) : logits z ->
  (forall i, (log_softmax z i <= 0)%Rbar) /\
  Σ i, (if log_softmax z i is Finite l then exp l else 0) = 1 /\
  (forall i, z i = Masked -> log_softmax z i = m_infty).
Proof.
move=> lz; rewrite /log_softmax; split=> [i | ]; last split=> [ | i -> //].
  by case e: (z i) => [x|] //=; have := (proj1 (lse_bounds lz)) i x e; lra.
rewrite -(proj2 (softmax_distribution lz)); apply: sum_eq => i; case e: (z i) => [x|]; last by rewrite softmax_masked ?e.
rewrite -[RHS]exp_ln; last by apply/(softmax_gt0 _ lz); rewrite e.
by rewrite ln_softmax ?e.
Qed.

Theorem log_softmax_shift (I : finType) (z : I -> logit) (c : R) (i : I) : logits z ->
  log_softmax (fun i => shift (z i) c) i = log_softmax z i.
Proof. by move=> l; rewrite /log_softmax (lse_shift c l); case: (z i) => [x|] //=; congr Finite; ring. Qed.

(* The same number is taken off all: equal results have equal logits too. *)
Theorem log_softmax_order (I : finType) (z : I -> logit) (i j : I) :
  (log_softmax z i <= log_softmax z j)%Rbar <-> (number (z i) <= number (z j))%Rbar.
Proof. by rewrite /log_softmax; case: (z i) (z j) => [x|] [y|] //=; split; lra. Qed.

(* So it is defined; that it is the logarithm of softmax is log_softmax_is_log. *)
Theorem log_softmax_by_lse (I : finType) (z : I -> logit) (i : I) :
  log_softmax z i = (number (z i) - log_sum_exp z)%Rbar.
Proof. by rewrite /log_softmax; case: (z i). Qed.

(* The last form has no cancellation where all others are unlikely. *)
Theorem log_softmax_is_log (I : finType) (z : I -> logit) (i : I) : logits z ->
  (log_softmax z i <= 0)%Rbar /\
  (z i = Masked -> log_softmax z i = m_infty /\ softmax z i = 0) /\
  (forall x, z i = Logit x ->
    log_softmax z i = Finite (x - log_sum_exp z) /\
    log_softmax z i = Finite (ln (softmax z i)) /\
    log_softmax z i = Finite (ln (1 - Σ j | j != i, softmax z j))).
Proof.
move=> l; have d := softmax_distribution l; rewrite /log_softmax; split; [ | split].
- case e: (z i) => [x|] //=; have := (proj1 (lse_bounds l)) i x e; lra.
- by move=> e; rewrite e softmax_masked ?e.
- move=> x e; rewrite e; have q : x - log_sum_exp z = ln (softmax z i) by rewrite ln_softmax ?e.
  split=> //; split; congr Finite => //; rewrite q; congr ln.
  by rewrite -(proj2 d) (bigD1 i) //=; ring.
Qed.
