(* Kullback–Leibler divergence: what leaves it alone, what lowers it, and what bounds it. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Weights.

(* f: the same classes by other names. *)
Theorem kl_permutation (I J : finType) (b : R) (p q : I -> R) (f : J -> I) : bijective f ->
  kl_divergence b (fun j => p (f j)) (fun j => q (f j)) = kl_divergence b p q.
Proof.
move=> bf; have h (r : I -> R) j : hat (fun j => r (f j)) j = hat r (f j) by rewrite /hat /mass [in RHS](sum_rename _ bf).
have s : supports (fun j => q (f j)) (fun j => p (f j)) = supports q p.
  have [g fg gf] := bf; apply/forallP/forallP => al i; last exact: al.
  by have := al (g i); rewrite gf.
rewrite !kl_nats s; case: supports => //; do 2 congr Finite; congr (_ / _).
by rewrite /kl [RHS](sum_rename _ bf); apply: sum_eq => j; rewrite !h.
Qed.

(* Independent observations: of P and of R, believed to be of Q and of S. *)
Theorem kl_additive (I J : finType) (b : R) (p q : I -> R) (r s : J -> R) :
  weights p -> weights q -> weights r -> weights s ->
  kl_divergence b (fun ij : I * J => p ij.1 * r ij.2) (fun ij => q ij.1 * s ij.2) =
    (kl_divergence b p q + kl_divergence b r s)%Rbar.
Proof.
move=> wp wq wr ws.
have h (x : I -> R) (y : J -> R) : weights x -> weights y ->
    weights (fun ij : I * J => x ij.1 * y ij.2) /\ forall ij, hat (fun ij : I * J => x ij.1 * y ij.2) ij = hat x ij.1 * hat y ij.2.
  move=> [x0 mx] [y0 my]; have m : mass (fun ij : I * J => x ij.1 * y ij.2) = mass x * mass y by rewrite /mass sum_product.
  split=> [|ij]; last by rewrite /hat m; field; lra.
  by split=> [ij|]; [apply: Rmult_le_pos | rewrite m; apply: Rmult_lt_0_compat].
have [[wpr hpr] [wqs hqs]] := (h p r wp wr, h q s wq ws).
have [dp dq dr ds] := And4 (hat_distribution wp) (hat_distribution wq) (hat_distribution wr) (hat_distribution ws).
rewrite !kl_nats; case: (supportsP wpr wqs) => al.
  have apq : allowed (hat p) (hat q).
    move=> i z; have [k rk] := some_possible dr; have := al (i, k); rewrite hpr hqs /= z Rmult_0_l => /(_ erefl) e.
    by case: (Rmult_integral _ _ e); lra.
  have ars : allowed (hat r) (hat s).
    move=> j z; have [k pk] := some_possible dp; have := al (k, j); rewrite hpr hqs /= z Rmult_0_r => /(_ erefl) e.
    by case: (Rmult_integral _ _ e); lra.
  case: (supportsP wp wq) => // _; case: (supportsP wr ws) => //= _; congr Finite.
  rewrite /Rdiv -Rmult_plus_distr_r; congr (_ * _).
  have -> : kl (hat (fun ij : I * J => p ij.1 * r ij.2)) (hat (fun ij => q ij.1 * s ij.2)) =
      Σ ij : I * J, (hat p ij.1 * ln (hat p ij.1 / hat q ij.1) * hat r ij.2 + hat p ij.1 * (hat r ij.2 * ln (hat r ij.2 / hat s ij.2))).
    apply: sum_eq => -[i j]; rewrite hpr hqs /=.
    case: (proj1 dp i) => [pi | <-]; last ring. case: (proj1 dr j) => [rj | <-]; last ring.
    have qi := allowed_gt0 wp wq apq pi; have sj := allowed_gt0 wr ws ars rj.
    have -> : hat p i * hat r j / (hat q i * hat s j) = hat p i / hat q i * (hat r j / hat s j) by field; lra.
    by rewrite ln_mult; [ring | |]; apply: Rdiv_lt_0_compat.
  rewrite sum_plus (sum_product (fun i => hat p i * ln (hat p i / hat q i)) (hat r)).
  by rewrite (sum_product (hat p) (fun j => hat r j * ln (hat r j / hat s j))) /kl !hat_1 //; ring.
case: (supportsP wp wq) => [apq | _]; case: (supportsP wr ws) => [ars | _] //; case: al => -[i j].
rewrite hpr hqs /= => z; case: (Rmult_integral _ _ z); [move/apq | move/ars] => ->; ring.
Qed.

Theorem kl_jointly_convex (I : finType) (b t : R) (p q r s : I -> R) : 1 < b -> 0 <= t <= 1 ->
  weights p -> weights q -> weights r -> weights s ->
  let m i := (1 - t) * hat p i + t * hat r i in
  let n i := (1 - t) * hat q i + t * hat s i in
  (kl_divergence b m n <= (1 - t) * kl_divergence b p q + t * kl_divergence b r s)%Rbar.
Proof.
move=> b1 t01' wp wq wr ws m n.
(* nothing is mixed *)
have same x y (f g : I -> R) : weights x -> weights y -> (forall i, f i = hat x i) -> (forall i, g i = hat y i) ->
    kl_divergence b f g = kl_divergence b x y.
  move=> wx wy /functional_extensionality -> /functional_extensionality ->.
  by rewrite !kl_nats supports_hat // !hat_hat.
have once x y : Rbar_mult 1 (kl_divergence b x y) = kl_divergence b x y.
  rewrite /kl_divergence; case: supports; first by rewrite /= Rmult_1_l.
  by apply: times_infinity; lra.
case: (Req_dec t 0) => [t0 | tn0].
  rewrite (same p q) //; try by move=> i; rewrite /m /n t0; ring.
  have e : Rbar_minus 1 0 = 1 by change (Finite (1 + - 0) = Finite 1); congr Finite; ring.
  by rewrite t0 e Rbar_mult_0_l once Rbar_plus_0_r; apply: Rbar_le_refl.
case: (Req_dec t 1) => [t1 | tn1].
  rewrite (same r s) //; try by move=> i; rewrite /m /n t1; ring.
  have e : Rbar_minus 1 1 = 0 by change (Finite (1 + - 1) = Finite 0); congr Finite; ring.
  by rewrite t1 e Rbar_mult_0_l once Rbar_plus_0_l; apply: Rbar_le_refl.
have t01 : 0 < t < 1 by lra.
have [dp dq dr ds] := And4 (hat_distribution wp) (hat_distribution wq) (hat_distribution wr) (hat_distribution ws).
have [dm dn] : distribution m /\ distribution n by split; apply: mix_distribution.
have [wm wn] := (distribution_weights dm, distribution_weights dn).
rewrite !kl_nats; case: (supportsP wp wq) => [apq | _]; last first.
  rewrite times_infinity; last lra.
  have -> : (p_infty + t * (if supports s r then Finite (kl (hat r) (hat s) / ln b) else p_infty))%Rbar = p_infty.
    by case: (supports s r) => //; rewrite times_infinity //; lra.
  by case: supports.
case: (supportsP wr ws) => [ars | _]; last first.
  by rewrite (times_infinity (l := t)); [case: supports | lra].
case: (supportsP wm wn) => [_ | []]; rewrite ?(hat_id dm) ?(hat_id dn).
  rewrite /= /Rdiv -!Rmult_assoc -Rmult_plus_distr_r; apply: in_unit => //; exact: kl_jointly_convex.
move=> i; rewrite /m /n => z; have := proj1 dq i; have := proj1 ds i => s0 q0.
by rewrite apq ?ars; [ring | nra | nra].
Qed.

(* f i is what class i is merged into. *)
Theorem data_processing (I J : finType) (b : R) (p q : I -> R) (f : I -> J) : 1 < b -> weights p -> weights q ->
  (kl_divergence b (fun j => Σ i | f i == j, p i) (fun j => Σ i | f i == j, q i) <= kl_divergence b p q)%Rbar.
Proof.
move=> b1 wp wq; rewrite -/(merged f p) -/(merged f q).
have mm r : mass (merged f r) = mass r by rewrite /mass (sum_groups f r).
have hm r j : hat (merged f r) j = merged f (hat r) j by rewrite {1}/hat mm /merged /hat /Rdiv big_distrl.
have wm r : weights r -> weights (merged f r).
  by move=> [r0 m0]; split=> [j|]; [apply: sum_ge0 | rewrite mm].
rewrite !kl_nats; case: (supportsP wp wq) => s; last by case: supports.
have [[p0 _] [q0 _]] := (hat_distribution wp, hat_distribution wq).
case: (supportsP (wm _ wp) (wm _ wq)) => /= [_ | []].
  apply: in_unit => //; apply: Rle_trans (merging f p0 q0 s); right.
  by apply: sum_eq => j; rewrite !hm.
by move=> j; rewrite !hm; apply: merged_allowed.
Qed.

(* / ln b: from nats to the unit. *)
Theorem pinsker (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q ->
  (/ 2 * (Σ i, Rabs (hat p i - hat q i)) ^ 2 / ln b <= kl_divergence b p q)%Rbar.
Proof.
move=> b1 wp wq; rewrite kl_nats; case: (supportsP wp wq) => //= s.
by apply: in_unit => //; apply: pinsker_nats => //; apply: hat_distribution.
Qed.

(* Jensen: the logarithm lies below its tangent at c = Σ p²/q = 1 + χ². *)
Theorem kl_below_chi_square (I : finType) (b : R) (p q : I -> R) : 1 < b -> weights p -> weights q -> supports q p ->
  (kl_divergence b p q <= log b (1 + Σ i, (hat p i - hat q i) ^ 2 / hat q i))%Rbar.
Proof.
move=> b1 wp wq s; rewrite kl_nats s; apply: in_unit => //; have al : allowed (hat p) (hat q) by apply/supportsP.
have [[p0 p1] [q0 q1]] := (hat_distribution wp, hat_distribution wq).
have -> : 1 + Σ i, (hat p i - hat q i) ^ 2 / hat q i = Σ i, hat p i ^ 2 / hat q i.
  have -> : 1 = Σ i, (2 * hat p i - hat q i) by rewrite sum_minus sum_scal p1 q1; ring.
  rewrite -sum_plus; apply: sum_eq => i; case: (q0 i) => [qi | z]; first by field; lra.
  by rewrite (al i) -?z //; rewrite /Rdiv; ring.
set c := Σ i, hat p i ^ 2 / hat q i; have pos i : 0 <= hat p i ^ 2 / hat q i.
  case: (q0 i) => [qi | <-]; last by rewrite /Rdiv Rinv_0; lra.
  by apply: Rmult_le_pos; [apply: pow2_ge_0 | left; apply: Rinv_0_lt_compat].
have [k pk] := some_possible (conj p0 p1); have c0 : 0 < c.
  apply: (@sum_gt0 _ _ k) => //; apply: Rdiv_lt_0_compat; first by apply: pow_lt.
  exact: (allowed_gt0 wp wq).
have -> : ln c = Σ i, (hat p i ^ 2 / hat q i / c - hat p i + hat p i * ln c).
  by rewrite sum_plus sum_minus sum_div sum_scal_r p1 -/c; field; lra.
apply: sum_le => i _; case: (p0 i) => [pi | <-]; last by rewrite /Rdiv; lra.
have qi := allowed_gt0 wp wq al pi.
have := ln_le_minus_1 (Rdiv_lt_0_compat _ _ (Rdiv_lt_0_compat _ _ pi qi) c0).
rewrite ln_div //; last exact: Rdiv_lt_0_compat.
move/(Rmult_le_compat_l _ _ _ (Rlt_le _ _ pi)).
have -> : hat p i * (hat p i / hat q i / c - 1) = hat p i ^ 2 / hat q i / c - hat p i by (field; lra).
lra.
Qed.

(* M is the mixture of P and R: the belief that serves both best. *)
Theorem compensation (I : finType) (b t : R) (p r q : I -> R) : 1 < b -> 0 < t < 1 -> weights p -> weights r -> weights q ->
  let m i := (1 - t) * hat p i + t * hat r i in
  ((1 - t) * kl_divergence b p q + t * kl_divergence b r q)%Rbar =
    ((1 - t) * kl_divergence b p m + t * kl_divergence b r m + kl_divergence b m q)%Rbar.
Proof.
move=> b1 t01 wp wr wq m; have t01' : 0 <= t <= 1 by lra.
have [[dp dr] dq] := (hat_distribution wp, hat_distribution wr, hat_distribution wq).
have dm : distribution m := mix_distribution t01' dp dr; have wm := distribution_weights dm.
have [[p0 _] [r0 _]] := (dp, dr).
have apm : allowed (hat p) m by move=> i; rewrite /m; have := p0 i; have := r0 i; nra.
have arm : allowed (hat r) m by move=> i; rewrite /m; have := p0 i; have := r0 i; nra.
rewrite !kl_nats (hat_id dm); case: (supportsP wp wm) => [_ | []]; rewrite ?(hat_id dm) //.
case: (supportsP wr wm) => [_ | []]; rewrite ?(hat_id dm) //.
have part s1 s2 x : 0 < x -> (x * (if s1 : bool then Finite s2 else p_infty))%Rbar = if s1 then Finite (x * s2) else p_infty.
  by case: s1 => // x0; apply: times_infinity.
rewrite !part; try lra; case: (supportsP wm wq) => a; rewrite (hat_id dm) in a.
  have amq := a.
  have apq : allowed (hat p) (hat q) by move=> i /amq /apm.
  have arq : allowed (hat r) (hat q) by move=> i /amq /arm.
  case: (supportsP wp wq) => // _; case: (supportsP wr wq) => //= _; congr Finite.
  rewrite /Rdiv -!Rmult_assoc -!Rmult_plus_distr_r; congr (_ * _).
  rewrite /kl -!sum_scal -!sum_plus; apply: sum_eq => i.
  have split_ln x : 0 <= x -> (0 < x -> 0 < m i /\ 0 < hat q i) -> x * ln (x / hat q i) = x * ln (x / m i) + x * ln (m i / hat q i).
    move=> [x0 | <-] pos; last ring.
    by have [m0 q0] := pos x0; rewrite (ln_div x0 q0) (ln_div x0 m0) (ln_div m0 q0); ring.
  have mq : 0 < m i -> 0 < hat q i by case: (proj1 dq i) => // z m0; have := amq i (esym z); lra.
  have ep : hat p i * ln (hat p i / hat q i) = hat p i * ln (hat p i / m i) + hat p i * ln (m i / hat q i).
    apply: split_ln => // pi; have m0 : 0 < m i by rewrite /m; have := r0 i; nra.
    by split; [ | apply: mq].
  have er : hat r i * ln (hat r i / hat q i) = hat r i * ln (hat r i / m i) + hat r i * ln (m i / hat q i).
    apply: split_ln => // ri; have m0 : 0 < m i by rewrite /m; have := p0 i; nra.
    by split; [ | apply: mq].
  have em : m i * ln (m i / hat q i) = ((1 - t) * hat p i + t * hat r i) * ln (m i / hat q i) by [].
  by rewrite ep er em; ring.
case: (supportsP wp wq) => [apq | _]; last by case: supports.
case: (supportsP wr wq) => [arq | _] //; case: a => i z; by rewrite /m (apq i z) (arq i z); ring.
Qed.
