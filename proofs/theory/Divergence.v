(* Kullback–Leibler divergence, in nats and for distributions: what all the rest is made of. *)
From Gibbs Require Export Definitions.

Definition kl (I : finType) (P Q : I -> R) := Σ i, P i * ln (P i / Q i).
(* Where Q forbids a class, so does P. Else the divergence is +∞: see Catalogue.v. *)
Definition allowed (I : finType) (P Q : I -> R) := forall i, Q i = 0 -> P i = 0.

Section Kl.
Variable I : finType.
Implicit Types P Q : I -> R.

Lemma some_possible P : distribution P -> exists k, 0 < P k.
Proof.
move=> [p0 p1]; case: (boolP [exists k, ~~ is_zero (P k)]) => [/existsP [k nz] | /existsPn none].
  by exists k; case: (p0 k) => // e; move: nz; rewrite /is_zero; case: Req_EM_T => // n _; case: n.
move: p1; rewrite big1 => [|i _]; first lra.
by have := none i; rewrite negbK /is_zero; case: Req_EM_T.
Qed.

Lemma gibbs P Q : distribution P -> distribution Q -> allowed P Q -> 0 <= kl P Q.
Proof.
move=> [p0 p1] [q0 q1] s.
replace 0 with ((Σ i, P i) - Σ i, Q i) by lra.
rewrite -sum_minus; by apply: sum_le => i _; apply: tangent => //; apply: s.
Qed.

Lemma gibbs_eq P Q : distribution P -> distribution Q -> allowed P Q -> kl P Q = 0 -> forall i, P i = Q i.
Proof.
move=> [p0 p1] [q0 q1] s z i.
have excess j : 0 <= P j * ln (P j / Q j) - (P j - Q j) by have := tangent (p0 j) (q0 j) (@s j); lra.
have none : Σ j, (P j * ln (P j / Q j) - (P j - Q j)) = 0.
  by rewrite sum_minus sum_minus -/(kl P Q); lra.
have := sum_eq0 excess none i; case: (Req_EM_T (P i) (Q i)) => // ne.
have := tangent_strict (p0 i) (q0 i) (@s i) ne; lra.
Qed.

Lemma kl_self P Q : (forall i, P i = Q i) -> kl P Q = 0.
Proof.
move=> e; rewrite /kl big1 // => i _; rewrite -e.
case: (Req_EM_T (P i) 0) => [-> | ne]; first lra.
by rewrite /Rdiv Rinv_r // ln_1; lra.
Qed.

Lemma gibbs_strict P Q : distribution P -> distribution Q -> allowed P Q -> ~ (forall i, P i = Q i) -> 0 < kl P Q.
Proof.
move=> dp dq s ne; case: (gibbs dp dq s) => // e; case: ne; exact: gibbs_eq (esym e).
Qed.

(* The log-sum inequality: for masses that need not sum to 1. *)
Lemma log_sum (S : pred I) (a c : I -> R) :
  (forall i, 0 <= a i) -> (forall i, 0 <= c i) -> allowed a c ->
  (Σ i | S i, a i) * ln ((Σ i | S i, a i) / Σ i | S i, c i) <= Σ i | S i, a i * ln (a i / c i).
Proof.
move=> a0 c0 s; set A := Σ i | S i, a i; set C := Σ i | S i, c i.
have A0 : 0 <= A by exact: sum_ge0.
case: (Req_EM_T A 0) => [Az | Anz].
  have none i : S i -> a i = 0.
    move=> Si; apply: Rle_antisym => //; rewrite -Az /A (bigD1 i) //=.
    have := @sum_ge0 _ (fun j => S j && (j != i)) a (fun j _ => a0 j); lra.
  rewrite Az Rmult_0_l; apply: sum_ge0 => i Si; rewrite (none i Si); lra.
have C0 : 0 < C.
  suff : C <> 0 by have := @sum_ge0 _ S c (fun j _ => c0 j); rewrite -/C; lra.
  move=> Cz; apply: Anz; rewrite /A big1 // => i Si; apply: s; apply: Rle_antisym => //.
  rewrite -Cz /C (bigD1 i) //=; have := @sum_ge0 _ (fun j => S j && (j != i)) c (fun j _ => c0 j); lra.
have r0 : 0 < A / C by apply: Rdiv_lt_0_compat; lra.
(* each class against its share of the belief, c·A/C *)
have each i : S i -> a i * ln (A / C) + (a i - c i * (A / C)) <= a i * ln (a i / c i).
  move=> _; have := @tangent (a i) (c i * (A / C)) (a0 i).
  case: (a0 i) => [ai | <-]; last by have := c0 i; nra.
  have ci : 0 < c i by case: (c0 i) => // e; have := s i (esym e); lra.
  replace (a i / (c i * (A / C))) with (a i / c i / (A / C)) by (field; lra).
  rewrite ln_div //; last exact: Rdiv_lt_0_compat.
  move=> t; suff : a i - c i * (A / C) <= a i * (ln (a i / c i) - ln (A / C)) by lra.
  by apply: t; nra.
have := sum_le each; rewrite !big_split /= -!big_distrl /= -/A.
suff -> : Σ i | S i, - (c i * (A / C)) = - A by rewrite /Rminus; lra.
have -> : - A = - (A / C) * C by field; lra.
by rewrite /C big_distrr /=; apply: eq_bigr => i _; lra.
Qed.

