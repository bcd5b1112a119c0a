(* The error of GroupSum (lib/kernels/pair-inl.hpp), one lane: terms are added up plainly within a group, groups by
   two_sum, whose errors gather in a tail. First for any rounding that obeys two laws, then for binary64 (Flocq). *)
From Coq Require Import Reals Lra Psatz ZArith.
From mathcomp Require Import ssreflect ssrfun ssrbool eqtype ssrnat seq.
From Flocq Require Import Core Plus_error Relative Pff2Flocq.
Open Scope R_scope.

Definition sum (xs : seq R) := foldr Rplus 0 xs.
Definition size_of (xs : seq R) := sum (map Rabs xs).  (* Σ|x| *)

Lemma sum_rcons xs x : sum (rcons xs x) = sum xs + x.
Proof. by elim: xs => [|y ys IH] /=; [ring | rewrite IH; ring]. Qed.
Lemma size_rcons xs x : size_of (rcons xs x) = size_of xs + Rabs x.
Proof. by rewrite /size_of map_rcons sum_rcons. Qed.
Lemma size_ge0 xs : 0 <= size_of xs.
Proof. by elim: xs => [|y ys IH]; rewrite /size_of /=; [lra | have := Rabs_pos y; rewrite -/(size_of ys); lra]. Qed.

Lemma square_ge0 (x : R) : 0 <= x ^ 2.
Proof. rewrite /=; nra. Qed.
Lemma abs_sum xs : Rabs (sum xs) <= size_of xs.
Proof.
elim: xs => [|y ys IH]; rewrite /size_of /=; first by rewrite Rabs_R0; lra.
by have := Rabs_triang y (sum ys); rewrite -/(size_of ys); lra.
Qed.

Section Scheme.
Variables (fl : R -> R) (u : R).
Definition number x := fl x = x.
Hypothesis u0 : 0 <= u.
Hypothesis fl_number : forall x, number (fl x).
Hypothesis zero : number 0.
Hypothesis add_error : forall x y, number x -> number y -> Rabs (fl (x + y) - (x + y)) <= u * Rabs (x + y).

(* As in the code. *)
Definition two_sum a b :=
  let hi := fl (a + b) in
  let b_seen := fl (hi - a) in
  (hi, fl (fl (a - fl (hi - b_seen)) + fl (b - b_seen))).
Hypothesis two_sum_exact : forall a b, number a -> number b -> (two_sum a b).1 + (two_sum a b).2 = a + b.

Definition add s x := fl (s + x).
Definition settle s g := let t := two_sum s.1 g in (t.1, add s.2 t.2).
Definition plain xs := foldl add 0 xs.
Definition heads gs := foldl settle (0, 0) gs.
Definition group_sum (groups : seq (seq R)) := let s := heads (map plain groups) in fl (s.1 + s.2).

Definition grown m := (1 + u) ^ m.
Lemma grown_ge1 m : 1 <= grown m.
Proof. by apply: pow_R1_Rle; lra. Qed.

Lemma abs_add x y : number x -> number y -> Rabs (fl (x + y)) <= (1 + u) * Rabs (x + y).
Proof.
move=> nx ny; have := add_error _ _ nx ny; have := Rabs_triang (fl (x + y) - (x + y)) (x + y).
by replace (fl (x + y) - (x + y) + (x + y)) with (fl (x + y)) by ring; lra.
Qed.

Lemma plain_error xs : (forall x, List.In x xs -> number x) ->
  number (plain xs) /\ Rabs (plain xs - sum xs) <= (grown (size xs) - 1) * size_of xs.
Proof.
elim/last_ind: xs => [|xs x IH] n; first by rewrite /plain /= Rminus_0_r Rabs_R0 /grown /= /size_of /=; split=> //; lra.
have [ns e] : number (plain xs) /\ Rabs (plain xs - sum xs) <= (grown (size xs) - 1) * size_of xs.
  by apply: IH => y iy; apply: n; rewrite -cats1; apply: List.in_or_app; left.
