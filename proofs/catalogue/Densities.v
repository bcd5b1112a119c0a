(* Densities and the masses that bins hold of them, on an interval: what stands in `kl-of-densities` but for the tails. *)
From Gibbs.catalogue Require Export Divergence.
From Gibbs.theory Require Import Softmax.
From Coq Require Import FunctionalExtensionality.
Unset Implicit Arguments.

(* Hoeffding's lemma for two points: ln of the mean of exp, less the mean. *)
Lemma two_points w t : 0 <= t <= 1 -> ln (1 - t + t * exp w) - t * w <= w ^ 2 / 8.
Proof.
move=> [t0 t1]; pose S s := 1 - t + t * exp (s * w); pose q s := t * exp (s * w) / S s.
have S0 s : 0 < S s.
  rewrite /S; have e := exp_pos (s * w); case: (Req_dec t 0) => [->|tn]; first by lra.
  have : 0 < t * exp (s * w) by apply: Rmult_lt_0_compat; lra.
  lra.
have q01 s : 0 <= q s <= 1.
  rewrite /q; have := S0 s; have e := exp_pos (s * w); have te : 0 <= t * exp (s * w) by apply: Rmult_le_pos; lra.
  move=> s0; split; first by apply: Rdiv_le_0_compat.
  by apply/Rle_div_l => //; rewrite /S; lra.
pose f s := ln (S s) - t * (s * w); pose f' s := w * (q s - t); pose f'' s := w ^ 2 * (q s * (1 - q s)).
have d1 s : is_derive f s (f' s).
  have s0 := S0 s; rewrite /f /f' /q; rewrite /S in s0 *; auto_derive; first by lra.
  by field; lra.
have d2 s : is_derive f' s (f'' s).
  have s0 := S0 s; rewrite /f' /f'' /q; rewrite /S in s0 *; auto_derive; first by lra.
  by field; lra.
have d3 s : f'' s <= w ^ 2 / 4.
  rewrite /f''; have := q01 s; move: (q s) => y y01.
  have : 0 <= w ^ 2 * (/ 4 - y * (1 - y)) by apply: Rmult_le_pos; [exact: pow2_ge_0 | have := pow2_ge_0 (y - / 2); rewrite /=; lra].
  lra.
have := taylor d1 d2 d3.
have -> : f 1 = ln (1 - t + t * exp w) - t * w by rewrite /f /S !Rmult_1_l.
have -> : f 0 = 0.
  by rewrite /f /S Rmult_0_l exp_0; replace (1 - t + t * 1) with 1 by ring; rewrite ln_1; ring.
have -> : f' 0 = 0.
  by rewrite /f' /q /S Rmult_0_l exp_0; field; lra.
lra.
Qed.

(* exp lies below its chords. *)
Lemma chord c w x : 0 < w -> c <= x <= c + w -> exp x <= ((c + w - x) * exp c + (x - c) * exp (c + w)) / w.
Proof.
move=> w0 [x0 x1]; apply/Rle_div_r => //.
have tangent y : exp x * (1 + (y - x)) <= exp y.
  have -> : exp y = exp x * exp (y - x) by rewrite -exp_plus; congr exp; ring.
  by apply: Rmult_le_compat_l; [have := exp_pos x; lra | exact: exp_ineq1_le].
have := Rmult_le_compat_l (c + w - x) _ _ ltac:(lra) (tangent c); have := Rmult_le_compat_l (x - c) _ _ ltac:(lra) (tangent (c + w)).
lra.
Qed.

Section Bin.
Variables (p q : R -> R) (a b : R).
Hypothesis ab : a < b.
Hypothesis p_continuous : forall x, a <= x <= b -> continuous p x.
Hypothesis q_continuous : forall x, a <= x <= b -> continuous q x.
Hypothesis p0 : forall x, a <= x <= b -> 0 < p x.
Hypothesis q0 : forall x, a <= x <= b -> 0 < q x.
Definition gain x := ln (p x / q x).
Let P : R := RInt p a b.
Let Q : R := RInt q a b.
Let G : R := RInt (fun x => p x * gain x) a b.

Lemma gain_continuous x : a <= x <= b -> continuous gain x.
Proof.
move=> h; apply: (continuous_comp (fun x => p x / q x) ln); last by apply: continuous_ln; apply: Rdiv_lt_0_compat; [exact: p0 | exact: q0].
by apply: continuous_mult; [exact: p_continuous | apply: continuous_Rinv_comp; [exact: q_continuous | have := q0 x h; lra]].
Qed.
Lemma integral (f : R -> R) : (forall x, a <= x <= b -> continuous f x) -> is_RInt f a b (RInt f a b).
Proof. by move=> c; apply: RInt_correct; apply: ex_RInt_continuous => x; rewrite Rmin_left ?Rmax_right; [exact: c | lra | lra]. Qed.
Let iP : is_RInt p a b P. Proof. exact: integral. Qed.
Let iQ : is_RInt q a b Q. Proof. exact: integral. Qed.
Let iG : is_RInt (fun x => p x * gain x) a b G.
Proof. by apply: integral => x h; apply: continuous_mult; [exact: p_continuous | exact: gain_continuous]. Qed.
Lemma mass_gt0 : 0 < P /\ 0 < Q.
Proof. by split; apply: RInt_gt_0 => // x h; [apply: p0 | apply: q0]; lra. Qed.
(* Integrals of sums and multiples. *)
Lemma lin (f g : R -> R) (u v If Ig : R) : is_RInt f a b If -> is_RInt g a b Ig -> is_RInt (fun x => u * f x + v * g x) a b (u * If + v * Ig).
Proof. by move=> hf hg; exact: (is_RInt_plus _ _ _ _ _ _ (is_RInt_scal _ _ _ u _ hf) (is_RInt_scal _ _ _ v _ hg)). Qed.

Lemma bin_loses : 0 <= G - P * ln (P / Q).
Proof.
have [P0 Q0] := mass_gt0; set L := ln (P / Q).
have := lin _ _ (L + 1) (- (P / Q)) _ _ iP iQ => h.
have := is_RInt_le _ _ a b _ _ ltac:(lra) h iG _.
have -> : (L + 1) * P + - (P / Q) * Q = L * P by field; lra.
have pointwise x : a < x < b -> (L + 1) * p x + - (P / Q) * q x <= p x * gain x.
  move=> hx; have px := p0 x ltac:(lra); have qx := q0 x ltac:(lra).
  have r : 0 < (P / Q) / (p x / q x) by do !apply: Rdiv_lt_0_compat.
  have := ln_le_minus_1 r; rewrite ln_div; [ | by apply: Rdiv_lt_0_compat | by apply: Rdiv_lt_0_compat].
  rewrite -/L -/(gain x) => l; have := Rmult_le_compat_l (p x) _ _ ltac:(lra) l.
  have -> : p x * (P / Q / (p x / q x) - 1) = P / Q * q x - p x by field; lra.
  lra.
by move=> /(_ pointwise); lra.
Qed.

Lemma bin_loses_little w : 0 < w -> (forall x y, a <= x <= b -> a <= y <= b -> gain x - gain y <= w) ->
  G - P * ln (P / Q) <= P * (w ^ 2 / 8).
Proof.
move=> w0 osc; have [P0 Q0] := mass_gt0; set L := ln (P / Q).
have [top [h1 h2]] : exists top, (forall c, a <= c <= b -> gain c <= gain top) /\ a <= top <= b.
  by apply: continuity_ab_maj; [lra | move=> c hc; apply/continuity_pt_filterlim; apply: gain_continuous].
(* X = ln of (q/Q)/(p/P), between c and c + w *)
pose X x := L - gain x; set c := X top.
have X1 x : a <= x <= b -> c <= X x <= c + w by move=> hx; have := h1 x hx; have := osc top x h2 hx; rewrite /c /X; lra.
have iX : is_RInt (fun x => L * p x + -1 * (p x * gain x)) a b (L * P + -1 * G) by exact: lin.
set EX := (L * P + -1 * G) / P; pose t := (EX - c) / w.
have t01 : 0 <= t <= 1.
  have lo : c * P <= L * P + -1 * G.
    have i := lin _ _ c 0 _ _ iP iP; replace (c * P + 0 * P) with (c * P) in i by ring.
    apply: (is_RInt_le _ _ a b _ _ _ i iX); first lra.
    by move=> x hx; have := X1 x ltac:(lra); have := p0 x ltac:(lra); rewrite /X => px [l _]; have := Rmult_le_compat_l (p x) _ _ ltac:(lra) l; lra.
  have hi : L * P + -1 * G <= (c + w) * P.
    have i := lin _ _ (c + w) 0 _ _ iP iP; replace ((c + w) * P + 0 * P) with ((c + w) * P) in i by ring.
    apply: (is_RInt_le _ _ a b _ _ _ iX i); first lra.
    by move=> x hx; have := X1 x ltac:(lra); have := p0 x ltac:(lra); rewrite /X => px [_ l]; have := Rmult_le_compat_l (p x) _ _ ltac:(lra) l; lra.
  have E1 : c <= EX by apply/Rle_div_r => //; lra.
  have E2 : EX <= c + w by apply/Rle_div_l => //; lra.
  by split; [apply: Rdiv_le_0_compat; lra | apply/Rle_div_l; lra].
(* the mean of exp X is 1 *)
have one : 1 <= exp c * (1 - t + t * exp w).
  have i := lin _ _ (((c + w) * exp c - c * exp (c + w)) / w) ((exp (c + w) - exp c) / w) _ _ iP iX.
  have j := lin _ _ (P / Q) 0 _ _ iQ iQ.
  have := is_RInt_le _ _ a b _ _ ltac:(lra) j i _.
  have -> : P / Q * Q + 0 * Q = P by field; lra.
  have -> : ((c + w) * exp c - c * exp (c + w)) / w * P + (exp (c + w) - exp c) / w * (L * P + -1 * G)
    = P * (exp c * (1 - t + t * exp w)) by rewrite /t /EX exp_plus; field; lra.
  have pointwise x : a < x < b -> P / Q * q x + 0 * q x <=
      ((c + w) * exp c - c * exp (c + w)) / w * p x + (exp (c + w) - exp c) / w * (L * p x + -1 * (p x * gain x)).
    move=> hx; have px := p0 x ltac:(lra); have qx := q0 x ltac:(lra).
    have ch := chord c w (X x) w0 (X1 x ltac:(lra)).
    have eX : p x * exp (X x) = P / Q * q x.
      rewrite /X /gain /L -ln_div; [ | by apply: Rdiv_lt_0_compat | by apply: Rdiv_lt_0_compat].
      by rewrite exp_ln; [field; lra | do !apply: Rdiv_lt_0_compat].
    have := Rmult_le_compat_l (p x) _ _ ltac:(lra) ch; rewrite eX /X => h; apply: Rle_trans (Rle_trans _ _ _ _ h) _; first by lra.
    by right; field; lra.
  move=> /(_ pointwise) h; apply: (Rmult_le_reg_l P) => //; lra.
have pos : 0 < 1 - t + t * exp w.
  have e := exp_pos w; have ec := exp_pos c; case: (Rle_lt_dec (1 - t + t * exp w) 0) => // neg.
  have := Rmult_le_compat_l (exp c) _ _ ltac:(lra) neg; lra.
have l : 0 <= c + ln (1 - t + t * exp w).
  have := @ln_le 1 _ Rlt_0_1 one; rewrite ln_1 ln_mult ?ln_exp //; exact: exp_pos.
have := two_points w t t01; have -> : G - P * L = P * - EX by rewrite /EX; field; lra.
have -> : EX = c + t * w by rewrite /t; field; lra.
by move=> h; apply: Rmult_le_compat_l; lra.
Qed.
End Bin.

(* n bins between the points x 0 < x 1 < … < x n. *)
Section Bins.
Variables (p q : R -> R) (x : nat -> R) (n : nat).
Hypothesis rising : forall i, (i < n)%N -> x i < x i.+1.
Hypothesis p_continuous : forall s, x 0%N <= s <= x n -> continuous p s.
Hypothesis q_continuous : forall s, x 0%N <= s <= x n -> continuous q s.
Hypothesis p0 : forall s, x 0%N <= s <= x n -> 0 < p s.
Hypothesis q0 : forall s, x 0%N <= s <= x n -> 0 < q s.
Definition mass_in (f : R -> R) (i : 'I_n) : R := RInt f (x i) (x i.+1).

Lemma rises_to i j : (i <= j <= n)%N -> x i <= x j.
Proof.
move=> /andP [ij jn]; elim: j ij jn => [|j IH]; first by rewrite leqn0 => /eqP -> _; lra.
rewrite leq_eqVlt => /orP [/eqP -> _ | ij jn]; first by lra.
by have := IH ij (ltnW jn); have := rising j jn; lra.
Qed.
Lemma within (i : 'I_n) s : x i <= s <= x i.+1 -> x 0%N <= s <= x n.
Proof. by move=> h; have := @rises_to 0%N i (ltnW (ltn_ord i)); have := @rises_to i.+1 n ltac:(by rewrite ltn_ord leqnn); lra. Qed.
Lemma sum_of_bins (f : R -> R) : (forall s, x 0%N <= s <= x n -> continuous f s) -> Σ i, mass_in f i = RInt f (x 0%N) (x n).
Proof.
move=> c; suff h : forall m, (m <= n)%N -> \big[Rplus/0]_(0 <= i < m) RInt f (x i) (x i.+1) = RInt f (x 0%N) (x m).
  by rewrite -(h n (leqnn n)) big_mkord.
elim=> [|m IH] mn; first by rewrite big_geq // RInt_point.
rewrite big_nat_recr //= IH ?(ltnW mn) //; apply: RInt_Chasles; apply: ex_RInt_continuous => s.
  rewrite Rmin_left ?Rmax_right; try by apply: rises_to; rewrite /= (ltnW mn).
  by move=> h; apply: c; have := @rises_to m n ltac:(by rewrite (ltnW mn) leqnn); lra.
rewrite Rmin_left ?Rmax_right; try by have := rising m mn; lra.
by move=> h; exact: (c _ (within (Ordinal mn) s h)).
Qed.

Lemma kl_of_densities_on_an_interval : RInt p (x 0%N) (x n) = 1 -> RInt q (x 0%N) (x n) = 1 ->
  let P := mass_in p in let Q := mass_in q in
  let lost i := mass_in (fun s => p s * ln (p s / q s)) i / P i - ln (P i / Q i) in
  kl_divergence (exp 1) P Q = Finite (RInt (fun s => p s * ln (p s / q s)) (x 0%N) (x n) - Σ i, P i * lost i) /\
  forall i, 0 <= lost i /\
    forall v, 0 < v -> (forall s t, x i <= s <= t -> t <= x i.+1 -> Rabs (ln (p s / q s) - ln (p t / q t)) <= v * (t - s)) ->
      lost i <= ((x i.+1 - x i) * v) ^ 2 / 8.
Proof.
move=> p1 q1 P Q lost; set g := fun s => p s * ln (p s / q s).
have cp (i : 'I_n) s : x i <= s <= x i.+1 -> continuous p s by move=> h; exact: (p_continuous _ (within i s h)).
have cq (i : 'I_n) s : x i <= s <= x i.+1 -> continuous q s by move=> h; exact: (q_continuous _ (within i s h)).
have pp (i : 'I_n) s : x i <= s <= x i.+1 -> 0 < p s by move=> h; exact: (p0 _ (within i s h)).
have qq (i : 'I_n) s : x i <= s <= x i.+1 -> 0 < q s by move=> h; exact: (q0 _ (within i s h)).
have up (i : 'I_n) : x i < x i.+1 := rising i (ltn_ord i).
have m0 i : 0 < P i /\ 0 < Q i := @mass_gt0 p q (x i) (x i.+1) (up i) (cp i) (cq i) (pp i) (qq i).
have gl i : P i * lost i = mass_in g i - P i * ln (P i / Q i) by rewrite /lost -/g; have [a0 b0] := m0 i; field; lra.
split.
  have sP : Σ i, P i = 1 by rewrite sum_of_bins.
  have sQ : Σ i, Q i = 1 by rewrite sum_of_bins.
  have hP : hat P = P by apply: functional_extensionality => i; rewrite /hat /mass sP /Rdiv Rinv_1 Rmult_1_r.
  have hQ : hat Q = Q by apply: functional_extensionality => i; rewrite /hat /mass sQ /Rdiv Rinv_1 Rmult_1_r.
  rewrite /kl_divergence; have -> : supports Q P by apply/forallP => i; apply/implyP => /is_zeroP; have := m0 i; lra.
  congr Finite; rewrite -(@sum_of_bins g); last first.
    move=> s h; apply: continuous_mult; first exact: p_continuous.
    exact: (@gain_continuous p q (x 0%N) (x n) p_continuous q_continuous p0 q0).
  rewrite -sum_minus; apply: sum_eq => i; rewrite gl hP hQ /log ln_exp; field.
move=> i; have [P0 Q0] := m0 i; split.
  have := @bin_loses p q (x i) (x i.+1) (up i) (cp i) (cq i) (pp i) (qq i); rewrite -/(mass_in p i) -/(mass_in q i) -/(mass_in g i) -gl => h.
  by apply: (Rmult_le_reg_l (P i)) => //; lra.
move=> v v0 lip; have h0 : 0 < (x i.+1 - x i) * v by apply: Rmult_lt_0_compat => //; have := up i; lra.
have osc s t : x i <= s <= x i.+1 -> x i <= t <= x i.+1 -> gain p q s - gain p q t <= (x i.+1 - x i) * v.
  move=> hs ht; rewrite /gain; case: (Rle_lt_dec s t) => st.
    have := lip s t ltac:(lra) ltac:(lra); have := Rle_abs (ln (p s / q s) - ln (p t / q t)).
    have : v * (t - s) <= v * (x i.+1 - x i) by apply: Rmult_le_compat_l; lra.
    lra.
  have := lip t s ltac:(lra) ltac:(lra); rewrite Rabs_minus_sym; have := Rle_abs (ln (p s / q s) - ln (p t / q t)).
  have : v * (s - t) <= v * (x i.+1 - x i) by apply: Rmult_le_compat_l; lra.
  lra.
have := @bin_loses_little p q (x i) (x i.+1) (up i) (cp i) (cq i) (pp i) (qq i) _ h0 osc.
rewrite -/(mass_in p i) -/(mass_in q i) -/(mass_in g i) -gl => h.
by apply: (Rmult_le_reg_l (P i)).
Qed.
End Bins.
