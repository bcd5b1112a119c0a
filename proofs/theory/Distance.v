(* The root of the Jensen–Shannon divergence obeys the triangle inequality (Endres and Schindelin's way): for one class
   by calculus, then for all by Minkowski's inequality. *)
From Gibbs.theory Require Export Weights.

(* φ(x) ≤ 0, where l and m are the logarithms of 1 and x over their mean: φ is concave, and φ and φ′ vanish at 1. *)
Definition l x := ln 2 - ln (1 + x).
Definition m x := ln 2 + ln x - ln (1 + x).
Definition phi x := 2 * l x + 2 * x * m x + (1 + x) * l x * m x.
Definition phi' x := m x + l x * m x + l x / x.

Lemma at_1 : l 1 = 0 /\ m 1 = 0.
Proof. by rewrite /l /m ln_1 (_ : 1 + 1 = 2); [split; ring | ring]. Qed.
(* From 1 upwards it does not rise, and up to 1 it does not fall: at most what it is at 1. *)
Lemma below_1 (g g' : R -> R) : (forall t, 0 < t -> is_derive g t (g' t)) ->
  (forall t, 0 < t <= 1 -> 0 <= g' t) -> (forall t, 1 <= t -> g' t <= 0) -> forall x, 0 < x -> g x <= g 1.
Proof.
move=> d up down x x0; case: (Rle_dec x 1) => x1.
  by apply: (@rises g g') => // t tb; [apply: d | apply: up]; lra.
apply: Ropp_le_cancel; apply: (@rises (fun x => - g x) (fun x => - g' x)) => [| t tb | t tb]; first lra.
  by apply: (is_derive_opp g); apply: d; lra.
by have := down t ltac:(lra); lra.
Qed.

Lemma m_sign x : 0 < x -> (x <= 1 -> m x <= 0) /\ (1 <= x -> 0 <= m x).
Proof.
move=> x0; have -> : m x = ln (2 * x) - ln (1 + x) by rewrite /m ln_mult; lra.
by split=> x1; [have := ln_le (2 * x) (1 + x) | have := ln_le (1 + x) (2 * x)]; lra.
Qed.
Lemma bend_sign x : 0 < x -> 0 <= x ^ 2 * m x + l x.
Proof.
move=> x0; suff : - (x ^ 2 * m x + l x) <= - (1 ^ 2 * m 1 + l 1) by have [-> ->] := at_1; lra.
apply: (@below_1 (fun x => - (x ^ 2 * m x + l x)) (fun x => - (2 * x * m x + (x - 1) / (1 + x)))) => // t t0.
- by rewrite /m /l; auto_derive; [lra | field; lra].
- have [neg _] := m_sign (proj1 t0); have := neg (proj2 t0) => mt.
  suff : (t - 1) / (1 + t) <= 0 by nra.
  by apply/Rle_div_l; lra.
- have [_ pos] := m_sign (x := t) ltac:(lra); have := pos t0 => mt.
  suff : 0 <= (t - 1) / (1 + t) by nra.
  by apply/Rle_div_r; lra.
Qed.
Lemma phi'_derivative t : 0 < t -> is_derive phi' t (- (t ^ 2 * m t + l t) / (t ^ 2 * (1 + t))).
Proof. by move=> t0; rewrite /phi' /m /l; auto_derive; [lra | field; lra]. Qed.
Lemma phi_derivative t : 0 < t -> is_derive phi t (phi' t).
Proof. by move=> t0; rewrite /phi /phi' /m /l; auto_derive; [lra | field; lra]. Qed.
Lemma phi'_sign x : 0 < x -> (x <= 1 -> 0 <= phi' x) /\ (1 <= x -> phi' x <= 0).
Proof.
have bend t : 0 < t -> - (t ^ 2 * m t + l t) / (t ^ 2 * (1 + t)) <= 0.
  move=> t0; have := bend_sign t0 => b; have p : 0 < t ^ 2 * (1 + t) by nra.
  by apply/Rle_div_l => //; lra.
have p1 : phi' 1 = 0 by rewrite /phi'; have [-> ->] := at_1; field.
have falls x' y : 0 < x' <= y -> phi' y <= phi' x'.
  move=> xy; apply: Ropp_le_cancel.
  apply: (@rises (fun x => - phi' x) (fun t => - (- (t ^ 2 * m t + l t) / (t ^ 2 * (1 + t))))) => [| t tb | t tb]; first lra.
    by apply: (is_derive_opp phi'); apply: phi'_derivative; lra.
  by have := bend t ltac:(lra); lra.
by move=> x0; split=> x1; have := falls x 1; have := falls 1 x; lra.
Qed.
Lemma phi_nonpositive x : 0 < x -> phi x <= 0.
Proof.
move=> x0; have -> : 0 = phi 1 by rewrite /phi; have [-> ->] := at_1; ring.
apply: (@below_1 phi phi') => // t t0; first exact: phi_derivative.
  by have [pos _] := phi'_sign (proj1 t0); apply: pos; lra.
by have [_ neg] := phi'_sign (x := t) ltac:(lra); apply: neg.
Qed.

(* One class. *)
Definition E x := x * ln x.
Definition j a c := / 2 * (E a + E c) - E ((a + c) / 2).
Definition dj a c := / 2 * (ln c - ln ((a + c) / 2)).  (* its slope in c *)

Lemma j_sym a c : j a c = j c a.
Proof. by rewrite /j (Rplus_comm a c); ring. Qed.
Lemma j_self a : j a a = 0.
Proof. by rewrite /j (_ : (a + a) / 2 = a); [lra | field]. Qed.
Lemma j_pos a c : 0 < a -> 0 < c -> a <> c -> 0 < j a c.
Proof.
move=> a0 c0 ne; have h : 0 < (a + c) / 2 by lra.
have := @xlnx_tangent_strict a _ (Rlt_le _ _ a0) h ltac:(lra); have := @xlnx_tangent_strict c _ (Rlt_le _ _ c0) h ltac:(lra).
by rewrite /j /E; move: (ln ((a + c) / 2)) => L; lra.
Qed.
Lemma j_slope a c : 0 < a -> 0 < c -> is_derive (j a) c (dj a c).
Proof. by move=> a0 c0; rewrite /j /E /dj /Rdiv; auto_derive; [lra | field; lra]. Qed.
Lemma dj_slope a c : 0 < a -> 0 < c -> is_derive (dj a) c (/ 2 * (a / (c * (a + c)))).
Proof. by move=> a0 c0; rewrite /dj /Rdiv; auto_derive; [lra | field; lra]. Qed.
Lemma dj_sign a c : 0 < a -> 0 < c -> (a <= c -> 0 <= dj a c) /\ (c <= a -> dj a c <= 0).
Proof.
move=> a0 c0; rewrite /dj; split=> ac.
  by have := ln_le ((a + c) / 2) c ltac:(lra) ltac:(lra); lra.
by have := ln_le c ((a + c) / 2) ltac:(lra) ltac:(lra); lra.
Qed.

(* c·(slope)²/j depends on a/c alone; it grows towards c = a from either side. *)
Definition T a c := c * dj a c ^ 2 / j a c.
Lemma bracket a c : 0 < a -> 0 < c -> (dj a c + a / (a + c)) * j a c - c * dj a c ^ 2 <= 0.
Proof.
move=> a0 c0; have x0 := Rdiv_lt_0_compat _ _ a0 c0; have := phi_nonpositive x0; rewrite /phi.
have eh : ln ((a + c) / 2) = ln c + ln (1 + a / c) - ln 2.
  by rewrite -ln_mult -?ln_div; [congr ln; field; lra | nra | lra | lra | lra].
have ea : ln a = ln c + ln (a / c) by rewrite -ln_mult //; congr ln; field; lra.
rewrite /dj /j /E eh ea /l /m; move: (ln c) (ln (1 + a / c)) (ln (a / c)) (ln 2) => C M X T f.
have -> : (/ 2 * (C - (C + M - T)) + a / (a + c)) * (/ 2 * (a * (C + X) + c * C) - (a + c) / 2 * (C + M - T)) -
    c * (/ 2 * (C - (C + M - T))) ^ 2 =
    a * c / (4 * (a + c)) * (2 * (T - M) + 2 * (a / c) * (T + X - M) + (1 + a / c) * (T - M) * (T + X - M)) by field; lra.
have : 0 < a * c / (4 * (a + c)) by apply: Rdiv_lt_0_compat; nra.
nra.
Qed.
Lemma T_slope a c : 0 < a -> 0 < c -> a <> c ->
  is_derive (T a) c (dj a c * ((dj a c + a / (a + c)) * j a c - c * dj a c ^ 2) / j a c ^ 2).
Proof.
move=> a0 c0 ne; have jp := j_pos a0 c0 ne; have d1 := j_slope a0 c0; have d2 := dj_slope a0 c0.
rewrite /T; auto_derive; first by repeat split; first [exact: (ex_intro _ _ d1) | exact: (ex_intro _ _ d2) | lra].
by rewrite (is_derive_unique _ _ _ d1) (is_derive_unique _ _ _ d2); field; lra.
Qed.
Lemma T_rises a s t : 0 < s -> s <= t -> t < a -> T a s <= T a t.
Proof.
move=> s0 st ta; apply: (@rises (T a) _ s t st (fun c cb => T_slope (a := a) (c := c) ltac:(lra) ltac:(lra) ltac:(lra))) => c cb.
have jp : 0 < j a c by apply: j_pos; lra.
have b := @bracket a c ltac:(lra) ltac:(lra); have [_ neg] := @dj_sign a c ltac:(lra) ltac:(lra).
apply: Rmult_le_pos; first by have := neg ltac:(lra); nra.
by left; apply: Rinv_0_lt_compat; apply: pow_lt.
Qed.
Lemma T_falls a s t : 0 < a -> a < s -> s <= t -> T a t <= T a s.
Proof.
move=> a0 as_ st; apply: Ropp_le_cancel.
apply: (@rises (fun c => - T a c) (fun c => - (dj a c * ((dj a c + a / (a + c)) * j a c - c * dj a c ^ 2) / j a c ^ 2))) => // c cb.
  by apply: (is_derive_opp (T a)); apply: T_slope; lra.
have jp : 0 < j a c by apply: j_pos; lra.
have b := @bracket a c ltac:(lra) ltac:(lra); have [pos _] := @dj_sign a c ltac:(lra) ltac:(lra).
have q : 0 < / j a c ^ 2 by apply: Rinv_0_lt_compat; apply: pow_lt.
have := pos ltac:(lra) => d; have : dj a c * ((dj a c + a / (a + c)) * j a c - c * dj a c ^ 2) <= 0 by nra.
by rewrite /Rdiv; nra.
Qed.

(* On the way from a to b the detour by c first grows, then shrinks: it is never shorter than at its ends. *)
Lemma root_slope a c : 0 < a -> 0 < c -> a <> c -> is_derive (fun c => sqrt (j a c)) c (dj a c / (2 * sqrt (j a c))).
Proof.
move=> a0 c0 ne; have jp := j_pos a0 c0 ne; have d1 := j_slope a0 c0.
have r0 := sqrt_lt_R0 _ jp.
auto_derive; first by split; [exact: (ex_intro _ _ d1) | ].
by rewrite (is_derive_unique _ _ _ d1); field; lra.
Qed.
Lemma root_share a c : 0 < a -> 0 < c -> a <> c -> (dj a c / (2 * sqrt (j a c))) ^ 2 = T a c / (4 * c).
Proof.
move=> a0 c0 ne; have jp := j_pos a0 c0 ne; rewrite /T -{2}(sqrt_sqrt (j a c)); last lra.
by have := sqrt_lt_R0 _ jp => r0; field; lra.
Qed.

(* Limits: what holds near p holds at p. *)
Lemma limit_le g p K : continuous g p -> (forall d, 0 < d -> exists s, Rabs (s - p) < d /\ g s <= K) -> g p <= K.
Proof.
move=> c near; case: (Rle_dec (g p) K) => // /Rnot_le_lt lt.
have [d h] := c _ (open_gt K (g p) lt); have [s [sd le]] := near d (cond_pos d).
by have := h s sd; lra.
Qed.

Lemma j_grows a s t : 0 < a -> a <= s -> s <= t -> j a s <= j a t.
Proof.
move=> a0 as_ st; apply: (@rises (j a) (dj a)) => // c cb; first by apply: j_slope; lra.
by have [pos _] := @dj_sign a c ltac:(lra) ltac:(lra); apply: pos; lra.
Qed.
Lemma j_shrinks a s t : 0 < s -> s <= t -> t <= a -> j a t <= j a s.
Proof.
move=> s0 st ta; apply: Ropp_le_cancel; apply: (@rises (fun c => - j a c) (fun c => - dj a c)) => // c cb.
  by apply: (is_derive_opp (j a)); apply: j_slope; lra.
by have [_ neg] := @dj_sign a c ltac:(lra) ltac:(lra); have := neg ltac:(lra); lra.
Qed.

Lemma square_le x y : 0 <= x -> 0 <= y -> x ^ 2 <= y ^ 2 -> x <= y.
Proof. by move=> x0 y0 le; apply: Rnot_lt_le => lt; nra. Qed.

Lemma detour p q r : 0 < p -> p < q -> q < r -> sqrt (j p r) <= sqrt (j p q) + sqrt (j r q).
Proof.
move=> p0 pq qr; pose f s := sqrt (j p s) + sqrt (j r s).
pose up s := dj p s / (2 * sqrt (j p s)); pose down s := - (dj r s / (2 * sqrt (j r s))).
have root a s : 0 < a -> 0 < s -> a <> s -> 0 < / (2 * sqrt (j a s)).
  by move=> *; apply: Rinv_0_lt_compat; have := sqrt_lt_R0 _ (@j_pos a s ltac:(lra) ltac:(lra) ltac:(lra)); lra.
have d s : p < s < r -> is_derive f s (up s - down s).
  move=> sb; have -> : up s - down s = up s + - down s by ring.
  by rewrite /down Ropp_involutive; apply: (is_derive_plus (fun s => sqrt (j p s))); apply: root_slope; lra.
have signs s : p < s < r -> 0 <= up s /\ 0 <= down s.
  move=> sb; have [pos _] := @dj_sign p s ltac:(lra) ltac:(lra); have [_ neg] := @dj_sign r s ltac:(lra) ltac:(lra).
  have := root p s ltac:(lra) ltac:(lra) ltac:(lra); have := root r s ltac:(lra) ltac:(lra) ltac:(lra).
  by have := pos ltac:(lra); have := neg ltac:(lra); rewrite /up /down /Rdiv => *; split; nra.
have squares s : p < s < r -> up s ^ 2 = T p s / (4 * s) /\ down s ^ 2 = T r s / (4 * s).
  move=> sb; split; rewrite /up /down; first by apply: root_share; lra.
  by rewrite -(@root_share r s); [ring | lra | lra | lra].
have shares a b s : 0 < s -> (a / (4 * s) <= b / (4 * s) <-> a <= b).
  move=> s0; have i : 0 < / (4 * s) by apply: Rinv_0_lt_compat; lra.
  by split=> [|le]; [apply: Rmult_le_reg_r | apply: Rmult_le_compat_r; lra].
have [[uq dq] [su sd]] := (signs q (conj pq qr), squares q (conj pq qr)).
have cont a s : 0 < a -> 0 < s -> a <> s -> continuous (fun s => sqrt (j a s)) s.
  by move=> *; apply: ex_derive_continuous; eexists; apply: root_slope.
case: (Rle_dec (down q) (up q)) => le.
  have better s : p < s < q -> sqrt (j r s) <= f q.
    move=> sb; apply: Rle_trans (_ : f s <= _); first by have := sqrt_pos (j p s); rewrite /f; lra.
    apply: (@rises f (fun s => up s - down s)) => [|t tb|t tb]; [lra | by apply: d; lra |].
    have tb' : p < t < r by lra. have [ut dt] := signs t tb'; have [st st'] := squares t tb'.
    suff : down t <= up t by lra.
    apply: square_le => //; rewrite st st'; apply/shares; first lra.
    have t1 := @T_falls p t q p0 ltac:(lra) ltac:(lra); have t2 := @T_rises r t q ltac:(lra) ltac:(lra) qr.
    apply: Rle_trans t2 (Rle_trans _ _ _ _ t1); apply/(shares _ _ q); first lra.
    by rewrite -su -sd; apply: pow_incr.
  rewrite (j_sym p r) (_ : sqrt (j p q) + sqrt (j r q) = f q) //.
  apply: (@limit_le (fun s => sqrt (j r s)) p); first by apply: cont; lra.
  move=> e e0; exists (p + Rmin e (q - p) / 2); have m0 : 0 < Rmin e (q - p) by apply: Rmin_pos; lra.
  have := Rmin_l e (q - p); have := Rmin_r e (q - p) => *; split; last by apply: better; lra.
  by rewrite Rabs_pos_eq; lra.
have {}le : up q <= down q by lra.
have better s : q < s < r -> sqrt (j p s) <= f q.
  move=> sb; apply: Rle_trans (_ : f s <= _); first by have := sqrt_pos (j r s); rewrite /f; lra.
  apply: Ropp_le_cancel; apply: (@rises (fun s => - f s) (fun s => - (up s - down s))) => [|t tb|t tb]; first lra.
    by apply: (is_derive_opp f); apply: d; lra.
  have tb' : p < t < r by lra. have [ut dt] := signs t tb'; have [st st'] := squares t tb'.
  suff : up t <= down t by lra.
  apply: square_le => //; rewrite st st'; apply/shares; first lra.
  have t1 := @T_falls p q t p0 ltac:(lra) ltac:(lra); have t2 := @T_rises r q t ltac:(lra) ltac:(lra) ltac:(lra).
  apply: Rle_trans t1 (Rle_trans _ _ _ _ t2); apply/(shares _ _ q); first lra.
  by rewrite -su -sd; apply: pow_incr.
rewrite (_ : sqrt (j p q) + sqrt (j r q) = f q) //.
apply: (@limit_le (fun s => sqrt (j p s)) r); first by apply: cont; lra.
move=> e e0; exists (r - Rmin e (r - q) / 2); have m0 : 0 < Rmin e (r - q) by apply: Rmin_pos; lra.
have := Rmin_l e (r - q); have := Rmin_r e (r - q) => *; split; last by apply: better; lra.
by rewrite Rabs_left; lra.
Qed.

Lemma triangle_positive p q r : 0 < p -> 0 < q -> 0 < r -> sqrt (j p r) <= sqrt (j p q) + sqrt (j q r).
Proof.
move=> p0 q0 r0; wlog pr : p r p0 r0 / p <= r.
  move=> h; case: (Rle_dec p r) => pr; first exact: h.
  by have := h r p r0 p0 ltac:(lra); rewrite (j_sym r p) (j_sym r q) (j_sym q p); lra.
rewrite (j_sym q r); case: (Rle_dec q p) => qp.
  have := sqrt_le_1_alt _ _ (@j_shrinks r q p q0 qp pr); rewrite (j_sym r p).
  by have := sqrt_pos (j p q); lra.
case: (Rle_dec r q) => rq.
  by have := sqrt_le_1_alt _ _ (@j_grows p r q p0 pr rq); have := sqrt_pos (j r q); lra.
by apply: detour; lra.
Qed.

(* With masses 0 by continuity: −x ln x ≤ 2√x. *)
Lemma E_continuous x : 0 <= x -> continuous E x.
Proof.
case=> [x0 | <-]; first by apply: ex_derive_continuous; rewrite /E; auto_derive.
have small y : Rabs y < 1 -> Rabs (E y) <= 2 * sqrt (Rabs y).
  move=> y1; case: (Rle_dec y 0) => y0.
    by rewrite /E ln_nonpos // Rmult_0_r Rabs_R0; have := sqrt_pos (Rabs y); lra.
  have {}y0 : 0 < y by lra. rewrite Rabs_pos_eq in y1 *; last lra.
  have s0 := sqrt_lt_R0 y y0; have ss := sqrt_sqrt y (Rlt_le _ _ y0).
  have le : ln y <= 0 by apply: ln_le_0; lra.
  have := ln_le_minus_1 (Rinv_0_lt_compat _ s0); rewrite ln_Rinv // => a.
  have e : ln y = 2 * ln (sqrt y) by rewrite -{1}ss ln_mult //; ring.
  rewrite /E Rabs_left1; last nra.
  have : y * / sqrt y = sqrt y by rewrite -{1}ss; field; lra.
  by rewrite e; nra.
move=> P [e h]; have e0 := cond_pos e.
have d0 : 0 < Rmin 1 ((e / 2) ^ 2) by apply: Rmin_pos; [lra | apply: pow_lt; lra].
exists (mkposreal _ d0) => y yb; apply: h; have := yb; rewrite /ball /= /AbsRing_ball /= /abs /minus /plus /opp /=.
rewrite Ropp_0 Rplus_0_r => b.
have b1 := Rlt_le_trans _ _ _ b (Rmin_l _ _); have b2 := Rlt_le_trans _ _ _ b (Rmin_r _ _).
rewrite {2}/E Rmult_0_l Ropp_0 Rplus_0_r; apply: Rle_lt_trans (small y b1) _.
have : sqrt (Rabs y) < e / 2; last lra.
rewrite -(sqrt_pow2 (e / 2)); last lra.
by apply: sqrt_lt_1; [apply: Rabs_pos | apply: pow2_ge_0 | ].
Qed.

Lemma shift_continuous (g : R -> R) x : continuous g x -> continuous (fun d => g (x + d)) 0.
Proof.
move=> c; apply: (continuous_comp (fun d => x + d) g); last by rewrite Rplus_0_r.
by apply: continuous_plus; [apply: continuous_const | apply: continuous_id].
Qed.
Lemma j_continuous a c : 0 <= a -> 0 <= c -> continuous (fun d => sqrt (j (a + d) (c + d))) 0.
Proof.
move=> a0 c0; apply: continuous_sqrt_comp; rewrite /j.
apply: (continuous_minus (fun d => / 2 * (E (a + d) + E (c + d))) (fun d => E ((a + d + (c + d)) / 2))).
  apply: (continuous_scal_r (/ 2) (fun d => E (a + d) + E (c + d))).
  by apply: (continuous_plus (fun d => E (a + d))); apply: shift_continuous; apply: E_continuous.
apply: (continuous_ext (fun d => E ((a + c) / 2 + d))) => [d|]; first by congr E; field.
by apply: shift_continuous; apply: E_continuous; lra.
Qed.
Lemma triangle p q r : 0 <= p -> 0 <= q -> 0 <= r -> sqrt (j p r) <= sqrt (j p q) + sqrt (j q r).
Proof.
move=> p0 q0 r0; pose g d := sqrt (j (p + d) (r + d)) - (sqrt (j (p + d) (q + d)) + sqrt (j (q + d) (r + d))).
suff : g 0 <= 0 by rewrite /g !Rplus_0_r; lra.
apply: limit_le => [|e e0].
  apply: (continuous_minus (fun d => sqrt (j (p + d) (r + d)))); first exact: j_continuous.
  by apply: (continuous_plus (fun d => sqrt (j (p + d) (q + d)))); apply: j_continuous.
exists (e / 2); rewrite Rminus_0_r Rabs_pos_eq; last lra; split; first lra.
by have := @triangle_positive (p + e / 2) (q + e / 2) (r + e / 2); rewrite /g; lra.
Qed.
Lemma j_ge0 a c : 0 <= a -> 0 <= c -> 0 <= j a c.
Proof.
move=> a0 c0; case: (Rle_lt_or_eq_dec 0 ((a + c) / 2) ltac:(lra)) => h; last first.
  have [-> ->] : a = 0 /\ c = 0 by lra.
  by rewrite j_self; lra.
have := xlnx_tangent a0 h; have := xlnx_tangent c0 h.
by rewrite /j /E; move: (ln ((a + c) / 2)) => L; lra.
Qed.

(* All classes: √J is a Euclidean length of the classes' distances. *)
Section Minkowski.
Variable I : finType.
Implicit Types a b : I -> R.

Lemma cauchy_schwarz a b : (Σ i, a i * b i) ^ 2 <= (Σ i, a i ^ 2) * Σ i, b i ^ 2.
Proof.
set A := Σ i, a i ^ 2; set B := Σ i, b i ^ 2; set C := Σ i, a i * b i.
have B0 : 0 <= B by apply: sum_ge0 => i _; apply: pow2_ge_0.
have sq : 0 <= Σ i, (a i * B - b i * C) ^ 2 by apply: sum_ge0 => i _; apply: pow2_ge_0.
have e : Σ i, (a i * B - b i * C) ^ 2 = B * (B * A - C ^ 2).
  have -> : Σ i, (a i * B - b i * C) ^ 2 = Σ i, (B ^ 2 * a i ^ 2 - 2 * B * C * (a i * b i) + C ^ 2 * b i ^ 2) by apply: sum_eq => i; ring.
  by rewrite sum_plus sum_minus !sum_scal -/A -/B -/C; ring.
case: B0 => [B0 | Bz]; first by rewrite e in sq; nra.
have b0 i : b i = 0 by have := sum_eq0 (fun i => pow2_ge_0 (b i)) (esym Bz) i; nra.
by rewrite /C big1 => [|i _]; [rewrite -Bz; lra | rewrite b0; ring].
Qed.
Lemma minkowski a b : sqrt (Σ i, (a i + b i) ^ 2) <= sqrt (Σ i, a i ^ 2) + sqrt (Σ i, b i ^ 2).
Proof.
have pos (c : I -> R) : 0 <= Σ i, c i ^ 2 by apply: sum_ge0 => i _; apply: pow2_ge_0.
have [sa sb] := (sqrt_pos (Σ i, a i ^ 2), sqrt_pos (Σ i, b i ^ 2)).
apply: square_le; [exact: sqrt_pos | lra |]; rewrite pow2_sqrt //.
have -> : Σ i, (a i + b i) ^ 2 = Σ i, (a i ^ 2 + (2 * (a i * b i) + b i ^ 2)) by apply: sum_eq => i; ring.
rewrite !sum_plus sum_scal; have ea := pow2_sqrt _ (pos a); have eb := pow2_sqrt _ (pos b).
suff : Σ i, a i * b i <= sqrt (Σ i, a i ^ 2) * sqrt (Σ i, b i ^ 2) by nra.
case: (Rle_dec (Σ i, a i * b i) 0) => c0; first by nra.
apply: square_le; [lra | nra | rewrite Rpow_mult_distr ea eb; exact: cauchy_schwarz].
Qed.

Lemma js_classes (P Q : I -> R) : (forall i, 0 <= P i) -> (forall i, 0 <= Q i) -> js P Q = Σ i, j (P i) (Q i).
Proof.
move=> p0 q0; rewrite /js /kl -!sum_scal -sum_plus; apply: sum_eq => i; rewrite /mid /j /E.
have part x y : 0 <= x -> 0 <= y -> x * ln (x / ((x + y) / 2)) = x * ln x - x * ln ((x + y) / 2).
  by move=> [x0 | <-] y0; [rewrite ln_div; [ring | | lra] | ring].
have -> : Q i * ln (Q i / ((P i + Q i) / 2)) = Q i * ln (Q i) - Q i * ln ((P i + Q i) / 2).
  by rewrite (Rplus_comm (P i)); apply: part.
by rewrite part //; field.
Qed.
Lemma root_js_triangle (P Q S : I -> R) : (forall i, 0 <= P i) -> (forall i, 0 <= Q i) -> (forall i, 0 <= S i) ->
  sqrt (js P S) <= sqrt (js P Q) + sqrt (js Q S).
Proof.
move=> p0 q0 s0; rewrite !js_classes //.
have e (X Y : I -> R) : (forall i, 0 <= X i) -> (forall i, 0 <= Y i) -> Σ i, j (X i) (Y i) = Σ i, sqrt (j (X i) (Y i)) ^ 2.
  by move=> x0 y0; apply: sum_eq => i; rewrite pow2_sqrt //; apply: j_ge0.
rewrite [X in _ <= sqrt X + _]e // [X in _ <= _ + sqrt X]e //; apply: Rle_trans (minkowski _ _).
apply: sqrt_le_1_alt; rewrite e //; apply: sum_le => i _; apply: pow_incr; split; first exact: sqrt_pos.
exact: triangle.
Qed.
End Minkowski.