have nx : number x by apply: n; rewrite -cats1; apply: List.in_or_app; right; left.
rewrite /plain -cats1 foldl_cat cats1 /= -/(plain xs) sum_rcons size_rcons seq.size_rcons.
split; first exact: fl_number.
have miss := add_error _ _ ns nx; have t1 := Rabs_triang (plain xs - sum xs) (sum xs + x).
have t2 := Rabs_triang (sum xs) x; have t3 := abs_sum xs; have g1 := grown_ge1 (size xs).
have A0 := size_ge0 xs; have a0 := Rabs_pos x.
have t4 := Rabs_triang (fl (plain xs + x) - (plain xs + x)) (plain xs - sum xs).
replace (fl (plain xs + x) - (plain xs + x) + (plain xs - sum xs)) with (add (plain xs) x - (sum xs + x)) in t4 by (rewrite /add; ring).
replace (plain xs - sum xs + (sum xs + x)) with (plain xs + x) in t1 by ring.
have -> : grown (size xs).+1 = (1 + u) * grown (size xs) by rewrite /grown /=.
have h : u * Rabs (plain xs + x) <= u * ((grown (size xs) - 1) * size_of xs + (size_of xs + Rabs x)).
  by apply: Rmult_le_compat_l => //; lra.
have : 0 <= (1 + u) * (grown (size xs) - 1) * Rabs x by apply: Rmult_le_pos => //; apply: Rmult_le_pos; lra.
lra.
Qed.

