(* Softmax, its logarithm and their derivatives, masks included: derivatives are Coquelicot's, limits of difference
   quotients. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Export Weights.

(* 0 where masked: such a class has no weight in any mean. *)
Definition value (z : logit) := if z is Logit x then x else 0.
Lemma share_value a z : share a z = a * value z.
Proof. by case: z => [x|] /=; ring. Qed.
Lemma exponential_ge0 z : 0 <= exponential z.
Proof. by case: z => [x|] /=; [left; apply: exp_pos | right]. Qed.
Lemma exponential_gt0 z : 0 < exponential z <-> ~~ is_masked z.
Proof. by case: z => [x|] /=; split=> //; [move=> _; apply: exp_pos | lra]. Qed.
Lemma exponential_value z : ~~ is_masked z -> exponential z = exp (value z).
Proof. by case: z. Qed.
Lemma exponential_shift z c : exponential (shift z c) = exponential z * exp c.
Proof. by case: z => [x|] /=; [rewrite exp_plus | ring]. Qed.
Lemma value_shift z c : ~~ is_masked z -> value (shift z c) = value z + c.
Proof. by case: z. Qed.
Lemma masked_shift z c : is_masked (shift z c) = is_masked z.
Proof. by case: z. Qed.

Section Softmax.
Variable I : finType.
Implicit Types (z : I -> logit) (d y p q : I -> R).

Definition S z := Σ i, exponential (z i).
Lemma S_gt0 z : logits z -> 0 < S z.
Proof. by move=> [k /exponential_gt0 k0]; apply: (@sum_gt0 _ _ k) => // i; apply: exponential_ge0. Qed.
Lemma softmax_gt0 z i : logits z -> 0 < softmax z i <-> ~~ is_masked (z i).
Proof.
move=> /S_gt0 s; rewrite -exponential_gt0 /softmax -/(S z); split=> [q0 | e0]; last exact: Rdiv_lt_0_compat.
by replace (exponential (z i)) with (exponential (z i) / S z * S z); [apply: Rmult_lt_0_compat | field; lra].
Qed.
Lemma softmax_masked z i : is_masked (z i) -> softmax z i = 0.
Proof. by rewrite /softmax; case: (z i) => //= _; rewrite /Rdiv Rmult_0_l. Qed.
Lemma softmax_distribution z : logits z -> distribution (softmax z).
Proof.
move=> /S_gt0 s; split=> [i|]; last by rewrite /softmax sum_div /Rdiv -/(S z) Rinv_r; lra.
by apply: Rmult_le_pos; [apply: exponential_ge0 | left; apply: Rinv_0_lt_compat].
Qed.
Lemma ln_softmax z i : logits z -> ~~ is_masked (z i) -> ln (softmax z i) = value (z i) - log_sum_exp z.
Proof.
move=> /S_gt0 s m; rewrite /softmax -/(S z) ln_div //; last exact/exponential_gt0.
by rewrite exponential_value // ln_exp.
Qed.

Lemma logits_step z d : logits z -> logits (step z d).
Proof. by move=> [k m]; exists k; rewrite /step masked_shift. Qed.
Lemma step_masked z d i : is_masked (step z d i) = is_masked (z i).
Proof. exact: masked_shift. Qed.

(* What log-sum-exp exceeds its tangent by is a divergence. *)
Lemma lse_tangent z z' : logits z -> logits z' -> (forall i, is_masked (z' i) -> is_masked (z i)) ->
  log_sum_exp z' - log_sum_exp z - (Σ i, softmax z i * (value (z' i) - value (z i))) = kl (softmax z) (softmax z').
Proof.
move=> l l' m; have -> : kl (softmax z) (softmax z') =
    Σ i, ((log_sum_exp z' - log_sum_exp z) * softmax z i - softmax z i * (value (z' i) - value (z i))).
  apply: sum_eq => i; case: (boolP (is_masked (z i))) => [mi | n]; first by rewrite softmax_masked //; ring.
  have n' : ~~ is_masked (z' i) by apply/negP => /m; apply/negP.
  by rewrite ln_div ?ln_softmax //; [ring | exact/softmax_gt0 | exact/softmax_gt0].
