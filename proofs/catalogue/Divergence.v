(* Cross-entropy and Kullback–Leibler divergence: what it costs to believe Q where P is true. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Weights Coding.

Theorem gibbs_inequality (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (0 <= kl_divergence b p q)%Rbar.
Proof.
move=> b1 wp wq; rewrite kl_nats; case: (supportsP wp wq) => //= s.
by apply: in_unit_ge0 => //; apply: gibbs => //; apply: hat_distribution.
Qed.

Theorem gibbs_equality (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  kl_divergence b p q = 0 <-> (forall i, hat p i = hat q i).
Proof.
move=> b1 wp wq; rewrite kl_nats; case: (supportsP wp wq) => s; split=> //.
- by move=> [e]; apply: gibbs_eq => //; try exact: hat_distribution; apply/(in_unit_eq b1); rewrite e /Rdiv; ring.
- by move=> e; rewrite kl_self // /Rdiv Rmult_0_l.
- by move=> e; case: s => i z; rewrite e.
Qed.

Theorem cross_entropy_decomposes (I : finType) (b : R) (p q : I -> R) : weights p -> weights q ->
  cross_entropy b p q = (entropy b p + kl_divergence b p q)%Rbar.
Proof.
move=> wp wq; rewrite cross_nats kl_nats entropy_nats; case: (supportsP wp wq) => //= s; congr Finite.
by rewrite cross_kl //; [rewrite /Rdiv; ring | |]; exact: hat_distribution.
Qed.

Theorem cross_entropy_of_itself (I : finType) (b : R) (p : I -> R) :
  cross_entropy b p p = entropy b p.
Proof. by rewrite /cross_entropy supports_self. Qed.

Theorem cross_entropy_exceeds_entropy (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (entropy b p <= cross_entropy b p q)%Rbar.
Proof.
move=> b1 wp wq; rewrite cross_entropy_decomposes //.
by have := gibbs_inequality b1 wp wq; case: (kl_divergence b p q) => //= d; lra.
Qed.

(* m bounds all beliefs. *)
Theorem cross_entropy_nonnegative (I : finType) (b m : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (forall i, hat q i <= m) -> m <= 1 ->
  0 <= - log b m /\ (- log b m <= cross_entropy b p q)%Rbar.
Proof.
move=> b1 wp wq top m1; have [dp dq] := (hat_distribution wp, hat_distribution wq).
have -> : - log b m = - ln m / ln b by rewrite /log /Rdiv; ring.
split; first by apply: in_unit_ge0 => //; have := ln_le_0 m1; lra.
rewrite cross_nats; case: (supportsP wp wq) => //= a; apply: in_unit => //.
have -> : - ln m = - Σ i, hat p i * ln m by rewrite sum_scal_r (proj2 dp); ring.
rewrite /cross; apply: Ropp_le_contravar; apply: sum_le => i _.
case: (proj1 dp i) => [pi | <-]; last lra.
apply: Rmult_le_compat_l; first lra.
by apply: ln_le; [exact: allowed_gt0 wp wq a pi | exact: top].
Qed.

(* Of two beliefs: whichever has the lower cross-entropy has the lower divergence. *)
Theorem same_minimiser (I : finType) (b : R) (p q1 q2 : I -> R) : weights p -> weights q1 -> weights q2 ->
  (supports q1 p || supports q2 p ->
    (cross_entropy b p q1 - cross_entropy b p q2)%Rbar = (kl_divergence b p q1 - kl_divergence b p q2)%Rbar) /\
  ((cross_entropy b p q1 <= cross_entropy b p q2)%Rbar <-> (kl_divergence b p q1 <= kl_divergence b p q2)%Rbar).
Proof.
move=> wp w1 w2; rewrite !cross_entropy_decomposes // !kl_nats.
case: (supports q1 p); case: (supports q2 p); split=> //=; try by split; lra.
by move=> _; congr Finite; ring.
Qed.

(* Belief moves from Q to the truth P: Qₜ = (1−t)Q + tP. −log t bounds what is left where D(P‖Q) is infinite. *)
Theorem moving_towards_the_truth (I : finType) (b s t : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  0 <= s < t -> t < 1 ->
  let towards u i := (1 - u) * hat q i + u * hat p i in
  (kl_divergence b p (towards t) <= (1 - t) * kl_divergence b p q)%Rbar /\
  (kl_divergence b p (towards t) <= - log b t)%Rbar /\
  (entropy b p <= cross_entropy b p (towards t))%Rbar /\
  (~ (forall i, hat p i = hat q i) ->
    (kl_divergence b p (towards t) < kl_divergence b p (towards s))%Rbar /\
    (cross_entropy b p (towards t) < cross_entropy b p (towards s))%Rbar).
Proof.
move=> b1 wp wq st t1 towards; have [dp dq] := (hat_distribution wp, hat_distribution wq).
have m u : 0 <= u <= 1 -> distribution (towards u) by move=> u01; apply: mix_distribution.
have [ds dt] : distribution (towards s) /\ distribution (towards t) by split; apply: m; lra.
have [ws wt] : weights (towards s) /\ weights (towards t) by split; apply: distribution_weights.
have t01 : 0 < t <= 1 by lra.
have al : allowed (hat p) (towards t) by apply: towards_truth_allowed.
have fin : kl_divergence b p (towards t) = kl (hat p) (towards t) / ln b.
  by rewrite kl_nats; case: (supportsP wp wt) => [_ | []]; rewrite (hat_id dt).
have strict : ~ (forall i, hat p i = hat q i) -> (kl_divergence b p (towards t) < kl_divergence b p (towards s))%Rbar.
  move=> ne; rewrite fin kl_nats; case: (supportsP wp ws) => //= a; apply: in_unit_lt => //.
  by rewrite (hat_id ds) in a *; exact: falls_strictly.
split; [ | split; [ | split; [exact: cross_entropy_exceeds_entropy | move=> ne; split; first exact: strict]]].
- rewrite fin kl_nats; case: (supportsP wp wq) => [a /= | _]; last by rewrite times_infinity //; lra.
  by rewrite -Rmult_assoc; apply: in_unit => //; apply: towards_truth => //; lra.
- rewrite fin /=; have -> : - log b t = - ln t / ln b by rewrite /log /Rdiv; ring.
  apply: in_unit => //.
  have -> : - ln t = Σ i, hat p i * - ln t by rewrite sum_scal_r (proj2 dp); ring.
  apply: sum_le => i _; have [p0 _] := dp; case: (p0 i) => [pi | <-]; last lra.
  apply: Rmult_le_compat_l; first lra.
  have q0 := proj1 dq i; have lo : t * hat p i <= towards t i by rewrite /towards; nra.
  have t0 : 0 < t * hat p i by apply: Rmult_lt_0_compat; lra.
  rewrite ln_div //; last lra.
  by have := ln_le _ _ t0 lo; rewrite ln_mult; lra.
- rewrite !cross_entropy_decomposes // fin; have := strict ne; rewrite fin; case: (kl_divergence _ _ _) => //= d; lra.
Qed.

Theorem kl_support (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (kl_divergence b p q = p_infty <-> exists i, q i = 0 /\ p i <> 0) /\
  (forall m, (forall i, 0 < p i -> 0 < q i /\ hat p i / hat q i <= m) -> (kl_divergence b p q <= log b m)%Rbar).
Proof.
move=> b1 wp wq; split.
  rewrite kl_nats; case: (boolP (supports q p)) => s; split=> //; last by move=> _; apply/supportsPn.
  by move/supportsPn; rewrite s.
move=> m most; rewrite kl_nats; have [p0 p1] := hat_distribution wp.
case: (supportsP wp wq) => [s | []]; last first.
  by move=> i z; case: (p0 i) => // /(hat_gt0 _ wp) /most [] /(hat_gt0 _ wq); rewrite z; lra.
apply: in_unit => //; have -> : ln m = Σ i, hat p i * ln m by rewrite sum_scal_r p1; ring.
apply: sum_le => i _; case: (p0 i) => [pi | <-]; last lra.
have [/(hat_gt0 _ wq) qi le] := most i (proj1 (hat_gt0 _ wp) pi).
apply: Rmult_le_compat_l; first lra; apply: ln_le => //; exact: Rdiv_lt_0_compat.
Qed.

(* Impossible classes may be left out of the sums. f merges none but impossible classes; their beliefs, 0 included, are
   merged with them. *)
Theorem zero_log_zero (I J : finType) (b : R) (p q : I -> R) (f : I -> J) : weights p -> weights q ->
  (forall i k, f i = f k -> i <> k -> p i = 0) ->
  let merge r j := Σ i | f i == j, r i in
  (supports q p -> kl_divergence b p q = Finite (Σ i | ~~ is_zero (p i), hat p i * log b (hat p i / hat q i)) /\
    cross_entropy b p q = Finite (- Σ i | ~~ is_zero (p i), hat p i * log b (hat q i))) /\
  kl_divergence b (merge p) (merge q) = kl_divergence b p q /\
  cross_entropy b (merge p) (merge q) = cross_entropy b p q.
Proof.
move=> wp wq none merge; split.
  have left_out g : Σ i, hat p i * g i = Σ i | ~~ is_zero (p i), hat p i * g i.
    by rewrite [RHS]big_mkcond; apply: sum_eq => i; case: is_zeroP => // /(hat_0 _ wp) ->; rewrite Rmult_0_l.
  by move=> s; rewrite /kl_divergence /cross_entropy s !left_out.
rewrite -[merge p]/(merged f p) -[merge q]/(merged f q) {merge}.
have alone r i : p i <> 0 -> merged f r (f i) = r i.
  move=> pn; rewrite /merged (bigD1 i) //= big1 ?Rplus_0_r // => k /andP [/eqP e /eqP ne].
  by case: pn; apply: (none i k) => // ik; apply: ne.
have mm r : mass (merged f r) = mass r by rewrite /mass (sum_groups f r).
have hm r j : hat (merged f r) j = merged f (hat r) j by rewrite {1}/hat mm /merged /hat /Rdiv big_distrl.
have ha r i : p i <> 0 -> merged f (hat r) (f i) = hat r i by move=> pn; rewrite -hm /hat mm alone.
have wm r : weights r -> weights (merged f r).
  by move=> [r0 m0]; split=> [j|]; [apply: sum_ge0 | rewrite mm].
have s : supports (merged f q) (merged f p) = supports q p.
  apply/(supportsP (wm _ wp) (wm _ wq))/(supportsP wp wq) => al.
    move=> i z; case: (Req_dec (p i) 0) => [/(hat_0 _ wp) // | pn].
    by have := al (f i); rewrite !hm !ha // => -> .
  move=> j; rewrite !hm; apply: merged_allowed => //; exact: (proj1 (hat_distribution wq)).
(* the logarithm of a group is that of each of its possible classes *)
have e (g : R -> R -> R) : Σ j, merged f (hat p) j * g (merged f (hat p) j) (merged f (hat q) j) = Σ i, hat p i * g (hat p i) (hat q i).
  rewrite [RHS](sum_groups f); apply: sum_eq => j; rewrite {1}/merged big_distrl /=; apply: eq_bigr => i /eqP <-.
  by case: (Req_dec (p i) 0) => [/(hat_0 _ wp) -> | pn]; [rewrite !Rmult_0_l | rewrite !ha].
rewrite !kl_nats !cross_nats s; split; case: supports => //; do 2 congr Finite; congr (_ / _).
  rewrite /kl -(e (fun x y => ln (x / y))); apply: sum_eq => j; by rewrite !hm.
by rewrite /cross -(e (fun x y => ln y)); congr Ropp; apply: sum_eq => j; rewrite !hm.
Qed.

(* Outcome i takes ⌈-log₂ q i⌉ questions, prepared by who believes Q; Σ 2^-lᵢ ≤ 1 (halves k is 2^-k) is Kraft's
   inequality, by which such questions exist (which is not proved here). L is their number to expect. *)
Theorem cross_entropy_counts_the_wrong_questions (I : finType) (p q : I -> R) : weights p -> weights q -> supports q p ->
  let l i := ceiling (- log 2 (hat q i)) in
  let best i := ceiling (- log 2 (hat p i)) in
  let L := Σ i, hat p i * IZR (l i) in
  let L_best := Σ i, hat p i * IZR (best i) in
  Σ i | ~~ is_zero (q i), halves (l i) <= 1 /\
  (cross_entropy 2 p q <= L)%Rbar /\ (L < cross_entropy 2 p q + 1)%Rbar /\
  ((forall i, 0 < p i -> exists k : nat, hat q i = / 2 ^ k) -> cross_entropy 2 p q = L) /\
  (kl_divergence 2 p q - 1 < L - L_best)%Rbar /\ (L - L_best < kl_divergence 2 p q + 1)%Rbar.
Proof.
move=> wp wq s l best L L_best; have [dp dq] := (hat_distribution wp, hat_distribution wq).
have l2 := ln2_gt0; have al : allowed (hat p) (hat q) by apply/(supportsP wp wq).
have [lo hi] : cross (hat p) (hat q) / ln 2 <= L < cross (hat p) (hat q) / ln 2 + 1 := shannon_length (hat q) dp.
have self : cross (hat p) (hat p) = H (hat p) by rewrite cross_kl ?kl_self //; ring.
have [blo bhi] : H (hat p) / ln 2 <= L_best < H (hat p) / ln 2 + 1.
  by rewrite -self; apply: shannon_length.
rewrite cross_nats kl_nats s /=; split.
  apply: Rle_trans (_ : Σ i | ~~ is_zero (q i), hat q i <= _).
    apply: sum_le => i /is_zeroP qn; apply: halves_shannon; case: (proj1 dq i) => // z; case: qn.
    by apply/(hat_0 _ wq).
  by rewrite -(proj2 dq) [in X in X <= _]big_mkcond; apply: sum_le => i _; case: ifP => _; [lra | apply: (proj1 dq)].
have d : kl (hat p) (hat q) / ln 2 = cross (hat p) (hat q) / ln 2 - H (hat p) / ln 2.
  by rewrite cross_kl // /Rdiv; ring.
split=> //; split=> //; split; last by rewrite d; split; lra.
move=> powers; congr Finite; rewrite /L /cross -sum_opp -sum_div; apply: sum_eq => i.
case: (proj1 dp i) => [pi | <-]; last by rewrite /Rdiv; ring.
have [k e] := powers i (proj1 (hat_gt0 _ wp) pi).
have ek : - log 2 (hat q i) = INR k by rewrite e /log ln_halves; field; lra.
have -> : IZR (l i) = INR k by rewrite /l ek ceiling_nat INR_IZR_INZ.
by rewrite -ek /log; field; lra.
Qed.