(* Merging classes: class i of I becomes f i of J. *)
Variable J : finType.
Definition merged (f : I -> J) P j := Σ i | f i == j, P i.

Lemma merging (f : I -> J) P Q :
  (forall i, 0 <= P i) -> (forall i, 0 <= Q i) -> allowed P Q -> Σ j, merged f P j * ln (merged f P j / merged f Q j) <= kl P Q.
Proof.
move=> p0 q0 s; rewrite /kl (sum_groups f); apply: sum_le => j _; exact: log_sum.
Qed.
Lemma merged_distribution (f : I -> J) P : distribution P -> distribution (merged f P).
Proof. by move=> [p0 p1]; split=> [j|]; [exact: sum_ge0 | rewrite -p1 (sum_groups f)]. Qed.
Lemma merged_allowed (f : I -> J) P Q : (forall i, 0 <= Q i) -> allowed P Q -> allowed (merged f P) (merged f Q).
Proof.
move=> q0 s j z; rewrite /merged big1 // => i /eqP e; apply: s; apply: Rle_antisym => //.
rewrite -z /merged (bigD1 i) ?e //=; have := @sum_ge0 _ (fun k => (f k == j) && (k != i)) Q (fun k _ => q0 k); lra.
Qed.
End Kl.

(* Two pairs (a, c) and (b, d): (a+b) ln((a+b)/(c+d)) ≤ a ln(a/c) + b ln(b/d). *)
Lemma log_sum_2 a b c d : 0 <= a -> 0 <= b -> 0 <= c -> 0 <= d -> (c = 0 -> a = 0) -> (d = 0 -> b = 0) ->
  (a + b) * ln ((a + b) / (c + d)) <= a * ln (a / c) + b * ln (b / d).
Proof.
move=> a0 b0 c0 d0 s t.
have := @log_sum _ xpredT (fun i : bool => if i then a else b) (fun i => if i then c else d).
rewrite !big_bool /=; apply; by case.
Qed.

Definition mix I t (P R : I -> Rdefinitions.R) i := (1 - t) * P i + t * R i.

Section Convexity.
Variable I : finType.
Implicit Types P Q : I -> R.

Lemma mix_distribution t P R : 0 <= t <= 1 -> distribution P -> distribution R -> distribution (mix t P R).
Proof.
move=> t01 [p0 p1] [r0 r1]; split=> [i|]; first by have := p0 i; have := r0 i; rewrite /mix; nra.
by rewrite /mix sum_plus !sum_scal p1 r1; lra.
Qed.

Lemma kl_jointly_convex t P Q R S : 0 < t < 1 ->
  distribution P -> distribution Q -> distribution R -> distribution S -> allowed P Q -> allowed R S ->
  kl (mix t P R) (mix t Q S) <= (1 - t) * kl P Q + t * kl R S.
Proof.
move=> t01 [p0 _] [q0 _] [r0 _] [s0 _] pq rs; rewrite /kl -!sum_scal -sum_plus; apply: sum_le => i _.
have cancel s x y : s <> 0 -> s * (x * ln (x / y)) = s * x * ln (s * x / (s * y)).
  move=> s1; case: (Req_EM_T y 0) => [-> | y1]; first by rewrite Rmult_0_r /Rdiv Rinv_0 !Rmult_0_r; ring.
  by replace (s * x / (s * y)) with (x / y); [ring | field].
rewrite !cancel; try lra.
have := p0 i; have := q0 i; have := r0 i; have := s0 i => *.
apply: log_sum_2; try nra; move=> z; [rewrite pq | rewrite rs]; nra.
Qed.

Lemma towards_truth t P Q : 0 < t < 1 -> distribution P -> distribution Q -> allowed P Q ->
  kl P (mix t Q P) <= (1 - t) * kl P Q.
Proof.
move=> t01 dp dq s; have := kl_jointly_convex t01 dp dq dp dp s (fun _ e => e).
rewrite (@kl_self _ P P) // Rmult_0_r Rplus_0_r => le; apply: Rle_trans le; right.
by apply: sum_eq => i; have -> : mix t P P i = P i by rewrite /mix; ring.
Qed.

Lemma towards_truth_allowed t P Q : 0 < t <= 1 -> distribution P -> distribution Q -> allowed P (mix t Q P).
Proof. by move=> t01 [p0 _] [q0 _] i; have := p0 i; have := q0 i; rewrite /mix; nra. Qed.

(* Qₜ lies the part u = (t−s)/(1−s) of the way from Qₛ to P. *)
Lemma falls_strictly s t P Q : 0 <= s < t -> t < 1 -> distribution P -> distribution Q -> ~ (forall i, P i = Q i) ->
  allowed P (mix s Q P) -> kl P (mix t Q P) < kl P (mix s Q P).
Proof.
move=> st t1 dp dq ne al; pose u := (t - s) / (1 - s).
have u01 : 0 < u < 1 by split; [apply: Rdiv_lt_0_compat; lra | apply/Rlt_div_l; lra].
have ds : distribution (mix s Q P) by apply: mix_distribution => //; lra.
have := towards_truth u01 dp ds al.
have -> : kl P (mix u (mix s Q P) P) = kl P (mix t Q P).
  apply: sum_eq => i; suff -> : mix u (mix s Q P) P i = mix t Q P i by [].
  by rewrite /mix /u; field; lra.
have : 0 < kl P (mix s Q P).
  apply: gibbs_strict => // e; apply: ne => i; have := e i; rewrite /mix => h; nra.
by nra.
Qed.
End Convexity.
