(* GroupSum and LongSum (lib/kernels/pair-inl.hpp): terms are added up plainly within a group, groups by two_sum, whose
   errors gather in a tail. A term is a number, or a product that is added by a multiply-add. *)
From Gibbs.sums Require Export Bounds Reduction.
Open Scope R_scope.

Section Scheme.
(* What adding a term misses: a rounding of the sum, v of the term, and eta, where products underflow. *)
Variables (T : Type) (value : T -> R) (step : R -> T -> R) (good : T -> Prop) (v eta : R).
Hypothesis v0 : 0 <= v <= 2 * u.
Hypothesis eta0 : 0 <= eta.
Hypothesis step_number : forall s t, number s -> good t -> number (step s t).
Hypothesis step_error : forall s t, number s -> good t ->
  Rabs (step s t - (s + value t)) <= u * Rabs (s + value t) + v * Rabs (value t) + eta.

(* As in the code; the rest is what is not settled. *)
Definition plain xs := foldl step 0 xs.
Definition settle s g := let t := two_sum s.1 g in (t.1, fl (s.2 + t.2)).
Definition heads gs := foldl settle (0, 0) gs.
Definition lane_total (lane : seq (seq T) * seq T) :=
  let s := heads (map plain lane.1) in fl (s.1 + fl (s.2 + plain lane.2)).

Definition terms (lane : seq (seq T) * seq T) := flatten lane.1 ++ lane.2.
Definition exact xs := sum (map value xs).
Definition magnitude xs := size_of (map value xs).

Lemma magnitude_cat xs ys : magnitude (xs ++ ys) = magnitude xs + magnitude ys.
Proof. by rewrite /magnitude map_cat size_cat_of. Qed.
Lemma exact_cat xs ys : exact (xs ++ ys) = exact xs + exact ys.
Proof. by rewrite /exact map_cat sum_cat. Qed.

Lemma plain_error xs : all_in xs good -> number (plain xs) /\
  Rabs (plain xs - exact xs) <= (grown (size xs) * (1 + v) - 1) * magnitude xs + INR (size xs) * (grown (size xs) * eta).
Proof.
have u0 := u_gt0; elim/last_ind: xs => [|xs x IH] n.
  rewrite /plain /exact /magnitude /size_of /grown /= Rminus_0_r Rabs_R0; split; [exact: number0 | lra].
have [ns e] := IH (fun y i => n y ltac:(by rewrite -cats1; apply: in_cat_l)).
have gx : good x by apply: n; rewrite -cats1; apply: in_cat_r; left.
have -> : plain (rcons xs x) = step (plain xs) x by rewrite /plain -cats1 foldl_cat.
split; first exact: step_number.
have -> : exact (rcons xs x) = exact xs + value x by rewrite -cats1 exact_cat /exact /=; ring.
have -> : magnitude (rcons xs x) = magnitude xs + Rabs (value x).
  by rewrite -cats1 magnitude_cat /magnitude /size_of /=; ring.
rewrite seq.size_rcons S_INR grownS; have := step_error _ _ ns gx.
have g1 := grown_ge1 (size xs); have k0 := pos_INR (size xs); have A0 : 0 <= magnitude xs by exact: size_ge0.
have S0 : Rabs (exact xs) <= magnitude xs by exact: abs_sum.
move: (plain xs) (exact xs) (magnitude xs) (grown _) (INR _) (value x) e S0 A0 g1 k0 => s S A g k a e S0 A0 g1 k0 e'.
have a0 := Rabs_pos a; have E0 : 0 <= g * eta by apply: Rmult_le_pos; lra.
have K0 : 0 <= k * (g * eta) by exact: Rmult_le_pos.
have t : Rabs (s + a) <= g * (1 + v) * A + Rabs a + k * (g * eta).
  have := Rabs_triang (s - S) (S + a); have := Rabs_triang S a; replace (s - S + (S + a)) with (s + a) by ring; lra.
have t' := Rabs_triang (step s x - (s + a)) (s - S).
replace (step s x - (s + a) + (s - S)) with (step s x - (S + a)) in t' by ring.
have h : u * Rabs (s + a) <= u * (g * (1 + v) * A + Rabs a + k * (g * eta)) by apply: Rmult_le_compat_l; lra.
have G1 : 1 <= (1 + u) * g by nra.
have h2 : (u + v) * Rabs a <= ((1 + u) * g * (1 + v) - 1) * Rabs a by apply: Rmult_le_compat_r => //; nra.
have h3 : eta <= (1 + u) * (g * eta) by nra.
by lra.
Qed.

