(* Pinsker's inequality and the Jensen–Shannon divergence, in nats. *)
From Gibbs.theory Require Export Divergence.

(* A function with a slope ≥ 0 does not fall. *)
Lemma rises (g g' : R -> R) x y : x <= y -> (forall t, x <= t <= y -> is_derive g t (g' t)) ->
  (forall t, x <= t <= y -> 0 <= g' t) -> g x <= g y.
Proof.
move=> xy d pos; have [t [[lo hi] e]] : exists t, x <= t <= y /\ g y - g x = g' t * (y - x).
  have := @MVT_gen g x y g'; rewrite Rmin_left // Rmax_right // => mvt.
  apply: mvt => t b; first by apply: d; lra.
  by apply/continuity_pt_filterlim; apply: ex_derive_continuous; exists (g' t); apply: d.
by have := pos t (conj lo hi); nra.
Qed.

(* Two classes, with masses a, 1−a and beliefs b, 1−b. *)
Lemma pinsker_left b : 0 <= b < 1 -> 2 * b ^ 2 <= - ln (1 - b).
Proof.
move=> b01; suff : - ln (1 - 0) - 2 * 0 ^ 2 <= - ln (1 - b) - 2 * b ^ 2 by rewrite Rminus_0_r ln_1; lra.
apply: (@rises (fun x => - ln (1 - x) - 2 * x ^ 2) (fun x => (1 - 2 * x) ^ 2 / (1 - x))); first lra.
  by move=> t tb; auto_derive; [lra | field; lra].
move=> t tb; apply: Rmult_le_pos; first exact: pow2_ge_0.
by left; apply: Rinv_0_lt_compat; lra.
Qed.

Lemma pinsker_inner a b : 0 < a < 1 -> 0 < b < 1 ->
  2 * (a - b) ^ 2 <= a * ln (a / b) + (1 - a) * ln ((1 - a) / (1 - b)).
Proof.
move=> a01 b01; rewrite !ln_div; try lra.
pose g x := - a * ln x - (1 - a) * ln (1 - x) - 2 * (a - x) ^ 2.
pose g' x := (x - a) * ((1 - 2 * x) ^ 2 / (x * (1 - x))).
have d t : 0 < t < 1 -> is_derive g t (g' t).
  by move=> t01; rewrite /g /g'; auto_derive; [lra | field; lra].
have q0 t : 0 < t < 1 -> 0 <= (1 - 2 * t) ^ 2 / (t * (1 - t)).
  move=> t01; apply: Rmult_le_pos; first exact: pow2_ge_0.
  by left; apply: Rinv_0_lt_compat; nra.
suff : g a <= g b by rewrite /g; lra.
case: (Rle_dec a b) => ab.
  apply: (@rises g g') => // t tb; first by apply: d; lra.
  by apply: Rmult_le_pos; [lra | apply: q0; lra].
apply: Ropp_le_cancel; apply: (@rises (fun x => - g x) (fun x => - g' x)); first lra.
  by move=> t tb; apply: (is_derive_opp g); apply: d; lra.
by move=> t tb; have := q0 t; rewrite /g' => h; have := h ltac:(lra); nra.
Qed.

Lemma pinsker_two a b : 0 <= a <= 1 -> 0 <= b <= 1 -> (b = 0 -> a = 0) -> (1 - b = 0 -> 1 - a = 0) ->
  2 * (a - b) ^ 2 <= a * ln (a / b) + (1 - a) * ln ((1 - a) / (1 - b)).
Proof.
move=> a01 b01 s t.
case: (Req_EM_T a 0) => [az | a0].
  have b1 : b < 1 by case: b01 => _ [// | e]; have := t ltac:(lra); lra.
  by rewrite az Rmult_0_l !Rminus_0_r ln_div ?ln_1; try lra; have := @pinsker_left b; lra.
case: (Req_EM_T a 1) => [ao | a1].
  have b0 : 0 < b by case: b01 => [[// | e] _]; have := s ltac:(lra); lra.
  have := @pinsker_left (1 - b); replace (1 - (1 - b)) with b by ring.
  by rewrite ao ln_div ?ln_1; lra.
have ne x y : x <= y -> x <> y -> x < y by case.
have a00 : 0 < a by apply: ne; [lra | move=> e; apply: a0].
have a11 : a < 1 by apply: ne; [lra | ].
have b00 : 0 < b by apply: ne; [lra | move=> e; apply: a0; apply: s].
have b11 : b < 1 by apply: ne; [lra | move=> e; have := t ltac:(lra); lra].
exact: pinsker_inner.
Qed.

Section Pinsker.
Variable I : finType.
Implicit Types P Q : I -> R.

Lemma pinsker_nats P Q : distribution P -> distribution Q -> allowed P Q ->
  / 2 * (Σ i, Rabs (P i - Q i)) ^ 2 <= kl P Q.
Proof.
move=> dp dq s; have [p0 _] := dp; have [q0 _] := dq.
pose f i : bool := if Rle_dec (Q i) (P i) then true else false.
have [mp0 mp1] := merged_distribution f dp; have [mq0 mq1] := merged_distribution f dq.
have ms := @merged_allowed _ _ f P Q q0 s; have := merging f p0 q0 s.
move: (mp0 true) (mp0 false) (mq0 true) (mq0 false) (ms true) (ms false) mp1 mq1; rewrite !big_bool /=.
have -> : Σ i, Rabs (P i - Q i) = (merged f P true - merged f Q true) - (merged f P false - merged f Q false).
  replace (merged f P false - merged f Q false) with (- (merged f Q false - merged f P false)) by ring.
  rewrite /merged -!sum_minus_in (sum_groups f) big_bool /= /Rminus Ropp_involutive.
  by congr Rplus; apply: eq_bigr => i; rewrite /f; case: Rle_dec => // h _;
    [rewrite Rabs_pos_eq | rewrite Rabs_left]; lra.
set a := merged f P true; set b := merged f Q true; move: (merged f P false) (merged f Q false) => a' b'.
move=> a0 a0' b0 b0' s1 s2 ea eb.
have -> : a' = 1 - a by lra.
have eb' : b' = 1 - b by lra.
rewrite eb' in s2 *; move=> le.
have s2' : 1 - b = 0 -> 1 - a = 0 by move=> e; have := s2 e; lra.
have a01 : 0 <= a <= 1 by lra.
have b01 : 0 <= b <= 1 by lra.
by have := pinsker_two a01 b01 s1 s2'; lra.
Qed.

Definition mid P Q i := (P i + Q i) / 2.
Definition js P Q := / 2 * kl P (mid P Q) + / 2 * kl Q (mid P Q).

Lemma mid_distribution P Q : distribution P -> distribution Q -> distribution (mid P Q).
Proof.
move=> [p0 p1] [q0 q1]; split=> [i|]; first by have := p0 i; have := q0 i; rewrite /mid; lra.
by rewrite /mid sum_div sum_plus p1 q1; lra.
Qed.
Lemma mid_allows P Q : distribution P -> distribution Q -> allowed P (mid P Q) /\ allowed Q (mid P Q).
Proof. by move=> [p0 _] [q0 _]; split=> i; have := p0 i; have := q0 i; rewrite /mid; lra. Qed.

Lemma js_ge0 P Q : distribution P -> distribution Q -> 0 <= js P Q.
Proof.
move=> dp dq; have dm := mid_distribution dp dq; have [sp sq] := mid_allows dp dq.
by have := gibbs dp dm sp; have := gibbs dq dm sq; rewrite /js; lra.
Qed.
Lemma kl_mid_le P Q : distribution P -> distribution Q -> kl P (mid P Q) <= ln 2.
Proof.
move=> [p0 p1] [q0 _]; replace (ln 2) with (Σ i, P i * ln 2) by (rewrite sum_scal_r p1; ring).
apply: sum_le => i _; case: (p0 i) => [pi | <-]; last lra.
have m0 : 0 < mid P Q i by have := q0 i; rewrite /mid; lra.
apply: Rmult_le_compat_l; first lra.
have : P i / mid P Q i <= 2 by apply/Rle_div_l => //; have := q0 i; rewrite /mid; lra.
by move=> [lt | ->]; [left; apply: ln_increasing => //; apply: Rdiv_lt_0_compat | right].
Qed.
Lemma js_le P Q : distribution P -> distribution Q -> js P Q <= ln 2.
Proof.
move=> dp dq; have := kl_mid_le dp dq; have := kl_mid_le dq dp.
suff -> : kl Q (mid Q P) = kl Q (mid P Q) by rewrite /js; lra.
by apply: sum_eq => i; rewrite /mid (Rplus_comm (P i)).
Qed.
End Pinsker.
