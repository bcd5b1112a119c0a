(* Sums of exponentials, as `Exponentials` of lib/kernels/totals-inl.hpp takes them: a PairSum of heads, and in each lane a
   GroupSum of what is beside them, lows of pairs or power·growth, which is added to the pair's tail; then sum_of_pairs. *)
From Gibbs.sums Require PairSum GroupSum.
From Gibbs.sums Require Import Grid.
From Flocq Require Import Core.
Open Scope R_scope.
Arguments pow2 : simpl never.

(* A term is (h, l) for h + l, or (h, g) for h·(1 + g), added by a multiply-add. *)
Definition low (rough : bool) (x : R * R) := if rough then x.1 * x.2 else x.2.
Definition step (rough fused : bool) s (x : R * R) := if rough then mul_add fused x.1 x.2 s else fl (s + x.2).
Definition plain rough fused xs := foldl (step rough fused) 0 xs.
Definition lows rough (xs : seq (R * R)) := sum (map (low rough) xs).
Definition size_low rough (xs : seq (R * R)) := size_of (map (low rough) xs).

Lemma step_number rough fused s x : number (step rough fused s x).
Proof. by case: rough; [exact: mul_add_number | exact: fl_number]. Qed.
Lemma step_error rough fused s x : number s -> number x.2 ->
  Rabs (step rough fused s x - (s + low rough x)) <= u * Rabs (s + low rough x) + (u + u ^ 2) * Rabs (low rough x) + 2 * tiny.
Proof.
move=> ns nx; have u0 := u_gt0; have t0 := tiny_gt0; case: rough => /=; first exact: mul_add_error.
have := add_error _ _ ns nx; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) (Rabs_pos x.2).
have := Rmult_le_pos _ _ (pow2_ge_0 u) (Rabs_pos x.2); lra.
Qed.
Lemma first_step rough fused x : number x.2 -> Rabs (step rough fused 0 x - low rough x) <= u * Rabs (low rough x) + tiny.
Proof.
move=> nx; have u0 := u_gt0; have t0 := tiny_gt0; have e := fl_error (x.1 * x.2); case: rough => /=.
  by rewrite mul_add_is; case: fused; rewrite ?Rplus_0_r // fl_number.
by rewrite Rplus_0_l nx; replace (x.2 - x.2) with 0 by ring; rewrite Rabs_R0; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) (Rabs_pos x.2); lra.
Qed.

Lemma in_flatten T (x : T) g gs : List.In g gs -> List.In x g -> List.In x (flatten gs).
Proof. by elim: gs => //= c cs IH [-> | i] ix; [apply: in_cat_l | apply: in_cat_r; apply: IH]. Qed.

(* In a group: one rounding for each term that there is. *)
Notation near1 := (1 + / 1000000).
Lemma plain_error rough fused xs : (size xs <= 8)%N -> (forall x, List.In x xs -> number x.2) ->
  number (plain rough fused xs) /\
  Rabs (plain rough fused xs - lows rough xs) <= INR (size xs) * (near1 * u * size_low rough xs + 3 * tiny).
Proof.
have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0.
elim/last_ind: xs => [|xs x IH] s8 n.
  by rewrite /plain /lows /size_low /size_of /= Rminus_0_r Rabs_R0; split; [exact: number0 | lra].
rewrite seq.size_rcons in s8; have nx : number x.2 by apply: n; rewrite -cats1; apply: in_cat_r; left.
have [ns e] := IH (ltnW s8) (fun y i => n y ltac:(by rewrite -cats1; apply: in_cat_l)).
have -> : plain rough fused (rcons xs x) = step rough fused (plain rough fused xs) x by rewrite /plain -cats1 foldl_cat.
split; first exact: step_number.
have -> : lows rough (rcons xs x) = lows rough xs + low rough x by rewrite /lows map_rcons sum_rcons.
have -> : size_low rough (rcons xs x) = size_low rough xs + Rabs (low rough x) by rewrite /size_low map_rcons size_rcons_of.
rewrite seq.size_rcons S_INR; have A0 : 0 <= size_low rough xs by exact: size_ge0.
have S0 : Rabs (lows rough xs) <= size_low rough xs by exact: abs_sum.
have a0 := Rabs_pos (low rough x); have ua0 : 0 <= u * Rabs (low rough x) by apply: Rmult_le_pos; lra.
have uA0 : 0 <= u * size_low rough xs by apply: Rmult_le_pos; lra.
case: xs {IH n} s8 ns e A0 S0 uA0 => [|y ys] s8 ns e A0 S0 uA0.
  have := first_step rough fused x nx; rewrite /plain /lows /size_low /size_of /= !Rplus_0_l; lra.
have e' := step_error rough fused _ x ns nx; set xs := y :: ys in s8 ns e A0 S0 uA0 e' *.
have k7 : INR (size xs) <= 7 by have := le_INR _ _ (elimT leP (s8 : (size xs <= 7)%N)); rewrite (_ : INR 7 = 7) //; rewrite /=; lra.
have k1 : 1 <= INR (size xs) by rewrite /xs [size _]/= S_INR; have := pos_INR (size ys); lra.
move: (plain rough fused xs) (lows rough xs) (size_low rough xs) (INR (size xs)) (low rough x) (step rough fused _ x)
  ns e A0 S0 uA0 k7 k1 a0 ua0 e' => s S A k a s' ns e A0 S0 uA0 k7 k1 a0 ua0 e'.
have e7 : k * (near1 * u * A + 3 * tiny) <= 7 * (near1 * u * A + 3 * tiny) by apply: Rmult_le_compat_r; lra.
have t : Rabs (s + a) <= A + Rabs a + 7 * (near1 * u * A + 3 * tiny).
  have := Rabs_triang (s - S) (S + a); have := Rabs_triang S a; replace (s - S + (S + a)) with (s + a) by ring; lra.
have h : u * Rabs (s + a) <= u * (A + Rabs a + 7 * (near1 * u * A + 3 * tiny)) by apply: Rmult_le_compat_l; lra.
have uuA : u * (u * A) <= / 1000000000 * (u * A) by apply: Rmult_le_compat_r.
have uua : u * (u * Rabs a) <= / 1000000000 * (u * Rabs a) by apply: Rmult_le_compat_r.
have ut : u * tiny <= / 1000000000 * tiny by apply: Rmult_le_compat_r; lra.
have t' := Rabs_triang (s' - (s + a)) (s - S); replace (s' - (s + a) + (s - S)) with (s' - (S + a)) in t' by ring.
have ka : 1 * (near1 * u * Rabs a) <= k * (near1 * u * Rabs a) by apply: Rmult_le_compat_r; lra.
rewrite /= in e'; lra.
Qed.