(* m groups' sums gs: the heads, the tails and what both miss. *)
Lemma heads_error gs : (forall g, List.In g gs -> number g) ->
  let s := heads gs in let m := size gs in let A := size_of gs in
  number s.1 /\ number s.2 /\ Rabs s.1 <= grown m * A /\ Rabs s.2 <= INR m * u * (grown m * A) /\
  Rabs (s.1 + s.2 - sum gs) <= INR m ^ 2 * u ^ 2 * (grown m * A).
Proof.
elim/last_ind: gs => [|gs g IH] n.
  by rewrite /heads /grown /size_of /= !Rabs_R0 Rplus_0_r Rminus_0_r Rabs_R0; do !split=> //; lra.
have in_gs h : List.In h gs -> List.In h (rcons gs g).
  by move=> i; rewrite -cats1; apply: List.in_or_app; left.
have ng : number g by apply: n; rewrite -cats1; apply: List.in_or_app; right; left.
have := IH (fun h i => n h (in_gs h i)).
rewrite /heads -cats1 foldl_cat cats1 /= -/(heads gs) sum_rcons size_rcons seq.size_rcons S_INR.
move: (heads gs) (sum gs) (size_of gs) (size_ge0 gs) (size gs) => [hi lo] G A A0 m /= [nh [nl [bh [bl be]]]].
set t := two_sum hi g; have exact := two_sum_exact _ _ nh ng; rewrite -/t in exact.
have t1e : fl (hi + g) = t.1 by [].
have nt2 : number t.2 by rewrite /t /two_sum /=; apply: fl_number.
have g1 := grown_ge1 m; have a0 := Rabs_pos g; have m0 := pos_INR m.
set A' := A + Rabs g; set W := grown m * A'.
have gs' : grown m.+1 = (1 + u) * grown m by rewrite /grown /=.
have inner : Rabs (hi + g) <= W by have := Rabs_triang hi g; rewrite /W /A'; nra.
have wA : grown m * A <= W by rewrite /W /A'; nra.
have W0 : 0 <= W by rewrite /W /A'; nra.
have bt1 : Rabs t.1 <= (1 + u) * W by have := abs_add _ _ nh ng; rewrite t1e; nra.
have bt2 : Rabs t.2 <= u * W.
  have := add_error _ _ nh ng; rewrite t1e; replace (t.1 - (hi + g)) with (- t.2) by lra.
  by rewrite Rabs_Ropp; nra.
have bl' : Rabs (lo + t.2) <= (INR m + 1) * u * W.
  have h : INR m * u * (grown m * A) <= INR m * u * W by apply: Rmult_le_compat_l => //; nra.
  by have := Rabs_triang lo t.2; lra.
have nt1 : number t.1 by rewrite -t1e; apply: fl_number.
have nl' : number (add lo t.2) by apply: fl_number.
have bl2 : Rabs (add lo t.2) <= (INR m + 1) * u * ((1 + u) * W).
  have := abs_add _ _ nl nt2; rewrite /add; have u1 : 0 <= 1 + u by lra.
  by have := Rmult_le_compat_l _ _ _ u1 bl'; lra.
have be' : Rabs (t.1 + add lo t.2 - (G + g)) <= (INR m + 1) ^ 2 * u ^ 2 * ((1 + u) * W); last by rewrite gs' Rmult_assoc.
have := add_error _ _ nl nt2; rewrite -/(add lo t.2) => miss.
replace (t.1 + add lo t.2 - (G + g)) with (hi + lo - G + (add lo t.2 - (lo + t.2))) by lra.
have h1 : INR m ^ 2 * u ^ 2 * (grown m * A) <= INR m ^ 2 * u ^ 2 * W.
  by apply: Rmult_le_compat_l wA; have := square_ge0 (INR m); have := square_ge0 u => *; apply: Rmult_le_pos.
have h2 : u * Rabs (lo + t.2) <= u * ((INR m + 1) * u * W) by apply: Rmult_le_compat_l.
have h3 : 0 <= u ^ 2 * W by apply: Rmult_le_pos; [apply: square_ge0 | ].
have h4 : (INR m ^ 2 + INR m + 1) * (u ^ 2 * W) <= (INR m + 1) ^ 2 * (u ^ 2 * W).
  by apply: Rmult_le_compat_r => //; nra.
have h5 : (INR m + 1) ^ 2 * (u ^ 2 * W) <= (INR m + 1) ^ 2 * u ^ 2 * ((1 + u) * W).
  have h6 := Rmult_le_pos _ _ (square_ge0 (INR m + 1)) h3; have := Rmult_le_pos _ _ u0 h6; lra.
have := Rabs_triang (hi + lo - G) (add lo t.2 - (lo + t.2)); lra.
Qed.

(* All of one lane. *)
Lemma groups_error k groups :
  (forall xs, List.In xs groups -> (size xs <= k)%N /\ forall x, List.In x xs -> number x) ->
  (forall g, List.In g (map plain groups) -> number g) /\
  Rabs (sum (map plain groups) - sum (flatten groups)) <= (grown k - 1) * size_of (flatten groups) /\
  size_of (map plain groups) <= grown k * size_of (flatten groups).
Proof.
have sum_cat xs ys : sum (xs ++ ys) = sum xs + sum ys by elim: xs => [|x xs IH] /=; [ring | rewrite IH; ring].
elim: groups => [|xs groups IH] n; first by rewrite /size_of /= Rminus_0_r Rabs_R0; split=> //; lra.
have [sz nx] := n xs (or_introl erefl).
have [ng [e1 e2]] := IH (fun ys i => n ys (or_intror i)); have [np e] := plain_error xs nx.
have gk : grown (size xs) <= grown k by apply: Rle_pow; [lra | apply/leP].
have A0 := size_ge0 xs; have g1 := grown_ge1 (size xs).
have e' : Rabs (plain xs - sum xs) <= (grown k - 1) * size_of xs.
  by apply: Rle_trans e _; apply: Rmult_le_compat_r => //; lra.
have cat : size_of (xs ++ flatten groups) = size_of xs + size_of (flatten groups) by rewrite /size_of map_cat sum_cat.
rewrite /= sum_cat cat; split; [by move=> g [<- // | /ng] | split].
  have := Rabs_triang (plain xs - sum xs) (sum (map plain groups) - sum (flatten groups)).
  replace (plain xs - sum xs + (sum (map plain groups) - sum (flatten groups)))
    with (plain xs + sum (map plain groups) - (sum xs + sum (flatten groups))) by ring.
  lra.
rewrite {1}/size_of /= -/(size_of (map plain groups)).
have := Rabs_triang (plain xs - sum xs) (sum xs); have := abs_sum xs.
by replace (plain xs - sum xs + sum xs) with (plain xs) by ring; lra.
Qed.

Theorem lane_error k groups : let m := size groups in let A := size_of (flatten groups) in
  (forall xs, List.In xs groups -> (size xs <= k)%N /\ forall x, List.In x xs -> number x) ->
  Rabs (group_sum groups - sum (flatten groups))
  <= ((grown k * (1 + u) - 1) + INR m ^ 2 * u ^ 2 * (grown m * grown k * (1 + u))) * A.
Proof.
move=> m A n; have [ng [e1 e2]] := groups_error k groups n.
have [n1 [n2 [_ [_ e3]]]] := heads_error _ ng; rewrite size_map -/m in e3.
rewrite /group_sum; move: (heads _) (sum (map plain groups)) e1 e3 n1 n2 => [hi lo] G /= e1 e3 n1 n2.
set S := sum (flatten groups) in e1 *; rewrite -/A in e1 e2.
have e4 := add_error _ _ n1 n2; have gm := grown_ge1 m; have gk := grown_ge1 k.
have A0 : 0 <= A by exact: size_ge0. have S0 : Rabs S <= A by exact: abs_sum.
set E := INR m ^ 2 * u ^ 2 * (grown m * (grown k * A)).
have e5 : Rabs (hi + lo - G) <= E.
  apply: Rle_trans e3 _; apply: Rmult_le_compat_l.
    by apply: Rmult_le_pos; apply: square_ge0.
  by apply: Rmult_le_compat_l; lra.
have t1 := Rabs_triang (hi + lo - G) (G - S); have t2 := Rabs_triang (hi + lo - S) S.
have t3 := Rabs_triang (fl (hi + lo) - (hi + lo)) (hi + lo - S).
replace (hi + lo - G + (G - S)) with (hi + lo - S) in t1 by ring.
replace (hi + lo - S + S) with (hi + lo) in t2 by ring.
replace (fl (hi + lo) - (hi + lo) + (hi + lo - S)) with (fl (hi + lo) - S) in t3 by ring.
have e6 : u * Rabs (hi + lo) <= u * (E + grown k * A) by apply: Rmult_le_compat_l => //; lra.
suff : Rabs (fl (hi + lo) - S) <= (1 + u) * E + (grown k * (1 + u) - 1) * A by rewrite /E; lra.
lra.
Qed.
End Scheme.

(* binary64, rounded to nearest, ties to even. *)
Definition binary64 := round radix2 (FLT_exp (-1074) 53) ZnearestE.
Definition ulp1 := bpow radix2 (-53).

Lemma prec53 : Prec_gt_0 53. Proof. by []. Qed.
Existing Instance prec53.

Lemma number_format x : number binary64 x -> generic_format radix2 (FLT_exp (-1074) 53) x.
Proof. by move=> <-; apply: generic_format_round; apply: valid_rnd_N. Qed.
Lemma binary64_number x : number binary64 (binary64 x).
Proof. by apply: round_generic; apply: generic_format_round. Qed.
Lemma binary64_add x y : number binary64 x -> number binary64 y ->
  Rabs (binary64 (x + y) - (x + y)) <= ulp1 * Rabs (x + y).
Proof.
move=> /number_format fx /number_format fy.
have [eps [b e]] := @FLT_plus_error_N_ex radix2 (-1074) 53 _ (fun z => negb (Z.even z)) x y fx fy.
rewrite /binary64 e.
replace ((x + y) * (1 + eps) - (x + y)) with (eps * (x + y)) by ring.
rewrite Rabs_mult; apply: Rmult_le_compat_r; first exact: Rabs_pos.
apply: Rle_trans b _; rewrite /u_ro /ulp1.
have := bpow_gt_0 radix2 (-53); replace (/ 2 * bpow radix2 (- (53) + 1)) with (bpow radix2 (-53)); last by rewrite /=; lra.
by move=> g; apply: (Rmult_le_reg_r (1 + bpow radix2 (-53))); [lra | field_simplify; nra].
Qed.
Lemma binary64_two_sum a b : number binary64 a -> number binary64 b ->
  (two_sum binary64 a b).1 + (two_sum binary64 a b).2 = a + b.
Proof.
move=> /number_format fa /number_format fb; rewrite /two_sum /binary64 /=.
apply: (@TwoSum_correct (-1074) 53 (fun z => negb (Z.even z))) => // x.
by rewrite Z.even_opp Z.even_add /= ; case: (Z.even x).
Qed.

(* group_error of lib/kernels/bounds.hpp, 16·2⁻⁵² + vectors²·2⁻¹⁰⁵, for one lane and the code's groups of 8. *)
Lemma grown_le m : INR m * ulp1 <= / 2 -> grown ulp1 m <= 2.
Proof.
move=> h; have u0 : 0 <= ulp1 by exact: bpow_ge_0.
suff : (1 - INR m * ulp1) * grown ulp1 m <= 1.
  by have := grown_ge1 ulp1 u0 m; nra.
elim: m h => [|m IH] h; first by rewrite /grown /=; lra.
rewrite S_INR in h *; have := IH ltac:(lra); have := grown_ge1 ulp1 u0 m.
have -> : grown ulp1 m.+1 = (1 + ulp1) * grown ulp1 m by rewrite /grown /=.
by have := pos_INR m; move: (grown ulp1 m) (INR m) h => w k h k0 w1 i; nra.
Qed.

Theorem group_error_one_lane groups vectors :
  (forall xs, List.In xs groups -> (size xs <= 8)%N /\ forall x, List.In x xs -> number binary64 x) ->
  INR (size groups) <= / 2 * vectors -> vectors <= bpow radix2 50 ->
  Rabs (group_sum binary64 groups - sum (flatten groups))
  <= (16 * bpow radix2 (-52) + vectors ^ 2 * bpow radix2 (-105)) * size_of (flatten groups).
Proof.
move=> n v most; have u0 : 0 <= ulp1 by exact: bpow_ge_0.
have := lane_error binary64 ulp1 u0 binary64_number (round_0 _ _ _) binary64_add binary64_two_sum 8 groups n.
set m := INR (size groups) in v *; have m0 : 0 <= m by exact: pos_INR.
move=> /(_ (valid_rnd_N _)) e; apply: Rle_trans e _; apply: Rmult_le_compat_r; first exact: size_ge0.
have eu : bpow radix2 (-52) = 2 * ulp1 by rewrite /ulp1 /=; lra.
have ev : bpow radix2 (-105) = 2 * ulp1 ^ 2 by rewrite /ulp1 /=; lra.
have mu : m * ulp1 <= / 2.
  have p : bpow radix2 50 * ulp1 = / 8 by rewrite /ulp1 -bpow_plus /=; lra.
  by have := Rmult_le_compat_r _ _ _ u0 v; have := Rmult_le_compat_r _ _ _ u0 most; lra.
have gm : grown ulp1 (size groups) <= 2 by exact: grown_le.
have small : 0 <= ulp1 <= / 1000 by rewrite /ulp1 /=; lra.
have g8 : grown ulp1 8 * (1 + ulp1) <= 1 + 10 * ulp1 by rewrite /grown /=; move: ulp1 small => w ?; nra.
have g1 := grown_ge1 ulp1 u0 (size groups); have g81 := grown_ge1 ulp1 u0 8.
have prod : grown ulp1 (size groups) * grown ulp1 8 * (1 + ulp1) <= 4 by nra.
have sq : m ^ 2 <= / 4 * vectors ^ 2 by nra.
have : m ^ 2 * ulp1 ^ 2 * (grown ulp1 (size groups) * grown ulp1 8 * (1 + ulp1)) <= / 4 * vectors ^ 2 * ulp1 ^ 2 * 4.
  have a1 : 0 <= m ^ 2 * ulp1 ^ 2 by apply: Rmult_le_pos; apply: square_ge0.
  have a2 : m ^ 2 * ulp1 ^ 2 <= / 4 * vectors ^ 2 * ulp1 ^ 2 by apply: Rmult_le_compat_r => //; apply: square_ge0.
  by apply: Rmult_le_compat => //; nra.
rewrite eu ev; have a3 : 0 <= vectors ^ 2 * ulp1 ^ 2 by apply: Rmult_le_pos; apply: square_ge0.
lra.
Qed.
