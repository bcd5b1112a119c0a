(* Jensen–Shannon divergence: how far two distributions are from their mixture. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Distance.

Section Middle.
Variable I : finType.
Implicit Types p q : I -> R.
Lemma middle_distribution p q : weights p -> weights q -> distribution (middle p q).
Proof. by move=> /hat_distribution dp /hat_distribution dq; apply: mid_distribution. Qed.
Lemma middle_sym p q : middle p q = middle q p.
Proof. by apply: functional_extensionality => i; rewrite /middle Rplus_comm. Qed.
Lemma middle_same p : weights p -> middle p p = hat p.
Proof. by move=> wp; apply: functional_extensionality => i; rewrite /middle; lra. Qed.
Lemma js_kl p q b : weights p -> weights q ->
  Finite (js_divergence b p q) = (/ 2 * kl_divergence b p (middle p q) + / 2 * kl_divergence b q (middle p q))%Rbar.
Proof.
move=> wp wq; have dm := middle_distribution wp wq; have wm := distribution_weights dm.
have [ap aq] := mid_allows (hat_distribution wp) (hat_distribution wq).
rewrite !kl_nats js_nats; case: (supportsP wp wm) => [_ | []]; rewrite ?(hat_id dm) //.
case: (supportsP wq wm) => [_ | []]; rewrite ?(hat_id dm) //=.
by congr Finite; rewrite /js -[mid (hat p) (hat q)]/(middle p q) /Rdiv; ring.
Qed.
End Middle.

Theorem jsd_bounds (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  0 <= js_divergence b p q <= log b 2.
Proof.
move=> b1 wp wq; have [dp dq] := (hat_distribution wp, hat_distribution wq); rewrite js_nats; split.
  by apply: in_unit_ge0 => //; apply: js_ge0.
by apply: in_unit => //; apply: js_le.
Qed.

Theorem jsd_symmetric (I : finType) (b : R) (p q : I -> R) :
  js_divergence b p q = js_divergence b q p.
Proof. by rewrite /js_divergence (middle_sym q p); ring. Qed.

Theorem jsd_zero (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (js_divergence b p q = 0 <-> forall i, hat p i = hat q i) /\
  / 8 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <= js_divergence b p q.
Proof.
move=> b1 wp wq; have [dp dq] := (hat_distribution wp, hat_distribution wq).
have dm := middle_distribution wp wq; have [ap aq] := mid_allows dp dq.
have low : / 8 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 <= js (hat p) (hat q).
  have half x : Σ i, Rabs (x i - mid (hat p) (hat q) i) = / 2 * (Σ i, Rabs (hat p i - hat q i)) ->
      / 2 * (Σ i, Rabs (x i - mid (hat p) (hat q) i)) ^ 2 = / 8 * (Σ i, Rabs (hat p i - hat q i)) ^ 2.
    by move=> ->; field.
  have hp : Σ i, Rabs (hat p i - mid (hat p) (hat q) i) = / 2 * (Σ i, Rabs (hat p i - hat q i)).
    rewrite -sum_scal; apply: sum_eq => i; rewrite -[X in X * _](Rabs_pos_eq (/ 2)); last lra.
    by rewrite -Rabs_mult /mid; congr Rabs; field.
  have hq : Σ i, Rabs (hat q i - mid (hat p) (hat q) i) = / 2 * (Σ i, Rabs (hat p i - hat q i)).
    rewrite -sum_scal; apply: sum_eq => i; rewrite -[X in X * _](Rabs_pos_eq (/ 2)); last lra.
    by rewrite -Rabs_mult -Rabs_Ropp /mid; congr Rabs; field.
  have := pinsker_nats dp dm ap; have := pinsker_nats dq dm aq; rewrite -/(mid (hat p) (hat q)) (half _ hp) (half _ hq) /js.
  by rewrite -[mid (hat p) (hat q)]/(middle p q); lra.
rewrite js_nats; split; last exact: in_unit.
rewrite {1}(zero_in_unit b) in_unit_eq //; split=> [z i | e]; last first.
  have em i : hat p i = mid (hat p) (hat q) i by rewrite /mid -e; field.
  by rewrite /js !kl_self ?Rmult_0_r ?Rplus_0_r // => i; rewrite -e.
have pos j : 0 <= Rabs (hat p j - hat q j) by exact: Rabs_pos.
have s0 : Σ j, Rabs (hat p j - hat q j) = 0 by have := @sum_ge0 _ xpredT _ (fun j _ => pos j); nra.
by have := sum_eq0 pos s0 i => /(Rabs_eq_0 _); lra.
Qed.

(* 1 bit, where no class is possible under both, and nowhere else. *)
Theorem jsd_disjoint (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  js_divergence b p q = log b 2 <-> forall i, p i = 0 \/ q i = 0.
Proof.
move=> b1 wp wq; have [dp dq] := (hat_distribution wp, hat_distribution wq); have [[p0 p1] [q0 q1]] := (dp, dq).
rewrite js_nats /log in_unit_eq //.
(* what each class misses: ½p ln(2m/p) + ½q ln(2m/q) *)
pose miss i := / 2 * (hat p i * (ln 2 - ln (hat p i / mid (hat p) (hat q) i))) +
               / 2 * (hat q i * (ln 2 - ln (hat q i / mid (hat p) (hat q) i))).
have e : ln 2 - js (hat p) (hat q) = Σ i, miss i.
  rewrite sum_plus !sum_scal.
  have part r : Σ i, hat r i = 1 -> Σ i, hat r i * (ln 2 - ln (hat r i / mid (hat p) (hat q) i)) = ln 2 - kl (hat r) (mid (hat p) (hat q)).
    move=> r1; rewrite /kl -[X in X - _](Rmult_1_l (ln 2)) -r1 -sum_scal_r -sum_minus; apply: sum_eq => i; ring.
  by rewrite !part // /js; field.
have one x y : 0 <= x -> 0 <= y -> 0 <= x * (ln 2 - ln (x / ((x + y) / 2))) /\ (x * (ln 2 - ln (x / ((x + y) / 2))) = 0 -> x = 0 \/ y = 0).
  move=> [x0 | <-] y0; last by rewrite Rmult_0_l; split; [lra | left].
  have -> : ln 2 - ln (x / ((x + y) / 2)) = ln ((x + y) / x).
    rewrite -ln_div; [congr ln; field; lra | lra | apply: Rdiv_lt_0_compat; lra].
  have r : 1 <= (x + y) / x by apply/Rle_div_r; lra.
  have l0 : 0 <= ln ((x + y) / x) by rewrite -ln_1; apply: ln_le; lra.
  split; first nra.
  move=> z; right; have lz : ln ((x + y) / x) = 0 by nra.
  have : (x + y) / x = 1 by apply: ln_inv; [lra | lra | rewrite ln_1].
  move/(f_equal (fun v => v * x)); rewrite Rmult_1_l; have -> : (x + y) / x * x = x + y by (field; lra).
  lra.
have m0 i : 0 <= miss i.
  have [a _] := one _ _ (p0 i) (q0 i); have [c _] := one _ _ (q0 i) (p0 i).
  by rewrite /miss /mid; rewrite (Rplus_comm (hat q i)) in c; lra.
split=> [z i | none].
  have := sum_eq0 m0 ltac:(by rewrite -e z; ring) i; rewrite /miss /mid.
  have [a az] := one _ _ (p0 i) (q0 i); have [c _] := one _ _ (q0 i) (p0 i); rewrite (Rplus_comm (hat q i)) in c.
  by move=> s; case: az => [|/(hat_0 _ wp) | /(hat_0 _ wq)]; [lra | left | right].
suff : Σ i, miss i = 0 by lra.
apply: big1 => i _; rewrite /miss /mid.
have both x : 0 <= x -> x * (ln 2 - ln (x / (x / 2))) = 0.
  by move=> [x0 | <-]; [have -> : x / (x / 2) = 2 by (field; lra) | ]; ring.
case: (none i) => [/(hat_0 _ wp) -> | /(hat_0 _ wq) ->].
  by rewrite Rplus_0_l both // Rmult_0_l; ring.
by rewrite Rplus_0_r both // Rmult_0_l; ring.
Qed.

Theorem jsd_is_entropy_gap (I : finType) (b : R) (p q : I -> R) : weights p -> weights q ->
  js_divergence b p q = entropy b (middle p q) - / 2 * (entropy b p + entropy b q).
Proof.
move=> wp wq; have [dp dq] := (hat_distribution wp, hat_distribution wq); have dm := middle_distribution wp wq.
have [ap aq] := mid_allows dp dq.
rewrite js_nats !entropy_nats (hat_id dm).
have kc r : weights r -> allowed (hat r) (middle p q) -> kl (hat r) (middle p q) = cross (hat r) (middle p q) - H (hat r).
  by move=> wr ar; rewrite cross_kl //; [ring | exact: hat_distribution].
rewrite /js -[mid (hat p) (hat q)]/(middle p q) !kc //.
have -> : H (middle p q) = / 2 * cross (hat p) (middle p q) + / 2 * cross (hat q) (middle p q).
  rewrite /H /cross !Ropp_mult_distr_r_reverse -!sum_scal -Ropp_plus_distr -sum_plus; congr Ropp.
  by apply: sum_eq => i; rewrite {1}/middle; field.
by rewrite /Rdiv; ring.
Qed.

Theorem jsd_is_mean_kl (I : finType) (b : R) (p q : I -> R) : weights p -> weights q ->
  Finite (js_divergence b p q) =
    (/ 2 * kl_divergence b p (middle p q) + / 2 * kl_divergence b q (middle p q))%Rbar.
Proof. exact: js_kl. Qed.

Theorem jsd_root_is_a_metric (I : finType) (b : R) (p q r : I -> R) : 1 < b -> weights p -> weights q -> weights r ->
  sqrt (js_divergence b p r) <= sqrt (js_divergence b p q) + sqrt (js_divergence b q r).
Proof.
move=> b1 wp wq wr; have i0 := Rinv_0_lt_compat _ (unit_gt0 b1).
have [[[p0 _] [q0 _]] [r0 _]] := (hat_distribution wp, hat_distribution wq, hat_distribution wr).
rewrite !js_nats /Rdiv !sqrt_mult_alt; try exact: js_ge0 (hat_distribution _) (hat_distribution _).
by rewrite -Rmult_plus_distr_r; apply: Rmult_le_compat_r; [apply: sqrt_pos | apply: root_js_triangle].
Qed.