(* m groups' sums gs: the heads, the tails and what both miss. *)
Lemma heads_error gs : all_in gs number ->
  let s := heads gs in let m := INR (size gs) in let W := grown (size gs) * size_of gs in
  number s.1 /\ number s.2 /\ Rabs s.1 <= W /\ Rabs s.2 <= m * u * W /\ Rabs (s.1 + s.2 - sum gs) <= m ^ 2 * u ^ 2 * W.
Proof.
have u0 := u_gt0; elim/last_ind: gs => [|gs g IH] n.
  rewrite /heads /grown /size_of /= !Rabs_R0 Rplus_0_r Rminus_0_r Rabs_R0; have := number0; do !split=> //; lra.
have ng : number g by apply: n; rewrite -cats1; apply: in_cat_r; left.
have := IH (fun h i => n h ltac:(by rewrite -cats1; apply: in_cat_l)).
rewrite /heads -cats1 foldl_cat cats1 /= -/(heads gs) sum_rcons size_rcons_of seq.size_rcons S_INR grownS.
move: (heads gs) (sum gs) (size_of gs) (size_ge0 gs) (size gs) => [hi lo] G A A0 k /= [nh [nl [bh [bl be]]]].
have exact2 := two_sum_exact _ _ nh ng; have miss := add_error _ _ nh ng; have [nt1 nt2] := two_sum_number hi g.
have e2 := two_sum_error _ _ nh ng; rewrite -two_sum_1 in miss; move: (two_sum hi g) exact2 miss nt1 nt2 e2 => t exact2 miss nt1 nt2 e2.
have g1 := grown_ge1 k; have a0 := Rabs_pos g; have m0 := pos_INR k.
move: (grown k) (INR k) g1 m0 bh bl be => w m g1 m0 bh bl be; set W := w * (A + Rabs g).
have wA : w * A <= W by rewrite /W; nra.
have inner : Rabs (hi + g) <= W by have := Rabs_triang hi g; rewrite /W; nra.
have W0 : 0 <= W by rewrite /W; nra.
have inner_u : u * Rabs (hi + g) <= u * W by apply: Rmult_le_compat_l; lra.
have bt1 : Rabs t.1 <= (1 + u) * W by have := Rabs_near _ _ _ miss; lra.
have bt2 : Rabs t.2 <= u * W by lra.
have mu0 : 0 <= m * u by apply: Rmult_le_pos; lra.
have bl' : Rabs (lo + t.2) <= (m + 1) * u * W.
  have : m * u * (w * A) <= m * u * W by apply: Rmult_le_compat_l.
  by have := Rabs_triang lo t.2; lra.
have := add_error _ _ nl nt2 => miss2.
have miss2' : u * Rabs (lo + t.2) <= u * ((m + 1) * u * W) by apply: Rmult_le_compat_l; lra.
have -> : (1 + u) * w * (A + Rabs g) = (1 + u) * W by rewrite /W; ring.
split; first exact: nt1.
split; [exact: fl_number | split; [exact: bt1 | split]].
  by have := Rabs_near _ _ _ miss2; lra.
replace (t.1 + fl (lo + t.2) - (G + g)) with (hi + lo - G + (fl (lo + t.2) - (lo + t.2))) by lra.
have h1 : m ^ 2 * u ^ 2 * (w * A) <= m ^ 2 * u ^ 2 * W by apply: Rmult_le_compat_l wA; nra.
have h3 : 0 <= u ^ 2 * W by apply: Rmult_le_pos; nra.
have h4 : (m ^ 2 + m + 1) * (u ^ 2 * W) <= (m + 1) ^ 2 * (u ^ 2 * W) by apply: Rmult_le_compat_r => //; nra.
have h5 := Rmult_le_pos _ _ (Rmult_le_pos _ _ (pow2_ge_0 (m + 1)) h3) (Rlt_le _ _ u0).
have := Rabs_triang (hi + lo - G) (fl (lo + t.2) - (lo + t.2)); lra.
Qed.

Lemma groups_error k groups : all_in groups (fun xs => (size xs <= k)%N /\ all_in xs good) ->
  let E := INR (size (flatten groups)) * (grown k * eta) in
  all_in (map plain groups) number /\
  Rabs (sum (map plain groups) - exact (flatten groups)) <= (grown k * (1 + v) - 1) * magnitude (flatten groups) + E /\
  size_of (map plain groups) <= grown k * (1 + v) * magnitude (flatten groups) + E.
Proof.
have u0 := u_gt0; elim: groups => [|xs groups IH] n.
  by rewrite /exact /magnitude /size_of /= Rminus_0_r Rabs_R0; split=> //; lra.
have [sz nx] := n xs (or_introl erefl).
have [ng [e1 e2]] := IH (fun ys i => n ys (or_intror i)); have [np e] := plain_error xs nx.
have gk := grown_le _ _ sz; have A0 := size_ge0 (map value xs); have g1 := grown_ge1 (size xs).
have k0 := pos_INR (size xs); have S0 := abs_sum (map value xs).
rewrite /= exact_cat magnitude_cat size_cat plus_INR.
have e' : Rabs (plain xs - exact xs) <= (grown k * (1 + v) - 1) * magnitude xs + INR (size xs) * (grown k * eta).
  apply: Rle_trans e _; apply: Rplus_le_compat; first by apply: Rmult_le_compat_r => //; nra.
  by apply: Rmult_le_compat_l => //; apply: Rmult_le_compat_r.
split; [by move=> g [<- // | /ng] | split].
  have := Rabs_triang (plain xs - exact xs) (sum (map plain groups) - exact (flatten groups)).
  replace (plain xs - exact xs + (sum (map plain groups) - exact (flatten groups)))
    with (plain xs + sum (map plain groups) - (exact xs + exact (flatten groups))) by ring.
  lra.
rewrite {1}/size_of /= -/(size_of (map plain groups)).
by have := Rabs_near _ _ _ e'; rewrite /exact -/(magnitude xs) in S0 *; lra.
Qed.

(* One lane: at most k terms in each of m groups and in the rest. *)
Lemma lane_error k lane : let m := INR (size lane.1) in let A := magnitude (terms lane) in
  let E := INR (size (terms lane)) * eta in
  (0 < k)%N -> all_in lane.1 (fun xs => (size xs <= k)%N /\ all_in xs good) -> (size lane.2 <= k)%N ->
  all_in lane.2 good -> m * u <= / 32 -> INR k * u <= / 100000 ->
  number (lane_total lane) /\
  Rabs (lane_total lane - exact (terms lane)) <= (104 / 100 * (m * u) ^ 2 + (1005 / 1000 * INR k + 5) * u) * A + 11 / 10 * E.
Proof.
case: lane => groups rest m A E; rewrite {}/m {}/A {}/E /lane_total /terms /= => k0 n sr gr mu ku.
split; first exact: fl_number.
have [ng [e1 e2]] := groups_error k groups n; have [nr er] := plain_error rest gr.
have := heads_error _ ng; rewrite size_map.
move: (heads _) => [hi lo] /= [nh [nl [bh [bl be]]]].
have gk := grown_le _ _ sr; have gr1 := grown_ge1 (size rest); have ga := grown_about k ltac:(lra).
have gm := grown_below (size groups); have gm1 := grown_ge1 (size groups); have m0 := pos_INR (size groups).
have u0 := u_gt0; have us := u_small; have k1 : 1 <= INR k by apply: (le_INR 1); apply/leP.
rewrite exact_cat magnitude_cat size_cat plus_INR.
have {}er : Rabs (plain rest - exact rest) <= (grown k * (1 + v) - 1) * magnitude rest + INR (size rest) * (grown k * eta).
  apply: Rle_trans er _; apply: Rplus_le_compat.
    by apply: Rmult_le_compat_r; [exact: size_ge0 | nra].
  by apply: Rmult_le_compat_l; [exact: pos_INR | apply: Rmult_le_compat_r].
have A1 : 0 <= magnitude (flatten groups) by exact: size_ge0.
have A2 : 0 <= magnitude rest by exact: size_ge0.
have S1 := abs_sum (map value rest); rewrite -/(exact rest) -/(magnitude rest) in S1.
have S2 := abs_sum (map plain groups); have N1 := pos_INR (size (flatten groups)); have N2 := pos_INR (size rest).
have B0 := size_ge0 (map plain groups).
move: (plain rest) (exact rest) (magnitude rest) er S1 A2 nr => r Xr Ar er S1 A2 nr.
move: (sum (map plain groups)) (size_of (map plain groups)) (exact (flatten groups)) (magnitude (flatten groups))
  e1 e2 S2 B0 A1 be bl bh => G B Xg Ag e1 e2 S2 B0 A1 be bl bh.
move: (INR (size groups)) (grown (size groups)) (INR k) (grown k) (grown (size rest)) (INR (size rest))
  (INR (size (flatten groups))) m0 mu ku k1 ga gm gm1 gk gr1 er e1 e2 be bl bh N1 N2
  => m w K g g' N2 N1 m0 mu ku k1 ga gm gm1 gk gr1 er e1 e2 be bl bh N1_0 N2_0.
have q0 : 0 <= m * u by apply: Rmult_le_pos; lra.
have {}gm : w <= 10323 / 10000.
  have : m * u * w <= / 32 * w by apply: Rmult_le_compat_r; lra.
  by move: gm => /(_ ltac:(lra)); lra.
set N := N1 + N2; set A := Ag + Ar; set P := g * (1 + v); set Q := P * A + N * (g * eta).
have g1 : 1 <= g by lra.
have Ku : 0 <= K * u by apply: Rmult_le_pos; lra.
have P1 : 1 <= P <= 1 + (10021 / 10000 * K + 21 / 10) * u.
  rewrite /P; have : g * v <= g * (2 * u) by apply: Rmult_le_compat_l; lra.
  have : g * u <= (1 + / 50000) * u by apply: Rmult_le_compat_r; lra.
  have : 0 <= g * v by apply: Rmult_le_pos; lra.
  lra.
have geta : 0 <= g * eta by apply: Rmult_le_pos; lra.
have BQ : B + Rabs r <= Q.
  by have := Rabs_near _ _ _ er; rewrite /Q /P /A /N; lra.
have r0 := Rabs_pos r; have Q0 : 0 <= Q by lra.
have wB : w * B <= w * Q by apply: Rmult_le_compat_l; lra.
have wQ : w * Q <= 1033 / 1000 * Q by apply: Rmult_le_compat_r; lra.
have lo_b : Rabs lo <= / 30 * Q.
  apply: Rle_trans bl _; have : m * u * (w * B) <= / 32 * (w * B).
    by apply: Rmult_le_compat_r => //; apply: Rmult_le_pos; lra.
  lra.
have d1 : Rabs (hi + lo - G) <= 1033 / 1000 * (m * u) ^ 2 * Q.
  apply: Rle_trans be _; have : (m * u) ^ 2 * (w * B) <= (m * u) ^ 2 * (1033 / 1000 * Q).
    by apply: Rmult_le_compat_l; [exact: pow2_ge_0 | lra].
  by rewrite Rpow_mult_distr; lra.
have q2 : (m * u) ^ 2 <= / 1024.
  by replace (/ 1024) with ((/ 32) ^ 2) by lra; apply: pow_incr; lra.
have q2_0 : 0 <= (m * u) ^ 2 by exact: pow2_ge_0.
have q2Q : (m * u) ^ 2 * Q <= / 1024 * Q by apply: Rmult_le_compat_r.
have m1 := add_error _ _ nl nr; have m2 := add_error _ _ nh (fl_number (lo + r)).
set x1 := fl (lo + r) in m1 m2 *; set x2 := fl (hi + x1) in m2 *.
have s1 : Rabs (lo + r) <= 1034 / 1000 * Q by have := Rabs_triang lo r; lra.
have h1 : u * Rabs (lo + r) <= u * (1034 / 1000 * Q) by apply: Rmult_le_compat_l; lra.
have uQ : u * Q <= / 1000000000 * Q by apply: Rmult_le_compat_r.
have s2 : Rabs (hi + x1) <= 1002 / 1000 * Q.
  have b1 := Rabs_near _ _ _ d1; have t1 := Rabs_triang (hi + lo) r.
  have t2 := Rabs_triang (x1 - (lo + r)) (hi + lo + r).
  replace (x1 - (lo + r) + (hi + lo + r)) with (hi + x1) in t2 by ring; lra.
have h2 : u * Rabs (hi + x1) <= u * (1002 / 1000 * Q) by apply: Rmult_le_compat_l; lra.
have d2 : Rabs (x2 - (G + r)) <= (1033 / 1000 * (m * u) ^ 2 + (204 / 100) * u) * Q.
  have t1 := Rabs_triang (x2 - (hi + x1)) (x1 - (lo + r)).
  have t2 := Rabs_triang (x2 - (hi + x1) + (x1 - (lo + r))) (hi + lo - G).
  replace (x2 - (hi + x1) + (x1 - (lo + r)) + (hi + lo - G)) with (x2 - (G + r)) in t2 by ring.
  have : Rabs (x2 - (G + r)) <= u * (1034 / 1000 * Q) + u * (1002 / 1000 * Q) + 1033 / 1000 * (m * u) ^ 2 * Q by lra.
  have : 0 <= u * Q by apply: Rmult_le_pos; lra.
  lra.
have d3 : Rabs (G + r - (Xg + Xr)) <= (P - 1) * A + N * (g * eta).
  have t := Rabs_triang (G - Xg) (r - Xr); replace (G - Xg + (r - Xr)) with (G + r - (Xg + Xr)) in t by ring.
  by rewrite /A /N; rewrite -/P in e1 er; lra.
apply: Rle_trans (Rabs_chain _ _ _ _ _ d2 d3) _; rewrite /Q.
set c := 1033 / 1000 * (m * u) ^ 2 + (204 / 100) * u; have c0 : 0 <= c <= / 900 by rewrite /c; lra.
have A0 : 0 <= A by rewrite /A; lra.
have N0 : 0 <= N * eta by apply: Rmult_le_pos => //; rewrite /N; lra.
have gg : g <= 1 + / 50000 by lra.
have E1 : (1 + c) * (N * (g * eta)) <= 11 / 10 * (N * eta).
  replace ((1 + c) * (N * (g * eta))) with ((1 + c) * g * (N * eta)) by ring; apply: Rmult_le_compat_r => //.
  have : (1 + c) * g <= (1 + / 900) * (1 + / 50000) by apply: Rmult_le_compat; lra.
  lra.
have E2 : ((1 + c) * P - 1) * A <= (104 / 100 * (m * u) ^ 2 + (1005 / 1000 * K + 5) * u) * A; last by lra.
apply: Rmult_le_compat_r => //.
have cP : c * (P - 1) <= / 900 * (P - 1) by apply: Rmult_le_compat_r; lra.
suff : c + (10021 / 10000 * K + 21 / 10) * u * (1 + / 900) <= 104 / 100 * (m * u) ^ 2 + (1005 / 1000 * K + 5) * u by lra.
by rewrite /c; lra.
Qed.

(* All lanes, added up in any order of at most seven steps. *)
Definition all_terms (lanes : seq (seq (seq T) * seq T)) := flatten (map terms lanes).
Definition fits m k (lane : seq (seq T) * seq T) := (size lane.1 <= m)%N /\ (size lane.2 <= k)%N /\
  all_in lane.1 (fun xs => (size xs <= k)%N) /\ all_in (terms lane) good.
Lemma lanes_error m k t : let A := magnitude (all_terms (leaves t)) in let E := INR (size (all_terms (leaves t))) * eta in
  (0 < k)%N -> (depth t <= 7)%N -> all_in (leaves t) (fits m k) -> INR m * u <= / 32 -> INR k * u <= / 100000 ->
  Rabs (added lane_total t - exact (all_terms (leaves t)))
  <= (104 / 100 * (INR m * u) ^ 2 + (1005 / 1000 * INR k + 122 / 10) * u) * A + 12 / 10 * E.
Proof.
move=> A E k0 d n mu ku; rewrite {}/A {}/E.
have u0 := u_gt0; have us := u_small; have k1 : 1 <= INR k by apply: (le_INR 1); apply/leP.
set c := 104 / 100 * (INR m * u) ^ 2 + (1005 / 1000 * INR k + 5) * u.
have m0 : 0 <= INR m * u by apply: Rmult_le_pos; [exact: pos_INR | lra].
have Ku : 0 <= INR k * u by apply: Rmult_le_pos; lra.
have c0 : 0 <= c <= / 900.
  have : (INR m * u) ^ 2 <= (/ 32) ^ 2 by apply: pow_incr; lra.
  by have := pow2_ge_0 (INR m * u); rewrite /c; lra.
have each lane : fits m k lane -> number (lane_total lane) /\
    Rabs (lane_total lane - exact (terms lane)) <= c * magnitude (terms lane) + 11 / 10 * (INR (size (terms lane)) * eta).
  move=> [sm [sk [sg g]]]; have sm' : INR (size lane.1) <= INR m by apply: le_INR; apply/leP.
  have h : INR (size lane.1) * u <= INR m * u by apply: Rmult_le_compat_r; lra.
  have [] := lane_error k lane k0 _ sk _ _ ku; [| | lra | move=> nl e].
  - move=> xs i; split; first exact: sg.
    move=> x ix; apply: g; apply: in_cat_l; move: i; elim: (lane.1) => //= ys yss IH [->|i]; first exact: in_cat_l.
    by apply: in_cat_r; apply: IH.
  - by move=> x ix; apply: g; apply: in_cat_r.
  split=> //; apply: Rle_trans e _; apply: Rplus_le_compat_r; apply: Rmult_le_compat_r; first exact: size_ge0.
  have : (INR (size lane.1) * u) ^ 2 <= (INR m * u) ^ 2.
    by apply: pow_incr; split=> //; apply: Rmult_le_pos; [exact: pos_INR | lra].
  by rewrite /c; lra.
have [nl eT] := tree_error _ lane_total t (fun lane i => (each lane (n lane i)).1).
have [e eA] : Rabs (sum (map lane_total (leaves t)) - exact (all_terms (leaves t)))
      <= c * magnitude (all_terms (leaves t)) + 11 / 10 * (INR (size (all_terms (leaves t))) * eta) /\
    size_of (map lane_total (leaves t))
      <= (1 + c) * magnitude (all_terms (leaves t)) + 11 / 10 * (INR (size (all_terms (leaves t))) * eta).
  move: n; elim: (leaves t) => [|lane lanes IH] n.
    by rewrite /exact /magnitude /size_of /= Rminus_0_r Rabs_R0; lra.
  have [IH1 IH2] := IH (fun l i => n l (or_intror i)); have [_ el] := each lane (n lane (or_introl erefl)).
  rewrite /all_terms /= -/(all_terms lanes) exact_cat magnitude_cat size_cat plus_INR.
  have S0 : Rabs (exact (terms lane)) <= magnitude (terms lane) by exact: abs_sum.
  rewrite {1}/size_of /= -/(size_of (map lane_total lanes)); have near := Rabs_near _ _ _ el; split; last by lra.
  have := Rabs_triang (lane_total lane - exact (terms lane)) (sum (map lane_total lanes) - exact (all_terms lanes)).
  replace (lane_total lane - exact (terms lane) + (sum (map lane_total lanes) - exact (all_terms lanes)))
    with (lane_total lane + sum (map lane_total lanes) - (exact (terms lane) + exact (all_terms lanes))) by ring.
  lra.
have g7 : grown (depth t) <= 1 + 702 / 100 * u.
  apply: Rle_trans (grown_le _ _ d) _; have := grown_about 7; rewrite (_ : INR 7 = 7); last by rewrite /=; lra.
  by move=> /(_ ltac:(lra)); lra.
have {}eT : Rabs (added lane_total t - sum (map lane_total (leaves t))) <= 702 / 100 * u * size_of (map lane_total (leaves t)).
  by apply: Rle_trans eT _; apply: Rmult_le_compat_r; [exact: size_ge0 | lra].
apply: Rle_trans (Rabs_chain _ _ _ _ _ eT e) _.
have A0 : 0 <= magnitude (all_terms (leaves t)) by exact: size_ge0.
have E0 : 0 <= INR (size (all_terms (leaves t))) * eta by apply: Rmult_le_pos => //; exact: pos_INR.
have h : 702 / 100 * u * size_of (map lane_total (leaves t)) <= 702 / 100 * u * ((1 + c)
    * magnitude (all_terms (leaves t)) + 11 / 10 * (INR (size (all_terms (leaves t))) * eta)).
  by apply: Rmult_le_compat_l; lra.
move: (magnitude _) (INR (size (all_terms _)) * eta) A0 E0 h => A E A0 E0 h.
have uA : 0 <= u * A by apply: Rmult_le_pos; lra.
have cuA : c * (u * A) <= / 900 * (u * A) by apply: Rmult_le_compat_r; lra.
have uE : u * E <= / 1000000000 * E by apply: Rmult_le_compat_r.
by rewrite /c in h cuA *; lra.
Qed.
End Scheme.

(* Numbers, and products, which are added by a multiply-add. *)
Definition total_of_numbers := lane_total R (fun s x => fl (s + x)).
Definition total_of_products fused := lane_total (R * R) (fun s x => mul_add fused x.1 x.2 s).

(* GroupSum: no group has more than 8 terms, and all are settled. *)
Definition in_groups T n lanes (lane : seq (seq T) * seq T) :=
  (size lane.1 <= n %/ (8 * lanes) + 1)%N /\ all_in lane.1 (fun xs => (size xs <= 8)%N) /\ lane.2 = [::].
(* LongSum: the same of 64 groups, but the last may be left over. *)
Definition in_long_groups T n lanes (lane : seq (seq T) * seq T) :=
  (size lane.1 <= n %/ (512 * lanes) + 1)%N /\ all_in (lane.2 :: lane.1) (fun xs => (size xs <= minn (n %/ lanes + 1) 512)%N).

Lemma of_numbers s t : number s -> number t -> Rabs (fl (s + t) - (s + t)) <= u * Rabs (s + t) + 0 * Rabs t + 0.
Proof. by move=> ns nt; have := add_error _ _ ns nt; lra. Qed.
Lemma of_products fused s (t : R * R) : number s -> True -> Rabs (mul_add fused t.1 t.2 s - (s + t.1 * t.2))
  <= u * Rabs (s + t.1 * t.2) + 2 * u * Rabs (t.1 * t.2) + 2 * tiny.
Proof.
move=> ns _; have := mul_add_error fused t.1 t.2 s ns; have := Rmult_le_pos _ _ (Rlt_le _ _ u_gt0) (Rabs_pos (t.1 * t.2)).
have : u ^ 2 * Rabs (t.1 * t.2) <= u * Rabs (t.1 * t.2); last by lra.
by apply: Rmult_le_compat_r; [exact: Rabs_pos | rewrite /= u_is; lra].
Qed.

Lemma enough_groups k n lanes m : (8 <= k)%N -> INR n <= most -> (m <= n %/ (k * lanes) + 1)%N ->
  INR m <= vectors n lanes / 2 /\ INR m * u <= / 32.
Proof.
move=> k8 nm h; have k8' : 8 <= INR k by have := le_INR 8 k (elimT leP k8); rewrite /=; lra.
have := groups_of k n lanes m (leq_trans (isT : 0 < 8)%N k8) h; have := vectors_ge2 n lanes.
have := vectors_most n lanes nm; have := pos_INR m; rewrite most_is u_is.
case: (Rle_lt_dec (INR m) 1) => [m1 | m1]; first by lra.
have : 8 * (INR m - 1) <= INR k * (INR m - 1) by apply: Rmult_le_compat_r; lra.
by lra.
Qed.
Lemma group_size n lanes m : INR n <= most -> (m <= n %/ (8 * lanes) + 1)%N ->
  104 / 100 * (INR m * u) ^ 2 + (1005 / 1000 * 8 + 122 / 10) * u <= 95 / 100 * group_error n lanes.
Proof.
move=> nm h; have [mv _] := enough_groups 8 n lanes m isT nm h.
have : (INR m * u) ^ 2 <= (vectors n lanes / 2 * u) ^ 2.
  have u0 := u_gt0; apply: pow_incr; split; first by apply: Rmult_le_pos; [exact: pos_INR | lra].
  by apply: Rmult_le_compat_r; lra.
have := u_gt0; have := pow2_ge_0 (vectors n lanes * u); rewrite /group_error pow2_52 pow2_107; lra.
Qed.

Definition exact_of T (value : T -> R) (t : tree (seq (seq T) * seq T)) := exact T value (all_terms T (leaves t)).
Definition magnitude_of T (value : T -> R) (t : tree (seq (seq T) * seq T)) := magnitude T value (all_terms T (leaves t)).
Definition number_of T (t : tree (seq (seq T) * seq T)) := INR (size (all_terms T (leaves t))).
Notation value_of_product := (fun x : R * R => x.1 * x.2).

Lemma lane_terms T (t : tree (seq (seq T) * seq T)) (P : T -> Prop) : all_in (all_terms T (leaves t)) P ->
  all_in (leaves t) (fun lane => all_in (terms T lane) P).
Proof.
rewrite /all_terms => h lane il x ix; apply: h; move: il; elim: (leaves t) => //= l ls IH [->|il].
  exact: in_cat_l.
by apply: in_cat_r; apply: IH.
Qed.
Lemma groups_fit T n lanes (good : T -> Prop) lane : in_groups T n lanes lane -> all_in (terms T lane) good ->
  fits T good (n %/ (8 * lanes) + 1) 8 lane.
Proof. by move=> [h [h8 r]] g; rewrite /fits r. Qed.
Lemma long_groups_fit T n lanes (good : T -> Prop) lane : in_long_groups T n lanes lane -> all_in (terms T lane) good ->
  fits T good (n %/ (512 * lanes) + 1) (minn (n %/ lanes + 1) 512) lane.
Proof. by move=> [h g'] g; split=> //; split; [apply: g'; left | split=> // xs i; apply: g'; right]. Qed.

Lemma long_size n lanes : INR n <= most -> let k := minn (n %/ lanes + 1) 512 in
  INR (n %/ (512 * lanes) + 1) * u <= / 32 /\ INR k * u <= / 100000 /\
  104 / 100 * (INR (n %/ (512 * lanes) + 1) * u) ^ 2 + (1005 / 1000 * INR k + 122 / 10) * u <= 95 / 100 * long_error n lanes.
Proof.
move=> nm k; have [mv mu] := enough_groups 512 n lanes _ isT nm (leqnn _); split=> //.
have k1 : INR k <= Rmin (vectors n lanes - 1) 512.
  have := le_INR _ _ (elimT leP (geq_minl (n %/ lanes + 1) 512)); have := le_INR _ _ (elimT leP (geq_minr (n %/ lanes + 1) 512)).
  rewrite -/k (_ : INR 512 = 512); last by rewrite /=; lra.
  rewrite /vectors !plus_INR (_ : INR 2 = 2) // (_ : INR 1 = 1) //; move: (INR k) (INR (n %/ lanes)) => x y h1 h2.
  by apply: Rmin_glb; lra.
have := vectors_ge2 n lanes; move: mv; rewrite /long_error pow2_53 pow2_107; move: (vectors n lanes) k1 => v k1 mv v2.
have kv := Rle_trans _ _ _ k1 (Rmin_l _ _); have k512 := Rle_trans _ _ _ k1 (Rmin_r _ _).
split; first by rewrite u_is; lra.
have : (INR (n %/ (512 * lanes) + 1) * u) ^ 2 <= (v / 2 * u) ^ 2.
  have u0 := u_gt0; apply: pow_incr; split; first by apply: Rmult_le_pos; [exact: pos_INR | lra].
  by apply: Rmult_le_compat_r; lra.
have u0 := u_gt0; have := pow2_ge_0 (v * u).
have : (1005 / 1000 * INR k + 122 / 10) * u <= 95 / 100 * ((Rmin v 512 + 12) * (17 / 16)) * u; last by lra.
apply: Rmult_le_compat_r; first by lra.
by rewrite /Rmin; case: (Rle_dec v 512); lra.
Qed.

(* How far a sum may be off; the twentieth of each bound that is left is for the roundings of the bound itself. *)
Theorem group_sum n lanes t : INR n <= most -> (depth t <= 7)%N -> all_in (leaves t) (in_groups R n lanes) ->
  all_in (all_terms R (leaves t)) number ->
  Rabs (added total_of_numbers t - exact_of R id t) <= 95 / 100 * group_error n lanes * magnitude_of R id t.
Proof.
move=> nm d h g; have [mv mu] := enough_groups 8 n lanes _ isT nm (leqnn _).
have e := lanes_error R id (fun s x => fl (s + x)) number 0 0 ltac:(have := u_gt0; lra) ltac:(lra)
  (fun s x _ _ => fl_number _) of_numbers (n %/ (8 * lanes) + 1) 8 t isT d
  (fun lane i => groups_fit R n lanes number lane (h lane i) (lane_terms R t _ g lane i)) mu.
apply: Rle_trans (e _) _; first by rewrite u_is /=; lra.
rewrite Rmult_0_r Rmult_0_r Rplus_0_r; apply: Rmult_le_compat_r; first exact: size_ge0.
by have := group_size n lanes _ nm (leqnn _); rewrite (_ : INR 8 = 8) //; rewrite /=; lra.
Qed.
Theorem group_sum_of_products fused n lanes t : INR n <= most -> (depth t <= 7)%N ->
  all_in (leaves t) (in_groups (R * R) n lanes) ->
  Rabs (added (total_of_products fused) t - exact_of (R * R) value_of_product t)
  <= 95 / 100 * group_error n lanes * magnitude_of (R * R) value_of_product t + number_of (R * R) t * (3 * tiny).
Proof.
move=> nm d h; have [mv mu] := enough_groups 8 n lanes _ isT nm (leqnn _).
have e := lanes_error (R * R) value_of_product (fun s x => mul_add fused x.1 x.2 s) (fun _ => True) (2 * u) (2 * tiny)
  ltac:(have := u_gt0; lra) ltac:(have := tiny_gt0; lra) (fun s x _ _ => mul_add_number _ _ _ _) (of_products fused)
  (n %/ (8 * lanes) + 1) 8 t isT d (fun lane i => groups_fit (R * R) n lanes (fun _ => True) lane (h lane i) (fun _ _ => I)) mu.
apply: Rle_trans (e _) _; first by rewrite u_is /=; lra.
apply: Rplus_le_compat; last first.
  have : 0 <= number_of (R * R) t * tiny by apply: Rmult_le_pos; [exact: pos_INR | have := tiny_gt0; lra].
  by rewrite -/(number_of (R * R) t); lra.
apply: Rmult_le_compat_r; first exact: size_ge0.
by have := group_size n lanes _ nm (leqnn _); rewrite (_ : INR 8 = 8) //; rewrite /=; lra.
Qed.
Theorem long_sum n lanes t : INR n <= most -> (depth t <= 7)%N -> all_in (leaves t) (in_long_groups R n lanes) ->
  all_in (all_terms R (leaves t)) number ->
  Rabs (added total_of_numbers t - exact_of R id t) <= 95 / 100 * long_error n lanes * magnitude_of R id t.
Proof.
move=> nm d h g; have [mu [ku size]] := long_size n lanes nm.
have k0 : (0 < minn (n %/ lanes + 1) 512)%N by rewrite leq_min addn1.
have e := lanes_error R id (fun s x => fl (s + x)) number 0 0 ltac:(have := u_gt0; lra) ltac:(lra)
  (fun s x _ _ => fl_number _) of_numbers _ _ t k0 d
  (fun lane i => long_groups_fit R n lanes number lane (h lane i) (lane_terms R t _ g lane i)) mu ku.
apply: Rle_trans e _.
by rewrite Rmult_0_r Rmult_0_r Rplus_0_r; apply: Rmult_le_compat_r; first exact: size_ge0.
Qed.
Theorem long_sum_of_products fused n lanes t : INR n <= most -> (depth t <= 7)%N ->
  all_in (leaves t) (in_long_groups (R * R) n lanes) ->
  Rabs (added (total_of_products fused) t - exact_of (R * R) value_of_product t)
  <= 95 / 100 * long_error n lanes * magnitude_of (R * R) value_of_product t + number_of (R * R) t * (3 * tiny).
Proof.
move=> nm d h; have [mu [ku size]] := long_size n lanes nm.
have k0 : (0 < minn (n %/ lanes + 1) 512)%N by rewrite leq_min addn1.
have e := lanes_error (R * R) value_of_product (fun s x => mul_add fused x.1 x.2 s) (fun _ => True) (2 * u) (2 * tiny)
  ltac:(have := u_gt0; lra) ltac:(have := tiny_gt0; lra) (fun s x _ _ => mul_add_number _ _ _ _) (of_products fused)
  _ _ t k0 d (fun lane i => long_groups_fit (R * R) n lanes (fun _ => True) lane (h lane i) (fun _ _ => I)) mu ku.
apply: Rle_trans e _; apply: Rplus_le_compat; last first.
  have : 0 <= number_of (R * R) t * tiny by apply: Rmult_le_pos; [exact: pos_INR | have := tiny_gt0; lra].
  by rewrite -/(number_of (R * R) t); lra.
by apply: Rmult_le_compat_r; first exact: size_ge0.
Qed.