by rewrite sum_minus sum_scal (proj2 (softmax_distribution l)); ring.
Qed.
Lemma softmax_allows z z' : logits z -> logits z' -> (forall i, is_masked (z' i) -> is_masked (z i)) ->
  allowed (softmax z) (softmax z').
Proof.
move=> l l' m i e; apply: softmax_masked; apply: m; apply/negPn/negP => n.
by have := proj2 (softmax_gt0 i l') n; rewrite e; lra.
Qed.
Lemma lse_above_tangent z z' : logits z -> logits z' -> (forall i, is_masked (z' i) -> is_masked (z i)) ->
  log_sum_exp z + (Σ i, softmax z i * (value (z' i) - value (z i))) <= log_sum_exp z'.
Proof.
move=> l l' m.
have := gibbs (softmax_distribution l) (softmax_distribution l') (softmax_allows l l' m).
by rewrite -lse_tangent //; lra.
Qed.

(* Derivatives along the line z + h·d. *)
Lemma is_derive_sum (F : I -> R -> R) (F' : I -> R) x :
  (forall i, is_derive (F i) x (F' i)) -> is_derive (fun h => Σ i, F i h) x (Σ i, F' i).
Proof.
move=> dF; elim: (index_enum I) => [|i s IH].
  by rewrite big_nil; apply: (is_derive_ext (fun _ => 0)) => [h|]; [rewrite big_nil | apply: is_derive_const].
rewrite big_cons; apply: (is_derive_ext (fun h => F i h + bigop 0 s (fun j => BigBody j Rplus true (F j h)))).
  by move=> h; rewrite big_cons.
exact: (is_derive_plus (F i)).
Qed.

Lemma line_0 z d : line z d 0 = z.
Proof. by apply: functional_extensionality => i; rewrite /line; case: (z i) => //= x; congr Logit; ring. Qed.
Lemma line_1 z d : line z d 1 = step z d.
Proof. by apply: functional_extensionality => i; rewrite /line /step Rmult_1_l. Qed.
Lemma logits_line z d h : logits z -> logits (line z d h).
Proof. exact: logits_step. Qed.
Lemma line_masked z d h i : is_masked (line z d h i) = is_masked (z i).
Proof. exact: masked_shift. Qed.
Definition mean q d := Σ i, q i * d i.
Definition square d := Σ i, d i ^ 2.

Lemma exponential_slope z d i h : is_derive (fun h => exponential (line z d h i)) h (d i * exponential (line z d h i)).
Proof.
rewrite /line; case: (z i) => [x|] /=; first by auto_derive; [ | ring].
by rewrite Rmult_0_r; apply: is_derive_const.
Qed.
Lemma S_slope z d h : is_derive (fun h => S (line z d h)) h (Σ i, d i * exponential (line z d h i)).
Proof. by apply: is_derive_sum => i; apply: exponential_slope. Qed.

Lemma lse_slope z d h : logits z -> is_derive (fun h => log_sum_exp (line z d h)) h (mean (softmax (line z d h)) d).
Proof.
move=> l; have -> : mean (softmax (line z d h)) d = (Σ i, d i * exponential (line z d h i)) * / S (line z d h).
  by rewrite -sum_scal_r; apply: sum_eq => i; rewrite /softmax /Rdiv -/(S _); ring.
apply: (is_derive_comp ln (fun h => S (line z d h))); last exact: S_slope.
by apply/is_derive_Reals; apply: derivable_pt_lim_ln; apply: S_gt0; apply: logits_line.
Qed.

Lemma softmax_slope z d h i : logits z ->
  is_derive (fun h => softmax (line z d h) i) h (softmax (line z d h) i * (d i - mean (softmax (line z d h)) d)).
Proof.
move=> l; set x := line z d h; have S0 := S_gt0 (logits_line d h l); rewrite -/x in S0.
have -> : softmax x i * (d i - mean (softmax x) d) =
    (d i * exponential (x i) * S x - exponential (x i) * (Σ i, d i * exponential (x i))) / S x ^ 2.
  have -> : mean (softmax x) d = (Σ i, d i * exponential (x i)) / S x.
    by rewrite -sum_div; apply: sum_eq => j; rewrite /softmax /Rdiv -/(S _); ring.
  by rewrite /softmax -/(S _); field; lra.
apply: (is_derive_div (fun h => exponential (line z d h i)) (fun h => S (line z d h))); [ | exact: S_slope | rewrite -/x; lra].
exact: exponential_slope.
Qed.

Lemma mean_axis q k : mean q (axis k) = q k.
Proof. by rewrite -[RHS](sum_only q k); apply: sum_eq => i; rewrite /axis; case: eqP => _; ring. Qed.
Lemma mean_square q d : distribution q -> mean q (fun i => d i ^ 2) - mean q d ^ 2 <= square d.
Proof.
move=> dq; suff : mean q (fun i => d i ^ 2) <= square d by have := pow2_ge_0 (mean q d); lra.
by apply: sum_le => i _; have := le_1 i dq; have := proj1 dq i; have := pow2_ge_0 (d i); nra.
Qed.

(* The loss, where it is finite, and its gradient. *)
Definition loss z p := log_sum_exp z - Σ i, hat p i * value (z i).
Lemma loss_finite z p : permits z p -> softmax_cross_entropy z p = Finite (loss z p).
Proof.
move=> s; rewrite /softmax_cross_entropy s; congr Finite; rewrite /loss; congr (_ - _).
by apply: sum_eq => i; rewrite share_value.
Qed.
Lemma permits_step z p d : permits (step z d) p = permits z p.
Proof. by apply: eq_forallb => i; rewrite step_masked. Qed.
Lemma permitsP z p i : permits z p -> is_masked (z i) -> hat p i = 0.
Proof. by move=> /forallP /(_ i) /implyP s /s /is_zeroP e; rewrite /hat e /Rdiv Rmult_0_l. Qed.

Lemma loss_slope z p d h : logits z -> permits z p ->
  is_derive (fun h => loss (line z d h) p) h (mean (softmax_cross_entropy_gradient (line z d h) p) d).
Proof.
move=> l s; have -> : mean (softmax_cross_entropy_gradient (line z d h) p) d
    = mean (softmax (line z d h)) d - Σ i, hat p i * d i.
  by rewrite /mean -sum_minus; apply: sum_eq => i; rewrite /softmax_cross_entropy_gradient; ring.
apply: (is_derive_minus (fun h => log_sum_exp (line z d h))); first exact: lse_slope.
apply: is_derive_sum => i; case: (boolP (is_masked (z i))) => m.
  rewrite (permitsP s m) Rmult_0_l; apply: (is_derive_ext (fun _ => 0)) => [t|]; [by rewrite Rmult_0_l | exact: is_derive_const].
apply: (is_derive_ext (fun t => hat p i * (value (z i) + t * d i))) => [t|]; first by rewrite value_shift.
by auto_derive; [ | ring].
Qed.

Lemma loss_above_tangent z p d : logits z -> permits z p ->
  loss z p + mean (softmax_cross_entropy_gradient z p) d <= loss (step z d) p.
Proof.
move=> l s; have same i : is_masked (step z d i) -> is_masked (z i) by rewrite step_masked.
have le := lse_above_tangent l (logits_step d l) same.
have e q : (forall i, is_masked (z i) -> q i = 0) -> Σ i, q i * (value (step z d i) - value (z i)) = mean q d.
  move=> q0; apply: sum_eq => i; case: (boolP (is_masked (z i))) => m; first by rewrite q0 //; ring.
  by rewrite value_shift //; ring.
rewrite e in le; last by move=> i; apply: softmax_masked.
have := e (hat p) (fun i => @permitsP z p i s); rewrite /loss.
have -> : mean (softmax_cross_entropy_gradient z p) d = mean (softmax z) d - mean (hat p) d.
  by rewrite /mean -sum_minus; apply: sum_eq => i; rewrite /softmax_cross_entropy_gradient; ring.
have -> : Σ i, hat p i * (value (step z d i) - value (z i)) = (Σ i, hat p i * value (step z d i)) - Σ i, hat p i * value (z i).
  by rewrite -sum_minus; apply: sum_eq => i; ring.
lra.
Qed.

(* Smoothness: second derivatives of at most K give f 1 ≤ f 0 + f′ 0 + K/2. *)
Lemma taylor (f f' f'' : R -> R) K : (forall t, is_derive f t (f' t)) -> (forall t, is_derive f' t (f'' t)) ->
  (forall t, f'' t <= K) -> f 1 <= f 0 + f' 0 + K / 2.
Proof.
move=> d1 d2 k.
have slope t : 0 <= t -> f' t <= f' 0 + K * t.
  move=> t0; suff : K * 0 - f' 0 <= K * t - f' t by lra.
  apply: (@rises (fun t => K * t - f' t) (fun t => K - f'' t)) => // x _; last by have := k x; lra.
  by apply: is_derive_minus => //; auto_derive; [ | ring].
suff : f' 0 * 0 + K / 2 * 0 ^ 2 - f 0 <= f' 0 * 1 + K / 2 * 1 ^ 2 - f 1 by lra.
apply: (@rises (fun t => f' 0 * t + K / 2 * t ^ 2 - f t) (fun t => f' 0 + K * t - f' t)); first lra.
  by move=> t _; apply: is_derive_minus => //; auto_derive; [ | field].
by move=> t [t0 _]; have := slope t t0; lra.
Qed.

Lemma is_derive_affine (f : R -> R) f' a c x : is_derive f x f' -> is_derive (fun h => (f h - a) * c) x (f' * c).
Proof. by move=> d; have u := is_derive_unique _ _ _ d; auto_derive; [exists f' | rewrite u; ring]. Qed.

(* The second derivative along a line is the variance of d, at most Σ dᵢ². *)
Lemma descent z p d : logits z -> permits z p ->
  loss (step z d) p <= loss z p + mean (softmax_cross_entropy_gradient z p) d + / 2 * square d.
Proof.
move=> l s; pose f h := loss (line z d h) p.
pose f' h := mean (softmax_cross_entropy_gradient (line z d h) p) d.
pose q h := softmax (line z d h).
pose f'' h := Σ i, q h i * (d i - mean (q h) d) * d i.
have := @taylor f f' f'' (square d); rewrite /f /f' line_0 line_1 => t.
suff : loss (step z d) p <= loss z p + mean (softmax_cross_entropy_gradient z p) d + square d / 2 by lra.
apply: t => h; first exact: loss_slope.
  by apply: is_derive_sum => i; apply: (@is_derive_affine (fun h => q h i)); apply: softmax_slope.
have -> : f'' h = mean (q h) (fun i => d i ^ 2) - mean (q h) d ^ 2.
  have -> : mean (q h) d ^ 2 = Σ i, mean (q h) d * (q h i * d i) by rewrite sum_scal -/(mean (q h) d); ring.
  by rewrite -sum_minus; apply: sum_eq => i; ring.
by apply: mean_square; apply: softmax_distribution; apply: logits_line.
Qed.
End Softmax.