(* One lane: the pair's tail with all that is beside the heads. *)
Definition pairs_of (groups : seq (seq (R * R))) := map (map (fun x : R * R => (x.1, 0))) groups.
Definition lane_low rough fused (groups : seq (seq (R * R))) :=
  let s := GroupSum.heads (map (plain rough fused) groups) in fl (s.1 + s.2).

Lemma lane_low_error rough fused groups : (forall g, List.In g groups -> (size g <= 8)%N /\ forall x, List.In x g -> number x.2) ->
  INR (size groups) * u <= / 1000000 ->
  let A := size_low rough (flatten groups) in
  Rabs (lane_low rough fused groups - lows rough (flatten groups))
    <= (103 / 100 * (INR (size groups) * u) ^ 2 + 90001 / 10000 * u) * A + INR (size groups) * (30 * tiny) /\
  Rabs (lane_low rough fused groups) <= 1001 / 1000 * A + INR (size groups) * (30 * tiny).
Proof.
move=> n mu A; have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0.
have [ng [e1 B1]] : (forall s, List.In s (map (plain rough fused) groups) -> number s) /\
    Rabs (sum (map (plain rough fused) groups) - lows rough (flatten groups)) <= 8 * (near1 * u * A) + INR (size groups) * (24 * tiny) /\
    size_of (map (plain rough fused) groups) <= (1 + 9 * u) * A + INR (size groups) * (24 * tiny).
  rewrite /A; elim: groups n {mu A} => [|g gs IH] n.
    by rewrite /lows /size_low /size_of /= Rminus_0_r Rabs_R0; split=> //; lra.
  have [g8 gn] := n g (or_introl erefl); have [np e] := plain_error rough fused g g8 gn.
  have [ng [e1 B1]] := IH (fun h i => n h (or_intror i)).
  have k8 := le_INR _ _ (elimT leP g8); rewrite INR_8 in k8.
  have A0 : 0 <= size_low rough g by exact: size_ge0. have S0 : Rabs (lows rough g) <= size_low rough g by exact: abs_sum.
  have uA0 : 0 <= u * size_low rough g by apply: Rmult_le_pos; lra.
  have {}e : Rabs (plain rough fused g - lows rough g) <= 8 * (near1 * u * size_low rough g + 3 * tiny).
    by apply: Rle_trans e _; apply: Rmult_le_compat_r; lra.
  rewrite (_ : INR (size (g :: gs)) = INR (size gs) + 1); last exact: S_INR.
  have -> : lows rough (flatten (g :: gs)) = lows rough g + lows rough (flatten gs) by rewrite /lows /= map_cat sum_cat.
  have -> : size_low rough (flatten (g :: gs)) = size_low rough g + size_low rough (flatten gs) by rewrite /size_low /= map_cat size_cat_of.
  rewrite /= size_cons_of; split; first by move=> s [<-|/ng].
  have b := Rabs_near _ _ _ e; split; last by lra.
  have := Rabs_triang (plain rough fused g - lows rough g) (sum (map (plain rough fused) gs) - lows rough (flatten gs)).
  match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by ring end; lra.
have := GroupSum.heads_error _ ng; rewrite size_map /lane_low.
have A0 : 0 <= A by exact: size_ge0. have uA0 : 0 <= u * A by apply: Rmult_le_pos; lra.
have m0 := pos_INR (size groups); have B0 := size_ge0 (map (plain rough fused) groups).
have gm := grown_about (size groups); have gm1 := grown_ge1 (size groups); have S0 : Rabs (lows rough (flatten groups)) <= A by exact: abs_sum.
move: (GroupSum.heads _) => s /= [n1 [n2 [_ [_ e2]]]].
have e3 := add_error _ _ n1 n2.
move: (sum (map (plain rough fused) groups)) (size_of (map (plain rough fused) groups)) e1 B1 B0 e2 => G B e1 B1 B0 e2.
move: (INR (size groups)) (grown (size groups)) m0 mu gm gm1 e1 B1 e2 => m w m0 mu gm gm1 e1 B1 e2.
have mu0 : 0 <= m * u by apply: Rmult_le_pos; lra.
have w1 : w <= 1001 / 1000 by have := gm ltac:(lra); lra.
have q0 : 0 <= (m * u) ^ 2 by exact: pow2_ge_0.
have q1 : (m * u) ^ 2 <= / 1000000 * (m * u) by rewrite /= Rmult_1_r; apply: Rmult_le_compat_r.
have wB : w * B <= 1002 / 1000 * A + m * (25 * tiny).
  have mt : 0 <= m * tiny by apply: Rmult_le_pos; lra.
  have : w * B <= 1001 / 1000 * B by apply: Rmult_le_compat_r.
  have := Rmult_le_compat_r _ _ _ A0 us; lra.
have mt0 : 0 <= m * tiny by apply: Rmult_le_pos; lra.
have d : Rabs (s.1 + s.2 - G) <= 1002 / 1000 * ((m * u) ^ 2 * A) + / 1000000 * (m * (25 * tiny)).
  apply: Rle_trans e2 _; replace (m * (m * 1) * (u * (u * 1)) * (w * B)) with ((m * u) ^ 2 * (w * B)) by ring.
  have h := Rmult_le_compat_l _ _ _ q0 wB.
  have : (m * u) ^ 2 * (m * (25 * tiny)) <= / 1000000 * (m * (25 * tiny)) by apply: Rmult_le_compat_r; lra.
  lra.
have tri := Rabs_triang (s.1 + s.2 - G) (G - lows rough (flatten groups)).
replace (s.1 + s.2 - G + (G - lows rough (flatten groups))) with (s.1 + s.2 - lows rough (flatten groups)) in tri by ring.
have size_s := Rabs_near _ _ _ (Rle_trans _ _ _ tri (Rplus_le_compat _ _ _ _ d e1)).
have q2A : (m * u) ^ 2 * A <= / 1000000 * A by apply: Rmult_le_compat_r; lra.
have uuA : u * (u * A) <= / 1000000000 * (u * A) by apply: Rmult_le_compat_r.
have uA := Rmult_le_compat_r _ _ _ A0 us.
have us1 : u * Rabs (s.1 + s.2) <= u * (100001 / 100000 * A + m * (25 * tiny)) by apply: Rmult_le_compat_l; lra.
have umt : u * (m * tiny) <= / 1000000000 * (m * tiny) by apply: Rmult_le_compat_r.
have q2A0 : 0 <= (m * u) ^ 2 * A by apply: Rmult_le_pos.
have near3 := Rabs_near _ _ _ e3; split; last by lra.
have := Rabs_triang (fl (s.1 + s.2) - (s.1 + s.2)) (s.1 + s.2 - lows rough (flatten groups)).
match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by ring end; lra.
Qed.

(* Of each lane: blocks of 64 groups, and the groups after them. *)
Notation lane := (seq (seq (seq (R * R))) * seq (seq (R * R)))%type.
Definition all_groups (l : lane) := flatten l.1 ++ l.2.
Definition terms (l : lane) := flatten (all_groups l).
Definition heads (l : lane) := PairSum.lane_total (map pairs_of l.1, pairs_of l.2).
Definition beside rough fused (l : lane) := fl ((heads l).2 + lane_low rough fused (all_groups l)).
Definition size_hi (xs : seq (R * R)) := sum (map fst xs).

(* `scale` bounds what is beside a head: |l| ≤ scale·h, |g| ≤ scale; errors are relative to the exact value E of a term. *)
Definition takes (rough : bool) (scale error : R) (E : R) (x : R * R) := number x.1 /\ number x.2 /\ 0 <= x.1 /\
  Rabs (low rough x) <= scale * x.1 /\ Rabs (x.1 + low rough x - E) <= error * E.
Definition fits n lanes (l : lane) := (size (all_groups l) <= n %/ (8 * lanes) + 1)%N /\
  (size l.1 <= n %/ (512 * lanes))%N /\
  (forall b, List.In b (rcons l.1 l.2) -> (size b <= 64)%N /\ (size (flatten b) <= minn (n %/ lanes + 1) 512)%N) /\
  (forall g, List.In g (all_groups l) -> (size g <= 8)%N).

Lemma pairs_flatten gs : flatten (pairs_of gs) = map (fun x : R * R => (x.1, 0)) (flatten gs).
Proof. by elim: gs => //= g gs ->; rewrite map_cat. Qed.
Lemma size_pairs gs : size (flatten (pairs_of gs)) = size (flatten gs).
Proof. by rewrite pairs_flatten size_map. Qed.

Lemma heads_error n lanes l : fits n lanes l -> INR n <= most -> (forall x, List.In x (terms l) -> number x.1 /\ 0 <= x.1) ->
  PairSum.settled (heads l) /\ (heads l).1 <= 1001 / 1000 * size_hi (terms l) /\
  Rabs ((heads l).1 + (heads l).2 - size_hi (terms l)) <=
    (201 / 10 * INR (minn (n %/ lanes + 1) 512) + 43 / 10 * (vectors n lanes / 512 + 1)) * (u ^ 2 * size_hi (terms l)) /\
  0 <= size_hi (terms l).
Proof.
move=> [_ [sl [sb sg]]] nm good; have u0 := u_gt0.
have blocks : PairSum.blocks_of (map pairs_of l.1, pairs_of l.2) = map pairs_of (rcons l.1 l.2).
  by rewrite /PairSum.blocks_of map_rcons.
have same : PairSum.terms (map pairs_of l.1, pairs_of l.2) = map (fun x : R * R => (x.1, 0)) (terms l).
  rewrite /PairSum.terms blocks /terms /all_groups map_rcons -pairs_flatten PairSum.flatten_rcons; congr flatten.
  rewrite /pairs_of map_cat; congr (_ ++ _); elim: (l.1) => //= b bs ->; by rewrite map_cat.
have ex : PairSum.exact (map (fun x : R * R => (x.1, 0)) (terms l)) = size_hi (terms l).
  by rewrite /PairSum.exact /size_hi; elim: (terms l) => //= x xs ->; rewrite /PairSum.value /=; ring.
have sh : PairSum.size_hi (map (fun x : R * R => (x.1, 0)) (terms l)) = size_hi (terms l).
  by rewrite /PairSum.size_hi /size_hi; elim: (terms l) => //= x xs ->.
have tl : terms l = flatten (flatten (rcons l.1 l.2)) by rewrite /terms /all_groups PairSum.flatten_rcons.
have fit : forall b, List.In b (PairSum.blocks_of (map pairs_of l.1, pairs_of l.2)) -> PairSum.block_fits (minn (n %/ lanes + 1) 512) b.
  move=> b; rewrite blocks => ib; have [b' [eb ib']] : exists b', b = pairs_of b' /\ List.In b' (rcons l.1 l.2).
    by move: ib; elim: (rcons l.1 l.2) => //= c cs IH [<-|/IH [b' [e i]]]; [exists c; split=> //; left | exists b'; split=> //; right].
  have [s64 sK] := sb b' ib'; rewrite eb; split; [by rewrite /pairs_of size_map | split; last by rewrite size_pairs].
  move=> g ig; have [g' [eg ig']] : exists g', g = map (fun x : R * R => (x.1, 0)) g' /\ List.In g' b'.
    by move: ig; elim: (b') => //= c cs IH [<-|/IH [g' [e i]]]; [exists c; split=> //; left | exists g'; split=> //; right].
  have in_groups : List.In g' (all_groups l).
    rewrite /all_groups; move: ib'; rewrite -cats1 => ib'; case: (List.in_app_or _ _ _ ib') => {}ib'; last first.
      by case: ib' => [e|[]]; apply: in_cat_r; rewrite e.
    by apply: in_cat_l; apply: in_flatten ib' ig'.
  rewrite eg size_map; split; first exact: sg.
  move=> x ix; have [x' [ex' ix']] : exists x' : R * R, x = (x'.1, 0) /\ List.In x' g'.
    by move: ix; elim: (g') => //= c cs IH [<-|/IH [x' [e i]]]; [exists c; split=> //; left | exists x'; split=> //; right].
  have [n1 h1] : number x'.1 /\ 0 <= x'.1.
    by apply: good; apply: in_flatten in_groups ix'.
  rewrite ex' /PairSum.good /= Rabs_R0; split=> //; split; [exact: number0 | split=> //; apply: Rmult_le_pos; lra].
have Bv : INR (size (PairSum.blocks_of (map pairs_of l.1, pairs_of l.2))) <= vectors n lanes / 512 + 1.
  rewrite blocks size_map seq.size_rcons; have := Bounds.groups_of 512 n lanes (size l.1).+1 isT ltac:(rewrite addn1 ltnS; exact: sl).
  rewrite INR_512; lra.
have v2 := vectors_ge2 n lanes; have vm := vectors_most n lanes nm; rewrite most_is in vm.
have [st [up [er a0]]] := PairSum.lane_error _ _ fit ltac:(rewrite u_is; lra).
rewrite same sh in up a0; rewrite same ex sh in er; split=> //; split=> //; split=> //.
apply: Rle_trans er _; apply: Rmult_le_compat_r; first by apply: Rmult_le_pos => //; exact: pow2_ge_0.
lra.
Qed.

Definition scale (rough : bool) := if rough then 137 / 100000 else 9 / 8 * pow2 (-20).
Definition own (rough : bool) := if rough then rough_exp_error else exp_error.
Definition gathered (rough : bool) := if rough then gathered_rough_exp_error else gathered_exp_error.
Definition all_terms (ls : seq lane) := flatten (map terms ls).
Definition total rough fused := sum_of_pairs lane (fun l => (heads l).1) (beside rough fused).

Lemma gathered_enough rough : 0 <= scale rough <= 14 / 10000 /\ 0 <= own rough <= / 1000000 /\
  own rough + (141 / 10000 + 14) * (1002 / 1000 * (u * scale rough)) + 106 / 100 * pow2 (-56) * scale rough <= gathered rough.
Proof.
rewrite /scale /own /gathered /rough_exp_error /exp_error /gathered_rough_exp_error /gathered_exp_error; case: rough.
  have -> : u = 64 * pow2 (-59) by rewrite u_is /pow2 /=; lra.
  have -> : pow2 (-62) = / 8 * pow2 (-59) by rewrite /pow2 /=; lra.
  have -> : pow2 (-56) = 8 * pow2 (-59) by rewrite /pow2 /=; lra.
  have p := pow2_gt0 (-59); have : pow2 (-59) <= / 1000000000 by rewrite /pow2 /=; lra.
  by lra.
have e1 : u * (9 / 8 * pow2 (-20)) = 9 / 64 * pow2 (-70) by rewrite u_is /pow2 /=; lra.
have e2 : pow2 (-56) * pow2 (-20) = / 64 * pow2 (-70) by rewrite /pow2 /=; lra.
have e3 : pow2 (-69) = 2 * pow2 (-70) by rewrite /pow2 /=; lra.
have e4 : pow2 (-20) = / 1048576 by rewrite /pow2 /=; lra.
have p := pow2_gt0 (-70); have : pow2 (-70) <= / 1000000000 by rewrite /pow2 /=; lra.
rewrite e1 e3 e4; rewrite e4 in e2; have e5 : pow2 (-56) = 1048576 / 64 * pow2 (-70) by lra.
by rewrite e5; lra.
Qed.

Lemma exponentials rough fused n lanes e t target : let all := all_terms (leaves t) in let S := sum (map target all) in
  INR n <= pow2 28 -> size (leaves t) = lanes -> (lanes <= 8)%N -> (depth t <= 3)%N -> ((depth t).+1 * lanes <= 32)%N ->
  (-800 <= e <= 900)%Z -> (forall l, List.In l (leaves t) -> fits n lanes l) ->
  (forall x, List.In x all -> takes rough (scale rough) (own rough) (target x) x) ->
  (forall l, List.In l (leaves t) -> (heads l).1 < pow2 e) -> sum (map (fun l => (heads l).1) (leaves t)) <= 2 * pow2 e ->
  pow2 e <= 8 * (INR n + INR lanes) * S ->
  let s := total rough fused e t in
  Rabs (s.1 + s.2 - S) <=
    (gathered rough + 8 * (INR n + INR lanes) * pow2 (-100) + pair_error n lanes + pow2 (-100)) * S.
Proof.
move=> all S nm w w8 d dw e0 fit take below sum_below most_ok s.
have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0; have [[sc0 sc1] [[ow0 ow1] enough]] := gathered_enough rough.
set v := vectors n lanes; have v2 : 2 <= v := vectors_ge2 n lanes.
have p28 : pow2 28 = 268435456 by rewrite /pow2 /=; lra.
have nm' : INR n <= most by rewrite most_is; lra.
set m := INR (n %/ (8 * lanes) + 1); set K := INR (minn (n %/ lanes + 1) 512).
have m0 : 0 <= m by exact: pos_INR. have K0 : 0 <= K by exact: pos_INR. have n0 := pos_INR n.
have l1 : 1 <= INR lanes.
  rewrite -w; have : (0 < size (leaves t))%N by elim: (t) => //= a IH b _; rewrite size_cat addn_gt0 IH.
  by move=> /leP /le_INR.
have l8 : INR lanes <= 8 by have := le_INR _ _ (elimT leP w8); rewrite INR_8.
have vn : v <= INR n + 2.
  by rewrite /v /vectors plus_INR; have := le_INR _ _ (elimT leP (leq_div n lanes)); rewrite (_ : INR 2 = 2) //; lra.
have mu : m * u <= 101 / 100 * pow2 (-28).
  have := Bounds.groups_of 8 n lanes (n %/ (8 * lanes) + 1) isT (leqnn _); rewrite INR_8 -/v -/m => h.
  have -> : pow2 (-28) = 33554432 * u by rewrite u_is /pow2 /=; lra.
  have : m <= 33554432 + 101 / 100 by lra.
  by move=> k; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ u0) k; lra.
have mu0 : 0 <= m * u by apply: Rmult_le_pos; lra.
have p28' : pow2 (-28) <= / 100000000 by rewrite /pow2 /=; lra.
have q2 : (m * u) ^ 2 <= 1021 / 1000 * pow2 (-56).
  have : (m * u) ^ 2 <= (101 / 100 * pow2 (-28)) ^ 2 by apply: pow_incr; lra.
  have : pow2 (-28) * pow2 (-28) = pow2 (-56) by rewrite -pow2_add.
  by have := pow2_gt0 (-56); rewrite /=; move: (pow2 (-28)) (pow2 (-56)) => x y; lra.
have mt0 : 0 <= m * tiny by apply: Rmult_le_pos; lra.
(* each lane *)
set coefficient := (201 / 10 * K + 43 / 10 * (v / 512 + 1)) * u ^ 2.
have c0 : 0 <= coefficient by rewrite /coefficient; apply: Rmult_le_pos; [lra | exact: pow2_ge_0].
have each l : List.In l (leaves t) -> (forall x, List.In x (terms l) -> takes rough (scale rough) (own rough) (target x) x) ->
  let h := size_hi (terms l) in let A := size_low rough (terms l) in
  [/\ number (heads l).1 /\ 0 <= (heads l).1, (heads l).1 <= 1001 / 1000 * h /\ 0 <= h, A <= scale rough * h,
    Rabs ((heads l).1 + beside rough fused l - (h + lows rough (terms l)))
      <= coefficient * h + u * (103 / 100 * (u * h)) + (1031 / 1000 * (m * u) ^ 2 + 100012 / 10000 * u) * A + m * (70 * tiny) &
    Rabs (beside rough fused l) <= 103 / 100 * (u * h) + 1002 / 1000 * A + m * (40 * tiny)] /\
    Rabs (h + lows rough (terms l) - sum (map target (terms l))) <= own rough * sum (map target (terms l)) /\
    h - scale rough * h <= (1 + own rough) * sum (map target (terms l)).
  move=> il tk h A; have fl_l := fit l il.
  have [st [up [er h0]]] := heads_error n lanes l fl_l nm' (fun x i => let: conj a (conj _ (conj c _)) := tk x i in conj a c).
  have [n1 [n2 [H0 tl]]] := st.
  have mg : INR (size (all_groups l)) <= m by have [sg _] := fl_l; apply: le_INR; apply/leP.
  have mg0 := pos_INR (size (all_groups l)).
  have mgu : INR (size (all_groups l)) * u <= m * u by apply: Rmult_le_compat_r; lra.
  have [el Ll] := lane_low_error rough fused (all_groups l)
    (fun g i => conj ((let: conj _ (conj _ (conj _ sg)) := fl_l in sg) g i)
      (fun x ix => let: conj _ (conj b _) := tk x (in_flatten _ x g _ i ix) in b))
    ltac:(lra).
  have A0 : 0 <= A by exact: size_ge0.
  have AA : A <= scale rough * h.
    rewrite /A /h; elim: (terms l) tk => [|x xs IH] tk; first by rewrite /size_low /size_of /size_hi /=; lra.
    have [_ [_ [_ [b _]]]] := tk x (or_introl erefl); have := IH (fun y i => tk y (or_intror i)).
    by rewrite /size_low /size_hi /= size_cons_of; lra.
  have tg : Rabs (h + lows rough (terms l) - sum (map target (terms l))) <= own rough * sum (map target (terms l)).
    rewrite /h; elim: (terms l) tk => [|x xs IH] tk; first by rewrite /lows /size_hi /= Rplus_0_r Rminus_0_r Rabs_R0; lra.
    have [_ [_ [_ [_ b]]]] := tk x (or_introl erefl); have i := IH (fun y i => tk y (or_intror i)).
    rewrite /lows /size_hi /= -/(lows rough xs) -/(size_hi xs).
    have := Rabs_triang (x.1 + low rough x - target x) (size_hi xs + lows rough xs - sum (map target xs)).
    match goal with |- Rabs ?y <= _ -> Rabs ?z <= _ => replace y with z by ring end; lra.
  have S0 : Rabs (lows rough (terms l)) <= A by exact: abs_sum.
  have g1 := Rle_abs (h + lows rough (terms l) - sum (map target (terms l))); have g2 := Rle_abs (- lows rough (terms l)).
  rewrite Rabs_Ropp in g2.
  rewrite -/(terms l) -/A in el Ll; rewrite -/K -/v -/h in er; rewrite -/h in up h0.
  set L := lane_low rough fused (all_groups l) in el Ll; set H := (heads l).1 in n1 H0 tl up er *; set T := (heads l).2 in n2 tl er *.
  have nL : number L by exact: fl_number.
  have eb := add_error _ _ n2 nL; rewrite /beside -/L -/T.
  have tb := Rabs_triang T L.
  have uH : u * H <= u * (1001 / 1000 * h) by apply: Rmult_le_compat_l; lra.
  have uh0 : 0 <= u * h by apply: Rmult_le_pos; lra.
  have mgt : INR (size (all_groups l)) * (30 * tiny) <= m * (30 * tiny) by apply: Rmult_le_compat_r; lra.
  have T1 : Rabs T <= 1012 / 1000 * (u * h) by lra.
  have uTL : u * Rabs (T + L) <= u * (1012 / 1000 * (u * h) + 1001 / 1000 * A + m * (30 * tiny)) by apply: Rmult_le_compat_l; lra.
  have uuh : u * (u * h) <= / 1000000000 * (u * h) by apply: Rmult_le_compat_r.
  have uA : u * A <= / 1000000000 * A by apply: Rmult_le_compat_r.
  have uA0 : 0 <= u * A by apply: Rmult_le_pos; lra.
  have umt : u * (m * tiny) <= / 1000000000 * (m * tiny) by apply: Rmult_le_compat_r.
  have q : (INR (size (all_groups l)) * u) ^ 2 <= (m * u) ^ 2 by apply: pow_incr; split; [apply: Rmult_le_pos; lra | lra].
  have qA : (INR (size (all_groups l)) * u) ^ 2 * A <= (m * u) ^ 2 * A by apply: Rmult_le_compat_r.
  have qA0 : 0 <= (m * u) ^ 2 * A by apply: Rmult_le_pos => //; exact: pow2_ge_0.
  have near := Rabs_near _ _ _ eb.
  split; last by split=> //; lra.
  split=> //; last by lra.
  have r1 := Rabs_triang (H + T - h) (fl (T + L) - (T + L)); have r2 := Rabs_triang (H + T - h + (fl (T + L) - (T + L))) (L - lows rough (terms l)).
  match type of r2 with Rabs ?y <= _ => match goal with |- Rabs ?z <= _ => replace y with z in r2 by ring end end.
  have uuh0 : 0 <= u * (u * h) by apply: Rmult_le_pos; lra.
  by rewrite /coefficient; lra.
(* all lanes *)
set h := size_hi all; set A := size_low rough all; set hs := sum (map (fun l => (heads l).1) (leaves t)).
have [[hs1 hs0] [h0 [AA [dist [ls1 [tgt [htgt nums]]]]]]] : (hs <= 1001 / 1000 * h /\ 0 <= hs) /\ 0 <= h /\ A <= scale rough * h /\
    Rabs (hs + sum (map (beside rough fused) (leaves t)) - (h + lows rough all)) <=
      coefficient * h + u * (103 / 100 * (u * h)) + (1031 / 1000 * (m * u) ^ 2 + 100012 / 10000 * u) * A + INR lanes * (m * (70 * tiny)) /\
    size_of (map (beside rough fused) (leaves t)) <= 103 / 100 * (u * h) + 1002 / 1000 * A + INR lanes * (m * (40 * tiny)) /\
    Rabs (h + lows rough all - S) <= own rough * S /\ h - scale rough * h <= (1 + own rough) * S /\
    (forall l, List.In l (leaves t) -> number (heads l).1 /\ 0 <= (heads l).1).
  rewrite -w /hs /h /A /S /all; move: take each; rewrite /all; clear - m0 mt0 u0; move=> take each.
  elim: (leaves t) take each => [|l ls IH] take each.
    rewrite /all_terms /size_hi /size_low /lows /size_of /=.
    do !split=> //; try lra; match goal with |- Rabs ?y <= _ => replace y with 0 by ring; rewrite Rabs_R0; lra end.
  have [i1 [i2 [i3 [i4 [i5 [i6 [i7 i8]]]]]]] := IH (fun x i => take x (in_cat_r _ _ _ _ i)) (fun l i => each l (or_intror i)).
  have [[[n1 H0] [up h0] AA e1 e2] [e3 e4]] := each l (or_introl erefl) (fun x i => take x (in_cat_l _ _ _ _ i)).
  rewrite (_ : INR (size (l :: ls)) = INR (size ls) + 1); last exact: S_INR.
  rewrite /all_terms /= -/(all_terms ls).
  have -> : size_hi (terms l ++ all_terms ls) = size_hi (terms l) + size_hi (all_terms ls) by rewrite /size_hi map_cat sum_cat.
  have -> : lows rough (terms l ++ all_terms ls) = lows rough (terms l) + lows rough (all_terms ls) by rewrite /lows map_cat sum_cat.
  have -> : size_low rough (terms l ++ all_terms ls) = size_low rough (terms l) + size_low rough (all_terms ls).
    by rewrite /size_low map_cat size_cat_of.
  have -> : sum (map target (terms l ++ all_terms ls)) = sum (map target (terms l)) + sum (map target (all_terms ls)) by rewrite map_cat sum_cat.
  rewrite size_cons_of.
  split; first by lra.
  split; first by lra.
  split; first by lra.
  split.
    have := Rabs_triang ((heads l).1 + beside rough fused l - (size_hi (terms l) + lows rough (terms l)))
      (sum (map (fun l => (heads l).1) ls) + sum (map (beside rough fused) ls) - (size_hi (all_terms ls) + lows rough (all_terms ls))).
    match goal with |- Rabs ?y <= _ -> Rabs ?z <= _ => replace y with z by ring end; lra.
  split; first by lra.
  split.
    have := Rabs_triang (size_hi (terms l) + lows rough (terms l) - sum (map target (terms l)))
      (size_hi (all_terms ls) + lows rough (all_terms ls) - sum (map target (all_terms ls))).
    match goal with |- Rabs ?y <= _ -> Rabs ?z <= _ => replace y with z by ring end; lra.
  by split; [lra | move=> x [<-|/i8]].
(* the lanes' sums *)
have A0 : 0 <= A by exact: size_ge0.
have S1 : 0 < S.
  apply: Rnot_le_lt => neg; have := Rmult_le_compat_l (8 * (INR n + INR lanes)) S 0 ltac:(lra) neg.
  by have := pow2_gt0 e; lra.
have hS : h <= 1002 / 1000 * S.
  have : scale rough * h <= 14 / 10000 * h by apply: Rmult_le_compat_r.
  have : own rough * S <= / 1000000 * S by apply: Rmult_le_compat_r; lra.
  lra.
set D := INR (depth t).+1; set P := pow2 e in below sum_below most_ok *; have P0 : 0 < P := pow2_gt0 e.
have D4 : D <= 4 by have := le_INR _ _ (elimT leP (d : ((depth t).+1 <= 4)%N)); rewrite (_ : INR 4 = 4) //; rewrite /=; lra.
have D0 : 0 <= D by exact: pos_INR.
have Dl : D * INR lanes <= 32 by have := le_INR _ _ (elimT leP dw); rewrite mult_INR INR_32.
have lows_A : Rabs (lows rough all) <= A by exact: abs_sum.
have lows1 := Rle_abs (lows rough all); have lows2 := Rle_abs (- lows rough all); rewrite Rabs_Ropp in lows2.
have scA : scale rough * h <= 14 / 10000 * h by apply: Rmult_le_compat_r.
have owS : own rough * S <= / 1000000 * S by apply: Rmult_le_compat_r; lra.
have tg1 := Rle_abs (h + lows rough all - S); have tg2 := Rle_abs (- (h + lows rough all - S)); rewrite Rabs_Ropp in tg2.
have Sh : S <= 1002 / 1000 * h by lra.
(* what underflows is as nothing *)
have m26 : m <= 33554432 + 101 / 100.
  by have := Bounds.groups_of 8 n lanes (n %/ (8 * lanes) + 1) isT (leqnn _); rewrite INR_8 -/v -/m; lra.
have u2S0 : 0 < u ^ 2 * S by apply: Rmult_lt_0_compat => //; apply: pow_lt.
have tS : INR lanes * (m * tiny) <= / 1000000 * (u ^ 2 * S).
  have lm : INR lanes * m <= 8 * 33554434 by apply: Rmult_le_compat; lra.
  have h1 : INR lanes * (m * tiny) <= 8 * 33554434 * tiny by rewrite -Rmult_assoc; apply: Rmult_le_compat_r; lra.
  have PS : P <= 4294967296 * S.
    apply: Rle_trans most_ok _; apply: Rmult_le_compat_r; lra.
  have P800 : pow2 (-800) <= P by apply: bpow_le; lia.
  have t275 : tiny <= pow2 (-275) * pow2 (-800) by rewrite -pow2_add; apply: bpow_le; lia.
  have small : pow2 (-275) <= / 1000000000 * (/ 1000000000000000000000000000 * u ^ 2) by rewrite u_is /pow2 /=; lra.
  have := Rmult_le_compat _ _ _ _ (Rlt_le _ _ (pow2_gt0 (-275))) (Rlt_le _ _ (pow2_gt0 (-800))) small P800.
  have : u ^ 2 * P <= u ^ 2 * (4294967296 * S) by apply: Rmult_le_compat_l => //; exact: pow2_ge_0.
  lra.
have uh0 : 0 <= u * h by apply: Rmult_le_pos; lra.
have uA0 : 0 <= u * A by apply: Rmult_le_pos; lra.
have u2 : u ^ 2 <= / 1000000000 * u by rewrite /= Rmult_1_r; apply: Rmult_le_compat_r; lra.
have u2S : u ^ 2 * S <= / 1000000000 * S by apply: Rmult_le_compat_r; lra.
have uh : u * h <= / 1000000000 * h by apply: Rmult_le_compat_r.
have uA : u * A <= / 1000000000 * A by apply: Rmult_le_compat_r.
have u2h0 : 0 <= u ^ 2 * h by apply: Rmult_le_pos => //; exact: pow2_ge_0.
have K1 : K <= v - 1.
  have := le_INR _ _ (elimT leP (geq_minl (n %/ lanes + 1) 512)); rewrite -/K /v /vectors !plus_INR (_ : INR 2 = 2) // (_ : INR 1 = 1) //; lra.
have K2 : K <= 512 by have := le_INR _ _ (elimT leP (geq_minr (n %/ lanes + 1) 512)); rewrite -/K INR_512.
have q56 : pow2 (-56) <= / 1000000000 by rewrite /pow2 /=; lra.
have qA : (m * u) ^ 2 * A <= 1021 / 1000 * pow2 (-56) * A by apply: Rmult_le_compat_r.
have q56A : pow2 (-56) * A <= / 1000000000 * A by apply: Rmult_le_compat_r.
have coefficient_small : coefficient * h <= / 1000000 * h.
  apply: Rmult_le_compat_r => //; have : 201 / 10 * K + 43 / 10 * (v / 512 + 1) <= 300000000 by lra.
  move=> c; have := Rmult_le_compat_r _ _ _ (pow2_ge_0 u) c; rewrite -/coefficient u_is; lra.
have hs_h : 99 / 100 * h <= hs.
  have b := abs_sum (map (beside rough fused) (leaves t)); have d1 := Rle_abs (- (hs + sum (map (beside rough fused) (leaves t)) - (h + lows rough all))).
  rewrite Rabs_Ropp in d1; have b1 := Rle_abs (sum (map (beside rough fused) (leaves t))).
  have uuh : u * (u * h) <= u * h by have := Rmult_le_compat_r _ _ _ uh0 us; lra.
  lra.
have p40 : pow2 (e - 40) = / 1099511627776 * P.
  by replace (e - 40)%Z with (e + -40)%Z by lia; rewrite pow2_add /pow2 /=; rewrite -/(pow2 e) -/P; lra.
have p52 : pow2 (e - 52) = 2 * u * P.
  by replace (e - 52)%Z with (e + -52)%Z by lia; rewrite pow2_add pow2_52 -/P; ring.
have P40 : / 1099511627776 * P <= hs.
  have : P <= 4294967296 * S by apply: Rle_trans most_ok _; apply: Rmult_le_compat_r; lra.
  lra.
have [er _] := sum_of_pairs_error _ (fun l => (heads l).1) (beside rough fused) e t ltac:(lia)
  (fun l i => conj (nums l i).1 (conj (fl_number _) (conj (nums l i).2 (below l i)))) d ltac:(rewrite w; exact: w8)
  ltac:(rewrite p40; exact: (conj P40 sum_below)) ltac:(rewrite -/hs; lra).
rewrite -/hs p52 w -/(total rough fused e t) -/s in er.
have g : grown (depth t).+1 - 1 <= (1 + / 10000000) * (D * u).
  have Du : D * u <= 4 * u by apply: Rmult_le_compat_r; lra.
  have a := grown_about (depth t).+1; have b := grown_below (depth t).+1; rewrite -/D in a b.
  have {}a := a ltac:(lra); have {}b := b ltac:(lra).
  have Du0 : 0 <= D * u by apply: Rmult_le_pos; lra.
  have : D * u * grown (depth t).+1 <= D * u * (1 + / 10000000) by apply: Rmult_le_compat_l; lra.
  lra.
have g0 := grown_ge1 (depth t).+1; have Du0 : 0 <= D * u by apply: Rmult_le_pos; lra.
set ls := size_of _ in ls1 er; have ls0 : 0 <= ls by exact: size_ge0.
have X0 : 0 <= INR lanes * (2 * u * P) by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos; lra].
have part1 : (grown (depth t).+1 - 1) * (INR lanes * (2 * u * P) + ls) <=
    (1 + / 10000000) * (64 * (u ^ 2 * P)) + (1 + / 10000000) * (4 * (u * ls)).
  apply: (Rle_trans _ ((1 + / 10000000) * (D * u) * (INR lanes * (2 * u * P) + ls))).
    by apply: Rmult_le_compat_r; lra.
  have h1 : D * INR lanes * (u ^ 2 * P) <= 32 * (u ^ 2 * P).
    by apply: Rmult_le_compat_r => //; apply: Rmult_le_pos; [exact: pow2_ge_0 | lra].
  have h2 : D * (u * ls) <= 4 * (u * ls) by apply: Rmult_le_compat_r => //; apply: Rmult_le_pos; lra.
  lra.
have uls : u * ls <= u * (103 / 100 * (u * h) + 1002 / 1000 * A + INR lanes * (m * (40 * tiny))) by apply: Rmult_le_compat_l; lra.
have utS : u * (INR lanes * (m * tiny)) <= INR lanes * (m * tiny).
  have : 0 <= INR lanes * (m * tiny) by apply: Rmult_le_pos; lra.
  by move=> k; have := Rmult_le_compat_r _ _ _ k us; lra.
have nl : INR n + INR lanes <= INR lanes * v.
  have l0 : (0 < lanes)%N by apply/ltP; apply: INR_lt; rewrite /=; lra.
  have : (n + lanes <= lanes * (n %/ lanes + 2))%N.
    by rewrite mulnDr muln2 -addnn addnA leq_add2r {1}(divn_eq n lanes) mulnC leq_add2l ltnW // ltn_mod.
  by move=> /leP /le_INR; rewrite plus_INR mult_INR.
have nl8 : INR n + INR lanes <= 8 * v.
  by apply: Rle_trans nl _; apply: Rmult_le_compat_r; lra.
have uP : u ^ 2 * P <= u ^ 2 * (8 * (INR n + INR lanes) * S) by apply: Rmult_le_compat_l => //; exact: pow2_ge_0.
have nlS : (INR n + INR lanes) * (u ^ 2 * S) <= 8 * v * (u ^ 2 * S) by apply: Rmult_le_compat_r; lra.
have u2hS : u ^ 2 * h <= 1002 / 1000 * (u ^ 2 * S).
  by have := Rmult_le_compat_l _ _ _ (pow2_ge_0 u) hS; lra.
have ch : coefficient * h <= (201 / 10 * K + 43 / 10 * (v / 512 + 1)) * (1002 / 1000 * (u ^ 2 * S)).
  by rewrite /coefficient Rmult_assoc; apply: Rmult_le_compat_l; lra.
have Ah : A <= 1002 / 1000 * (scale rough * S).
  by apply: Rle_trans AA _; have := Rmult_le_compat_l _ _ _ sc0 hS; lra.
have uAh := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) Ah.
have qAh := Rmult_le_compat_l _ _ _ (Rlt_le _ _ (pow2_gt0 (-56))) Ah.
have enoughS := Rmult_le_compat_r _ _ _ (Rlt_le _ _ S1) enough.
have scS : 0 <= scale rough * S by apply: Rmult_le_pos; lra.
have uscS : 0 <= u * (scale rough * S) by apply: Rmult_le_pos; lra.
have qscS : 0 <= pow2 (-56) * (scale rough * S) by apply: Rmult_le_pos => //; have := pow2_gt0 (-56); lra.
have tri1 := Rabs_triang (s.1 + s.2 - (hs + sum (map (beside rough fused) (leaves t))))
  (hs + sum (map (beside rough fused) (leaves t)) - (h + lows rough all)).
have tri2 := Rabs_triang (s.1 + s.2 - (h + lows rough all)) (h + lows rough all - S).
match type of tri1 with Rabs ?y <= _ => replace y with (s.1 + s.2 - (h + lows rough all)) in tri1 by ring end.
match type of tri2 with Rabs ?y <= _ => replace y with (s.1 + s.2 - S) in tri2 by ring end.
have pairs : ((201 / 10 * K + 43 / 10 * (v / 512 + 1)) * (1002 / 1000) + 6 + / 1000 * v) * (u ^ 2 * S) <=
    (pair_error n lanes + pow2 (-100)) * S.
  have -> : (pair_error n lanes + pow2 (-100)) * S = ((Rmin v 514 + v / 2048 + 6) * 21 + 64) * (u ^ 2 * S).
    by rewrite /pair_error -/v pow2_106 (_ : pow2 (-100) = 64 * u ^ 2); [ring | rewrite u_is /pow2 /=; lra].
  apply: Rmult_le_compat_r; first by lra.
  by rewrite /Rmin; case: (Rle_dec v 514); lra.
have p100 : pow2 (-100) = 64 * u ^ 2 by rewrite u_is /pow2 /=; lra.
have -> : (gathered rough + 8 * (INR n + INR lanes) * pow2 (-100) + pair_error n lanes + pow2 (-100)) * S =
    gathered rough * S + 64 * (u ^ 2 * (8 * (INR n + INR lanes) * S)) + (pair_error n lanes + pow2 (-100)) * S by rewrite p100; ring.
move: ((pair_error n lanes + pow2 (-100)) * S) pairs => X pairs.
have vu0 : 0 <= v * (u ^ 2 * S) by apply: Rmult_le_pos; lra.
lra.
Qed.

(* Of pairs, and of rough exponentials power·(1 + growth). *)
Theorem exponentials_of_pairs fused n lanes e t target : let all := all_terms (leaves t) in let S := sum (map target all) in
  INR n <= pow2 28 -> size (leaves t) = lanes -> (lanes <= 8)%N -> (depth t <= 3)%N -> ((depth t).+1 * lanes <= 32)%N ->
  (-800 <= e <= 900)%Z -> (forall l, List.In l (leaves t) -> fits n lanes l) ->
  (forall x, List.In x all -> takes false (9 / 8 * pow2 (-20)) exp_error (target x) x) ->
  (forall l, List.In l (leaves t) -> (heads l).1 < pow2 e) -> sum (map (fun l => (heads l).1) (leaves t)) <= 2 * pow2 e ->
  pow2 e <= 8 * (INR n + INR lanes) * S ->
  let s := total false fused e t in
  Rabs (s.1 + s.2 - S) <=
    (gathered_exp_error + 8 * (INR n + INR lanes) * pow2 (-100) + pair_error n lanes + pow2 (-100)) * S.
Proof. exact: exponentials. Qed.
Theorem rough_exponentials fused n lanes e t target : let all := all_terms (leaves t) in let S := sum (map target all) in
  INR n <= pow2 28 -> size (leaves t) = lanes -> (lanes <= 8)%N -> (depth t <= 3)%N -> ((depth t).+1 * lanes <= 32)%N ->
  (-800 <= e <= 900)%Z -> (forall l, List.In l (leaves t) -> fits n lanes l) ->
  (forall x, List.In x all -> takes true (137 / 100000) rough_exp_error (target x) x) ->
  (forall l, List.In l (leaves t) -> (heads l).1 < pow2 e) -> sum (map (fun l => (heads l).1) (leaves t)) <= 2 * pow2 e ->
  pow2 e <= 8 * (INR n + INR lanes) * S ->
  let s := total true fused e t in
  Rabs (s.1 + s.2 - S) <=
    (gathered_rough_exp_error + 8 * (INR n + INR lanes) * pow2 (-100) + pair_error n lanes + pow2 (-100)) * S.
Proof. exact: exponentials. Qed.
