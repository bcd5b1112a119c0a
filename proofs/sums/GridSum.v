(* GridSum (lib/kernels/pair-inl.hpp): a head that starts at 3·2ᵏ takes multiples of ulp = 2ᵏ⁻⁵¹ only, without error; a tail
   takes what is left, and is moved to the head after each group of at most 8 terms. *)
From Gibbs.sums Require Export Grid.
From Flocq Require Import Core.
Open Scope R_scope.

(* x; a·(b + c) − d. *)
Inductive term := Number (x : R) | Product (a b c d : R).
Definition good x := match x with Number x => number x | Product a b c d => number a /\ number b /\ number d end.
Definition main x := match x with Number x => x | Product a b c d => a * b end.
Definition low x := match x with Number x => 0 | Product a b c d => Rabs (a * c) end.
Definition less x := match x with Number x => 0 | Product a b c d => Rabs d end.
Definition value x := match x with Number x => x | Product a b c d => a * (b + c) - d end.

Section Scheme.
Variables (fused : bool) (k : Z).
Hypothesis k0 : (-800 <= k <= 800)%Z.
Notation grid := (3 * pow2 k).
Notation ulp := (pow2 (k - 51)).

(* As in the code. *)
Definition step (s : R * R) x :=
  match x with
  | Number x => let h := fl (s.1 + x) in (h, fl (s.2 + fl (x + fl (s.1 - h))))
  | Product a b c d =>
    let h := mul_add fused a b s.1 in
    (h, mul_add fused a c (fl (s.2 + fl (product_error fused a b (fl (h - s.1)) - d))))
  end.
Definition settle (s : R * R) := step (s.1, 0) (Number s.2).
Definition group s g := settle (foldl step s g).
Definition lane_sum gs := foldl group (grid, 0) gs.

(* What a head may leave to its tail. *)
Definition half := 1001 / 2000 * ulp.
Definition left x := half + 1001 / 1000 * (u * Rabs (main x)).

Let ulp0 : 0 < ulp. Proof. exact: pow2_gt0. Qed.
Let p0 : 0 < pow2 k. Proof. exact: pow2_gt0. Qed.
Let p1 : pow2 (k + 1) = 2 * pow2 k. Proof. by rewrite pow2_add /pow2 /=; lra. Qed.
Let p2 : pow2 (k + 2) = 4 * pow2 k. Proof. by rewrite pow2_add /pow2 /=; lra. Qed.
Let p51 : ulp = 4 * u * pow2 k.
Proof. by replace (k - 51)%Z with (k + -51)%Z by lia; rewrite pow2_add u_is /pow2 /=; lra. Qed.
Let p52 : pow2 (k - 52) = ulp / 2.
Proof. by replace (k - 51)%Z with (k - 52 + 1)%Z by lia; rewrite pow2_add /pow2 /=; lra. Qed.
Let small_tiny : tiny <= / 1000000000 * (u * (u * ulp)).
Proof.
have e : tiny <= pow2 (k - 51 + -140) by apply: bpow_le; lia.
rewrite pow2_add in e; apply: Rle_trans e _.
have : pow2 (-140) <= / 1000000000 * (u * u) by rewrite u_is /pow2 /=; lra.
by move=> h; have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ ulp0) h; lra.
Qed.

Lemma step_error s x : number s.1 -> number s.2 -> good x -> 2 * pow2 k <= s.1 <= 4 * pow2 k ->
  33 / 16 * pow2 k <= s.1 + main x <= 63 / 16 * pow2 k ->
  let s' := step s x in
  [/\ number s'.1 /\ number s'.2, multiple (k - 51) s'.1, Rabs (s'.1 - (s.1 + main x)) <= left x,
     Rabs s'.2 <= (1 + 10 * u) * (Rabs s.2 + left x + less x + low x) &
     Rabs (s'.1 + s'.2 - (s.1 + s.2 + value x)) <=
       (1 + 10 * u) * (u * (4 * left x + 3 * less x + 2 * low x + 2 * Rabs s.2))].
Proof.
case: s => h t /= nh nt gx range inside.
have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0; have ul := Rmult_le_compat_r _ _ _ (Rlt_le _ _ ulp0) us.
have st0 := small_tiny; have uu0 : 0 <= u * ulp by apply: Rmult_le_pos; lra.
have uuulp : u * (u * ulp) <= / 1000000000 * (u * ulp) by apply: Rmult_le_compat_r.
have uuu0 : 0 <= u * (u * ulp) by apply: Rmult_le_pos; lra.
have big : ulp <= / 1000 * pow2 k.
  by rewrite p51; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ p0) us; lra.
have uulp : u * ulp <= / 1000000000 * ulp by apply: Rmult_le_compat_r; lra.
(* The head, y being what is rounded. *)
have heads y : Rabs (y - (h + main x)) <= 1001 / 1000 * (u * Rabs (main x)) + tiny -> Rabs (main x) <= 2 * pow2 k ->
    [/\ multiple (k - 51) (fl y), Rabs (fl y - (h + main x)) <= ulp / 2 + 1001 / 1000 * (u * Rabs (main x)) + tiny,
       number (fl y - h) & Rabs (fl y - y) <= ulp / 2].
  move=> ey m2; have um : u * Rabs (main x) <= u * (2 * pow2 k) by apply: Rmult_le_compat_l; lra.
  have um2 : u * (2 * pow2 k) <= / 1000 * pow2 k by have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ p0) us; lra.
  have a1 := Rle_abs (y - (h + main x)); have a2 := Rle_abs (- (y - (h + main x))); rewrite Rabs_Ropp in a2.
  have b : pow2 (k + 1) <= y < pow2 (k + 2) by rewrite p1 p2; lra.
  have m := fl_multiple k y ltac:(lia) b; have e := fl_half k y ltac:(lia) b; rewrite p52 in e.
  have e1 := Rle_abs (fl y - y); have e2 := Rle_abs (- (fl y - y)); rewrite Rabs_Ropp in e2.
  split=> //; first by have := Rabs_chain _ _ _ _ _ e ey; lra.
  by apply: near_number => //; [exact: fl_number | lra].
have main2 : Rabs (main x) <= 2 * pow2 k.
  by apply: Rabs_le; lra.
have m0 := Rabs_pos (main x); have T0 := Rabs_pos t.
have um0 : 0 <= u * Rabs (main x) by apply: Rmult_le_pos; lra.
have left0 : ulp / 2 <= left x by rewrite /left /half; lra.
have uleft : u * left x <= / 1000000000 * left x by apply: Rmult_le_compat_r; lra.
have uT : u * Rabs t <= / 1000000000 * Rabs t by apply: Rmult_le_compat_r; lra.
have uL0 : 0 <= u * left x by apply: Rmult_le_pos; lra.
have uT0 : 0 <= u * Rabs t by apply: Rmult_le_pos; lra.
case: x gx inside heads main2 m0 um0 left0 uleft uL0 => [x | a b c d] /= gx inside heads main2 m0 um0 left0 uleft uL0.
- have [m e nd e'] := heads (h + x) ltac:(replace (h + x - (h + x)) with 0 by ring; rewrite Rabs_R0; lra) main2.
  have ne : number (x + (h - fl (h + x))).
    replace (x + (h - fl (h + x))) with (- (fl (h + x) - (h + x))) by ring; apply: number_opp; exact: missed_number.
  have nd' : number (h - fl (h + x)) by replace (h - fl (h + x)) with (- (fl (h + x) - h)) by ring; apply: number_opp.
  rewrite nd' ne; have et := Binary64.add_error _ _ nt ne.
  have ev : Rabs (x + (h - fl (h + x))) <= left (Number x).
    by replace (x + (h - fl (h + x))) with (- (fl (h + x) - (h + x))) by ring; rewrite Rabs_Ropp; lra.
  have tr := Rabs_triang t (x + (h - fl (h + x))).
  have utr : u * Rabs (t + (x + (h - fl (h + x)))) <= u * (Rabs t + left (Number x)) by apply: Rmult_le_compat_l; lra.
  split=> //; first by split; exact: fl_number.
  + by lra.
  + by have := Rabs_near _ _ _ et; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) uL0; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) uT0; lra.
  replace (fl (h + x) + fl (t + (x + (h - fl (h + x)))) - (h + t + x))
    with (fl (t + (x + (h - fl (h + x)))) - (t + (x + (h - fl (h + x))))) by ring.
  by have := Rmult_le_pos _ _ (Rlt_le _ _ u0) uL0; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) uT0; lra.
have [na [nb nd]] := gx; set D := Rabs d; set C := Rabs (a * c); have D0 : 0 <= D := Rabs_pos d; have C0 : 0 <= C := Rabs_pos (a * c).
set y := if fused then a * b + h else fl (a * b) + h.
have hy : mul_add fused a b h = fl y by rewrite mul_add_is /y; case: fused.
have ey : Rabs (y - (h + a * b)) <= 1001 / 1000 * (u * Rabs (a * b)) + tiny.
  rewrite /y; case: fused; first by replace (a * b + h - (h + a * b)) with 0 by ring; rewrite Rabs_R0; lra.
  by replace (fl (a * b) + h - (h + a * b)) with (fl (a * b) - a * b) by ring; have := fl_error (a * b); lra.
have [m e ndelta e'] := heads y ey main2.
rewrite hy ndelta.
have np : fused = false -> number (fl (a * b) - (fl y - h)).
  move=> f; rewrite /y f; replace (fl (a * b) - (fl (fl (a * b) + h) - h)) with (- (fl (fl (a * b) + h) - (fl (a * b) + h))) by ring.
  by apply: number_opp; apply: missed_number => //; exact: fl_number.
have ep := product_error_error fused a b (fl y - h) na nb np; set p := product_error fused a b (fl y - h) in ep *.
have npp : number p by exact: product_error_number.
set L := left (Product a b c d) in left0 uleft uL0 *.
have eb : Rabs (a * b - (fl y - h)) + 100 * tiny <= L.
  replace (a * b - (fl y - h)) with (- (fl y - (h + a * b))) by ring; rewrite Rabs_Ropp /L /left /half /=; lra.
have ut : 0 <= u * tiny <= / 1000000000 * tiny.
  by split; [apply: Rmult_le_pos; lra | apply: Rmult_le_compat_r; lra].
have u1 : u * Rabs (a * b - (fl y - h)) <= u * (L - 100 * tiny) by apply: Rmult_le_compat_l; lra.
have bp : Rabs p <= (1 + u) * L - 90 * tiny by have := Rabs_near _ _ _ ep; lra.
have eq := sub_error _ _ npp nd; set q := fl (p - d) in eq *.
have tq := Rabs_triang p (- d); rewrite Rabs_Ropp -/D in tq.
have u2 : u * Rabs (p - d) <= u * ((1 + u) * L - 90 * tiny + D) by apply: Rmult_le_compat_l; [lra | rewrite /Rminus; lra].
have bq : Rabs q <= Rabs (p - d) + u * Rabs (p - d) by exact: Rabs_near eq.
have uD : u * D <= / 1000000000 * D by apply: Rmult_le_compat_r.
have uD0 : 0 <= u * D by apply: Rmult_le_pos; lra.
have uC : u * C <= / 1000000000 * C by apply: Rmult_le_compat_r.
have uC0 : 0 <= u * C by apply: Rmult_le_pos; lra.
have uuL : u * (u * L) <= / 1000000000 * (u * L) by apply: Rmult_le_compat_r.
have uuD : u * (u * D) <= / 1000000000 * (u * D) by apply: Rmult_le_compat_r.
have uuT : u * (u * Rabs t) <= / 1000000000 * (u * Rabs t) by apply: Rmult_le_compat_r.
have uuC : u * (u * C) <= / 1000000000 * (u * C) by apply: Rmult_le_compat_r.
have uuL0 : 0 <= u * (u * L) by apply: Rmult_le_pos; lra.
have uuD0 : 0 <= u * (u * D) by apply: Rmult_le_pos; lra.
have uuT0 : 0 <= u * (u * Rabs t) by apply: Rmult_le_pos; lra.
have uuC0 : 0 <= u * (u * C) by apply: Rmult_le_pos; lra.
have bpd : Rabs (p - d) <= (1 + u) * L - 90 * tiny + D by rewrite /Rminus; lra.
have bq' : Rabs q <= (1 + 2 * u) * L + (u * (u * L)) - 89 * tiny + (1 + u) * D by lra.
have er := Binary64.add_error _ _ nt (fl_number _ : number q); set r := fl (t + q) in er *.
have tr := Rabs_triang t q.
have u3 : u * Rabs (t + q) <= u * (Rabs t + ((1 + 2 * u) * L + (u * (u * L)) - 89 * tiny + (1 + u) * D)) by apply: Rmult_le_compat_l; lra.
have uuuL : u * (u * (u * L)) <= / 1000000000 * (u * (u * L)) by apply: Rmult_le_compat_r.
have uuL1 : u * (u * (ulp / 2)) <= u * (u * L) by do 2!(apply: Rmult_le_compat_l; first by lra).
have uuuL0 : 0 <= u * (u * (u * L)) by apply: Rmult_le_pos; lra.
have br : Rabs r <= (1 + u) * Rabs t + (1 + 31 / 10 * u) * L - 88 * tiny + (1 + 21 / 10 * u) * D by have := Rabs_near _ _ _ er; lra.
have em := mul_add_error fused a c r (fl_number _); set t' := mul_add fused a c r in em *.
have trc := Rabs_triang r (a * c); rewrite -/C in trc em.
have u4 : u * Rabs (r + a * c) <= u * ((1 + u) * Rabs t + (1 + 31 / 10 * u) * L - 88 * tiny + (1 + 21 / 10 * u) * D + C).
  by apply: Rmult_le_compat_l; lra.
have uu2 : u ^ 2 * C = u * (u * C) by ring.
split.
- by split; [exact: fl_number | exact: mul_add_number].
- exact: m.
- by rewrite /L /left /half /= in eb *; apply: Rle_trans e _; lra.
- by have := Rabs_near _ _ _ em; lra.
have z1 := Rabs_triang (p - (a * b - (fl y - h))) (q - (p - d)).
have z2 := Rabs_triang (p - (a * b - (fl y - h)) + (q - (p - d))) (r - (t + q)).
have z3 := Rabs_triang (p - (a * b - (fl y - h)) + (q - (p - d)) + (r - (t + q))) (t' - (r + a * c)).
replace (p - (a * b - (fl y - h)) + (q - (p - d)) + (r - (t + q)) + (t' - (r + a * c)))
  with (fl y + t' - (h + t + (a * (b + c) - d))) in z3 by ring.
by lra.
Qed.

(* What has gathered in the tail, moved up: exactly. *)
Lemma settle_exact s : number s.1 -> number s.2 -> 2 * pow2 k <= s.1 <= 4 * pow2 k ->
  33 / 16 * pow2 k <= s.1 + s.2 <= 63 / 16 * pow2 k ->
  let s' := settle s in
  [/\ number s'.1 /\ number s'.2, multiple (k - 51) s'.1, Rabs s'.2 <= half & s'.1 + s'.2 = s.1 + s.2].
Proof.
case: s => h x /= nh nx range inside; have b : pow2 (k + 1) <= h + x < pow2 (k + 2) by rewrite p1 p2; lra.
have m := fl_multiple k _ ltac:(lia) b; have e := fl_half k _ ltac:(lia) b; rewrite p52 in e.
have big : ulp <= / 1000 * pow2 k by rewrite p51; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ p0) u_small; lra.
have e1 := Rle_abs (fl (h + x) - (h + x)); have e2 := Rle_abs (- (fl (h + x) - (h + x))); rewrite Rabs_Ropp in e2.
have nd : number (h - fl (h + x)) by apply: near_number => //; [exact: fl_number | lra].
have ne : number (x + (h - fl (h + x))).
  replace (x + (h - fl (h + x))) with (- (fl (h + x) - (h + x))) by ring; apply: number_opp; exact: missed_number.
rewrite nd ne Rplus_0_l ne; split=> //; [split=> //; exact: fl_number | | by ring].
by replace (x + (h - fl (h + x))) with (- (fl (h + x) - (h + x))) by ring; rewrite Rabs_Ropp /half; lra.
Qed.

Definition mains g := sum (map (fun x => Rabs (main x)) g).
Definition lows g := sum (map low g).
Definition lesses g := sum (map less g).
Definition exact g := sum (map value g).

Lemma sums_ge0 g : 0 <= mains g /\ 0 <= lows g /\ 0 <= lesses g.
Proof.
elim: g => [|x g [h1 [h2 h3]]]; rewrite /mains /lows /lesses /=; first by lra.
rewrite -/(mains g) -/(lows g) -/(lesses g); have := Rabs_pos (main x).
case: x => [x|a b c d] /=; first by lra.
by have := Rabs_pos (a * c); have := Rabs_pos d; lra.
Qed.
Let half0 : 0 < half. Proof. by rewrite /half; lra. Qed.

Lemma terms_error s g : number s.1 -> number s.2 -> multiple (k - 51) s.1 -> Rabs s.2 <= half ->
  Rabs (s.1 - grid) + 1001 / 1000 * mains g + 20 * half <= 15 / 16 * pow2 k -> (size g <= 8)%N -> all_in g good ->
  let s' := foldl step s g in let J := INR (size g) in let M := 1001 / 1000 * (u * mains g) + lesses g + lows g in
  [/\ number s'.1 /\ number s'.2, multiple (k - 51) s'.1, Rabs (s'.1 - s.1) <= 1001 / 1000 * mains g + J * half,
    Rabs s'.2 <= (1 + 11 * J * u) * ((J + 1) * half + M) &
    Rabs (s'.1 + s'.2 - (s.1 + s.2 + exact g)) <= (1 + 100 * u) * (u * ((J ^ 2 + 5 * J) * half
      + (2 * J + 2) * (1001 / 1000 * (u * mains g)) + (2 * J + 1) * lesses g + 2 * J * lows g))].
Proof.
move=> n1 n2 m b; have u0 := u_gt0; have us := u_small; elim/last_ind: g => [|g x IH] room g8 gg.
  rewrite /mains /exact /lesses /lows /=; split=> //; try lra.
    by replace (s.1 - s.1) with 0 by ring; rewrite Rabs_R0; lra.
  by replace (s.1 + s.2 - (s.1 + s.2 + 0)) with 0 by ring; rewrite Rabs_R0; lra.
have gx : good x by apply: gg; rewrite -cats1; apply: in_cat_r; left.
have gg' : all_in g good by move=> y i; apply: gg; rewrite -cats1; apply: in_cat_l.
have sizes : [/\ mains (rcons g x) = mains g + Rabs (main x), lows (rcons g x) = lows g + low x,
    lesses (rcons g x) = lesses g + less x & exact (rcons g x) = exact g + value x].
  by rewrite /mains /lows /lesses /exact !map_rcons !sum_rcons.
case: sizes => eA eC eD eX; rewrite {}eA {}eC {}eD {}eX in room *; rewrite seq.size_rcons in g8.
have [A0 [C0 D0]] := sums_ge0 g; have x0 := Rabs_pos (main x).
have [nums' mult' moved tail err] := IH ltac:(lra) (ltnW g8) gg'.
have -> : foldl step s (rcons g x) = step (foldl step s g) x by rewrite -cats1 foldl_cat.
rewrite seq.size_rcons S_INR; have J7 : INR (size g) <= 7.
  have := le_INR _ _ (elimT leP (g8 : (size g <= 7)%N)); rewrite (_ : INR 7 = 7) //; rewrite /=; lra.
have J0 := pos_INR (size g).
move: (foldl step s g) nums' mult' moved tail err => s' [n1' n2'] mult' moved tail err.
have Jh : INR (size g) * half <= 7 * half by apply: Rmult_le_compat_r; lra.
have near := Rabs_chain _ _ _ _ _ moved (Rle_refl (Rabs (s.1 - grid))).
have i1 := Rle_abs (s'.1 - grid); have i2 := Rle_abs (- (s'.1 - grid)); rewrite Rabs_Ropp in i2.
have j1 := Rle_abs (main x); have j2 := Rle_abs (- main x); rewrite Rabs_Ropp in j2.
have [[n1'' n2''] mult'' e1 e2 e3] := step_error s' x n1' n2' gx ltac:(lra) ltac:(lra).
have um : u * Rabs (main x) <= / 1000000000 * Rabs (main x) by apply: Rmult_le_compat_r.
have l0 : 0 <= low x by case: (x) => [z|a b' c d] /=; [lra | exact: Rabs_pos].
have d0 : 0 <= less x by case: (x) => [z|a b' c d] /=; [lra | exact: Rabs_pos].
have um0 : 0 <= u * Rabs (main x) by apply: Rmult_le_pos; lra.
have uA0 : 0 <= u * mains g by apply: Rmult_le_pos; lra.
move: (step s' x) n1'' n2'' mult'' e1 e2 e3 => t n1'' n2'' mult'' e1 e2 e3; rewrite /left in e1 e2 e3.
have xa := Rabs_triang (s'.1 - s.1) (main x).
move: (INR (size g)) (Rabs (main x)) (mains g) (lows g) (lesses g) (low x) (less x) (exact g) (value x) half
  J7 J0 Jh x0 A0 C0 D0 l0 d0 um um0 uA0 half0 e1 e2 e3 tail moved xa err room b
  => J a A C D c d X v H J7 J0 Jh x0 A0 C0 D0 l0 d0 um um0 uA0 H0 e1 e2 e3 tail moved xa err room b.
set E := 1001 / 1000 * (u * A) in tail err *; have E0 : 0 <= E by rewrite /E; lra.
set e := 1001 / 1000 * (u * a) in e1 e2 e3 *; have e0 : 0 <= e <= / 1000 * a by rewrite /e; lra.
replace (1001 / 1000 * (u * (A + a))) with (E + e) by (rewrite /E /e; ring).
set Q := (J + 1) * H + (E + D + C) in tail *; have Q0 : 0 <= Q.
  have : 0 <= (J + 1) * H by apply: Rmult_le_pos; lra.
  by rewrite /Q; lra.
have uJ : J * u <= 7 * u by apply: Rmult_le_compat_r; lra.
have grow : (1 + 10 * u) * (1 + 11 * J * u) <= 1 + 11 * (J + 1) * u.
  have : u * (J * u) <= u * (7 / 1000000000) by apply: Rmult_le_compat_l; lra.
  by lra.
have z0 : 0 <= H + e + d + c by lra.
cbv zeta; split=> //.
- have m1 : Rabs (s'.1 + main x - s.1) <= 1001 / 1000 * A + J * H + a.
    by replace (s'.1 + main x - s.1) with (s'.1 - s.1 + main x) by ring; lra.
  by have := Rabs_chain _ _ _ _ _ e1 m1; lra.
- have tail' : (1 + 10 * u) * Rabs s'.2 <= (1 + 10 * u) * ((1 + 11 * J * u) * Q) by apply: Rmult_le_compat_l; lra.
  have g1 : (1 + 10 * u) * (1 + 11 * J * u) * Q <= (1 + 11 * (J + 1) * u) * Q by apply: Rmult_le_compat_r.
  have g2 : (1 + 10 * u) * (H + e + d + c) <= (1 + 11 * (J + 1) * u) * (H + e + d + c).
    apply: Rmult_le_compat_r => //; have : 0 <= J * u by apply: Rmult_le_pos; lra.
    by lra.
  replace ((J + 1 + 1) * H + (E + e + (D + d) + (C + c))) with (Q + (H + e + d + c)) by (rewrite /Q; ring).
  by lra.
have tr := Rabs_triang (t.1 + t.2 - (s'.1 + s'.2 + v)) (s'.1 + s'.2 - (s.1 + s.2 + X)).
replace (t.1 + t.2 - (s'.1 + s'.2 + v) + (s'.1 + s'.2 - (s.1 + s.2 + X))) with (t.1 + t.2 - (s.1 + s.2 + (X + v))) in tr by ring.
have tailQ : Rabs s'.2 <= (1 + 80 * u) * Q.
  by apply: Rle_trans tail _; apply: Rmult_le_compat_r => //; lra.
have inc : (1 + 10 * u) * (u * (4 * (H + e) + 3 * d + 2 * c + 2 * Rabs s'.2)) <= (1 + 100 * u) * (u * (4 * (H + e) + 3 * d + 2 * c + 2 * Q)).
  have w0 : 0 <= 4 * (H + e) + 3 * d + 2 * c by lra.
  have h1 : 4 * (H + e) + 3 * d + 2 * c + 2 * Rabs s'.2 <= (1 + 80 * u) * (4 * (H + e) + 3 * d + 2 * c + 2 * Q).
    by have := Rmult_le_pos _ _ (Rlt_le _ _ u0) w0; lra.
  have h2 := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) h1.
  have h3 := Rmult_le_compat_l (1 + 10 * u) _ _ ltac:(lra) h2.
  apply: Rle_trans h3 _.
  replace ((1 + 10 * u) * (u * ((1 + 80 * u) * (4 * (H + e) + 3 * d + 2 * c + 2 * Q))))
    with ((1 + 10 * u) * (1 + 80 * u) * (u * (4 * (H + e) + 3 * d + 2 * c + 2 * Q))) by ring.
  apply: Rmult_le_compat_r; first by apply: Rmult_le_pos; lra.
  have : u * u <= u * (/ 1000000000) by apply: Rmult_le_compat_l; lra.
  by lra.
apply: Rle_trans tr _; apply: Rle_trans (Rplus_le_compat _ _ _ _ (Rle_trans _ _ _ e3 inc) err) _.
rewrite -Rmult_plus_distr_l; apply: Rmult_le_compat_l; first by lra.
rewrite -Rmult_plus_distr_l; apply: Rmult_le_compat_l; first by lra.
rewrite /Q; have J1 := Rmult_le_pos _ _ J0 (proj1 e0); have J2 := Rmult_le_pos _ _ J0 d0; have J3 := Rmult_le_pos _ _ J0 l0.
have := Rmult_le_pos _ _ J0 E0; have := Rmult_le_pos _ _ J0 D0; have := Rmult_le_pos _ _ J0 C0; rewrite /=; lra.
Qed.

Lemma group_error s g : number s.1 -> number s.2 -> multiple (k - 51) s.1 -> Rabs s.2 <= half ->
  Rabs (s.1 - grid) + 1002 / 1000 * mains g + 2 * (lesses g + lows g) + 40 * half <= 15 / 16 * pow2 k ->
  (size g <= 8)%N -> all_in g good ->
  let s' := group s g in
  [/\ number s'.1 /\ number s'.2, multiple (k - 51) s'.1, Rabs s'.2 <= half,
    Rabs (s'.1 - s.1) <= 1002 / 1000 * mains g + 2 * (lesses g + lows g) + 20 * half &
    Rabs (s'.1 + s'.2 - (s.1 + s.2 + exact g)) <= (1 + 100 * u) * (u * (13 * INR (size g) * half
      + 1802 / 100 * (u * mains g) + 17 * lesses g + 16 * lows g))].
Proof.
move=> n1 n2 m b room g8 gg; have u0 := u_gt0; have us := u_small; have [A0 [C0 D0]] := sums_ge0 g.
have [[n1' n2'] m' moved tail err] := terms_error s g n1 n2 m b ltac:(lra) g8 gg.
have J8 : INR (size g) <= 8 by have := le_INR _ _ (elimT leP g8); rewrite INR_8.
have J0 := pos_INR (size g); rewrite /group.
move: (foldl step s g) n1' n2' m' moved tail err => s' n1' n2' m' moved tail err.
have uA : u * mains g <= / 1000000000 * mains g by apply: Rmult_le_compat_r.
have uA0 : 0 <= u * mains g by apply: Rmult_le_pos; lra.
move: (mains g) (lows g) (lesses g) (exact g) (INR (size g)) A0 C0 D0 J8 J0 uA uA0 room moved tail err
  => A C D X J A0 C0 D0 J8 J0 uA uA0 room moved tail err.
have Jh : J * half <= 8 * half by apply: Rmult_le_compat_r; lra.
have Ju : J * u <= 8 * u by apply: Rmult_le_compat_r; lra.
have tail' : Rabs s'.2 <= 101 / 100 * (9 * half + (1001 / 1000 * (u * A) + D + C)).
  apply: Rle_trans tail _; apply: Rmult_le_compat; try lra.
    have : 0 <= J * u by apply: Rmult_le_pos; lra.
    by lra.
  have : 0 <= J * half by apply: Rmult_le_pos; lra.
  by lra.
have i1 := Rabs_chain _ _ _ _ _ moved (Rle_refl (Rabs (s.1 - grid))).
have j1 := Rle_abs (s'.1 - grid); have j2 := Rle_abs (- (s'.1 - grid)); rewrite Rabs_Ropp in j2.
have l1 := Rle_abs s'.2; have l2 := Rle_abs (- s'.2); rewrite Rabs_Ropp in l2.
have [ns ms bs x] := settle_exact s' n1' n2' ltac:(lra) ltac:(lra).
cbv zeta; split=> //.
- have e : Rabs ((settle s').1 - s'.1) <= Rabs s'.2 + half.
    by replace ((settle s').1 - s'.1) with (s'.2 + - (settle s').2) by lra; apply: Rle_trans (Rabs_triang _ _) _; rewrite Rabs_Ropp; lra.
  by have := Rabs_chain _ _ _ _ _ e moved; lra.
rewrite x; apply: Rle_trans err _; apply: Rmult_le_compat_l; first by lra.
apply: Rmult_le_compat_l; first by lra.
have JJ : J ^ 2 * half <= 8 * (J * half).
  by rewrite /= Rmult_1_r Rmult_assoc; apply: Rmult_le_compat_r; [apply: Rmult_le_pos; lra | lra].
have JA := Rmult_le_compat_r _ _ _ uA0 J8; have JD := Rmult_le_compat_r _ _ _ D0 J8; have JC := Rmult_le_compat_r _ _ _ C0 J8.
by lra.
Qed.

Definition terms (lane : seq (seq term)) := flatten lane.
Lemma lane_error gs : all_in gs (fun g => (size g <= 8)%N /\ all_in g good) ->
  1002 / 1000 * mains (terms gs) + 2 * (lesses (terms gs) + lows (terms gs)) + 20 * INR (size gs) * half + 40 * half <= 15 / 16 * pow2 k ->
  let s := lane_sum gs in
  [/\ number s.1 /\ number s.2, multiple (k - 51) s.1, Rabs s.2 <= half,
    Rabs (s.1 - grid) <= 1002 / 1000 * mains (terms gs) + 2 * (lesses (terms gs) + lows (terms gs)) + 20 * INR (size gs) * half &
    Rabs (s.1 - grid + s.2 - exact (terms gs)) <= (1 + 100 * u) * (u * (13 * INR (size (terms gs)) * half
      + 1802 / 100 * (u * mains (terms gs)) + 17 * lesses (terms gs) + 16 * lows (terms gs)))].
Proof.
have u0 := u_gt0; elim/last_ind: gs => [|gs g IH] n room.
  have mg : multiple (k - 51) grid.
    have mk := multiple_pow2 (k - 51) 51; replace (k - 51 + Z.of_nat 51)%Z with k in mk by lia.
    by replace grid with (pow2 k + pow2 k + pow2 k) by ring; do !apply: multiple_add.
  rewrite /lane_sum /terms /mains /exact /lesses /lows /=; replace (grid - grid) with 0 by ring.
  rewrite Rplus_0_l Rminus_0_r Rabs_R0; split=> //; try lra.
  split; last exact: number0.
  apply: (multiple_number (k - 51)) => //; first by lia.
  rewrite Rabs_pos_eq; last by lra.
  by replace (k - 51 + 53)%Z with (k + 2)%Z by lia; rewrite p2; lra.
have n' : all_in gs (fun g => (size g <= 8)%N /\ all_in g good) by move=> h i; apply: n; rewrite -cats1; apply: in_cat_l.
have [g8 gg] : (size g <= 8)%N /\ all_in g good by apply: n; rewrite -cats1; apply: in_cat_r; left.
have tr : terms (rcons gs g) = terms gs ++ g by rewrite /terms -cats1 flatten_cat /= cats0.
have sums : [/\ mains (terms gs ++ g) = mains (terms gs) + mains g, lows (terms gs ++ g) = lows (terms gs) + lows g,
    lesses (terms gs ++ g) = lesses (terms gs) + lesses g & exact (terms gs ++ g) = exact (terms gs) + exact g].
  by rewrite /mains /lows /lesses /exact !map_cat !sum_cat.
rewrite tr in room *; case: sums => eA eC eD eX; rewrite eA eC eD in room; rewrite eA eC eD eX seq.size_rcons S_INR size_cat plus_INR.
rewrite seq.size_rcons S_INR in room.
have [A0 [C0 D0]] := sums_ge0 g; have [A0' [C0' D0']] := sums_ge0 (terms gs).
have [[n1 n2] m b moved err] := IH n' ltac:(lra).
have -> : lane_sum (rcons gs g) = group (lane_sum gs) g by rewrite /lane_sum -cats1 foldl_cat.
have [nn mm bb moved' err'] := group_error _ g n1 n2 m b ltac:(lra) g8 gg.
cbv zeta; split=> //; first by have := Rabs_chain _ _ _ _ _ moved' moved; lra.
have t := Rabs_triang ((group (lane_sum gs) g).1 + (group (lane_sum gs) g).2 - ((lane_sum gs).1 + (lane_sum gs).2 + exact g))
  ((lane_sum gs).1 - grid + (lane_sum gs).2 - exact (terms gs)).
match type of t with Rabs ?x <= _ => match goal with |- Rabs ?y <= _ => replace x with y in t by ring end end.
by lra.
Qed.
End Scheme.

(* GridSum over n elements and its lanes, added up in any order of at most three steps: the heads' sum and the tails'. *)
Definition in_groups n lanes (lane : seq (seq term)) := (size lane <= n %/ (8 * lanes) + 1)%N /\
  (size (flatten lane) <= n %/ lanes + 1)%N /\ all_in lane (fun g => (size g <= 8)%N /\ all_in g good).
Definition all_terms (lanes : seq (seq (seq term))) := flatten (map (@flatten _) lanes).
Definition heads fused k := added (fun lane => fl ((lane_sum fused k lane).1 - 3 * pow2 k)).
Definition tails fused k := added (fun lane => (lane_sum fused k lane).2).

Theorem grid_sum fused k n lanes t : let all := all_terms (leaves t) in
  INR n <= most -> (-800 <= k <= 800)%Z -> all_in (leaves t) (in_groups n lanes) ->
  size (leaves t) = lanes -> (depth t <= 3)%N -> (lanes <= 8)%N ->
  mains all <= 3 / 4 * pow2 k -> lesses all + lows all <= / 64 * pow2 k ->
  Rabs (heads fused k t + tails fused k t - exact all)
  <= 97 / 100 * grid_error n lanes (3 * pow2 k) + (1 + / 1000000) * u * (17 * lesses all + 16 * lows all).
Proof.
move=> all nm k0 n_in w d w8 roomA roomC; have u0 := u_gt0; have us := u_small; have p0 := pow2_gt0 k.
have p51 : pow2 (k - 51) = 4 * u * pow2 k.
  by replace (k - 51)%Z with (k + -51)%Z by lia; rewrite pow2_add u_is /pow2 /=; lra.
set H := half k; have eH : H = 2002 / 1000 * (u * pow2 k) by rewrite /H /half p51; lra.
have up0 : 0 <= u * pow2 k by apply: Rmult_le_pos; lra.
set v := vectors n lanes; have v2 : 2 <= v := vectors_ge2 n lanes; have vm := vectors_most n lanes nm.
set m := INR (n %/ (8 * lanes) + 1); have mv : 8 * (m - 1) <= v - 2.
  by have := groups_of 8 n lanes (n %/ (8 * lanes) + 1) isT (leqnn _); rewrite INR_8.
have m0 : 0 <= m by exact: pos_INR.
have mH : m * H <= / 10000 * pow2 k.
  rewrite eH; have : m * u <= / 30000 by rewrite -/v most_is in vm; rewrite u_is; lra.
  by move=> h; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ p0) h; lra.
have H1 : H <= / 1000000 * pow2 k by rewrite eH; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ p0) us; lra.
have H0 : 0 <= H by rewrite eH; lra.
have cat_all lane xs : all_terms (lane :: xs) = flatten lane ++ all_terms xs by [].
have sums_cat xs ys : [/\ mains (xs ++ ys) = mains xs + mains ys, lows (xs ++ ys) = lows xs + lows ys,
    lesses (xs ++ ys) = lesses xs + lesses ys & exact (xs ++ ys) = exact xs + exact ys].
  by rewrite /mains /lows /lesses /exact !map_cat !sum_cat.
have part lane : List.In lane (leaves t) ->
    [/\ mains (flatten lane) <= mains all, lows (flatten lane) <= lows all & lesses (flatten lane) <= lesses all].
  rewrite /all; elim: (leaves t) => //= l ls IH i; rewrite cat_all; case: (sums_cat (flatten l) (all_terms ls)) => -> -> -> _.
  have [a1 [a2 a3]] := sums_ge0 (flatten l); have [b1 [b2 b3]] := sums_ge0 (all_terms ls).
  by case: i => [<-|/IH [h1 h2 h3]]; split; lra.
have each lane : List.In lane (leaves t) -> let s := lane_sum fused k lane in
    [/\ number s.1 /\ number s.2, multiple (k - 51) s.1, Rabs s.2 <= H,
      Rabs (s.1 - 3 * pow2 k) <= 1002 / 1000 * mains (flatten lane) + 2 * (lesses (flatten lane) + lows (flatten lane)) + 20 * (m * H) &
      Rabs (s.1 - 3 * pow2 k + s.2 - exact (flatten lane)) <= (1 + 100 * u) * (u * (13 * ((v - 1) * H)
        + 1802 / 100 * (u * mains (flatten lane)) + 17 * lesses (flatten lane) + 16 * lows (flatten lane)))].
  move=> i; have [h1 [h2 h3]] := n_in lane i; have [a1 a2 a3] := part lane i.
  have hm : INR (size lane) <= m by apply: le_INR; apply/leP.
  have hmH : INR (size lane) * H <= m * H by apply: Rmult_le_compat_r.
  have hn : INR (size (flatten lane)) <= v - 1.
    have := le_INR _ _ (elimT leP h2); rewrite /v /vectors !plus_INR (_ : INR 2 = 2) // (_ : INR 1 = 1) //; lra.
  have hnH : INR (size (flatten lane)) * H <= (v - 1) * H by apply: Rmult_le_compat_r.
  have [e1 e2 e3 e4 e5] := lane_error fused k k0 lane h3 ltac:(rewrite /terms -/H; lra); rewrite /terms -/H in e3 e4 e5.
  split=> //; first by lra.
  apply: Rle_trans e5 _; apply: Rmult_le_compat_l; first by lra.
  by apply: Rmult_le_compat_l; lra.
have [bound [tail_size [head_size [mult split_sum]]]] :
    Rabs (sum (map (fun lane => (lane_sum fused k lane).1 - 3 * pow2 k) (leaves t))
        + sum (map (fun lane => (lane_sum fused k lane).2) (leaves t)) - exact all)
      <= (1 + 100 * u) * (u * (13 * (INR lanes * ((v - 1) * H)) + 1802 / 100 * (u * mains all) + 17 * lesses all + 16 * lows all)) /\
    size_of (map (fun lane => (lane_sum fused k lane).2) (leaves t)) <= INR lanes * H /\
    size_of (map (fun lane => (lane_sum fused k lane).1 - 3 * pow2 k) (leaves t))
      <= 1002 / 1000 * mains all + 2 * (lesses all + lows all) + 20 * (INR lanes * (m * H)) /\
    (forall lane, List.In lane (leaves t) -> multiple (k - 51) ((lane_sum fused k lane).1 - 3 * pow2 k) /\
      number ((lane_sum fused k lane).1 - 3 * pow2 k)) /\
    map (fun lane => fl ((lane_sum fused k lane).1 - 3 * pow2 k)) (leaves t) = map (fun lane => (lane_sum fused k lane).1 - 3 * pow2 k) (leaves t).
  rewrite -w /all; move: part each; clear - k0 p0 H0 mH H1 roomA roomC cat_all sums_cat u0 => part each.
  have nums lane : List.In lane (leaves t) -> multiple (k - 51) ((lane_sum fused k lane).1 - 3 * pow2 k) /\
      number ((lane_sum fused k lane).1 - 3 * pow2 k).
    move=> i; have [_ mu _ b _] := each lane i; have [a1 a2 a3] := part lane i.
    have mg : multiple (k - 51) (3 * pow2 k).
      have mk := multiple_pow2 (k - 51) 51; replace (k - 51 + Z.of_nat 51)%Z with k in mk by lia.
      by replace (3 * pow2 k) with (pow2 k + pow2 k + pow2 k) by ring; do !apply: multiple_add.
    have mm := multiple_sub _ _ _ mu mg; split=> //; apply: (multiple_number _ _ _ mm); first by lia.
    replace (k - 51 + 53)%Z with (k + 2)%Z by lia; rewrite pow2_add (_ : pow2 2 = 4); last by rewrite /pow2 /=; lra.
    by rewrite -/all in a1 a2 a3 roomA roomC; lra.
  clear part roomA roomC mH; elim: (leaves t) each nums => [|l ls IH] each nums.
    by rewrite /size_of /mains /lows /lesses /exact /= Rplus_0_r Rminus_0_r Rabs_R0; do !split=> //; lra.
  have [i1 [i2 [i3 [i4 i5]]]] := IH (fun x i => each x (or_intror i)) (fun x i => nums x (or_intror i)).
  have [[n1 n2] mu b1 b2 b3] := each l (or_introl erefl); have [_ nl] := nums l (or_introl erefl).
  rewrite cat_all; case: (sums_cat (flatten l) (all_terms ls)) => -> -> -> ->.
  rewrite (_ : INR (size (l :: ls)) = INR (size ls) + 1); last exact: S_INR.
  rewrite /= !size_cons_of; split; last split; last split; last split=> //; try lra; last by rewrite i5 nl.
  have tri := Rabs_triang ((lane_sum fused k l).1 - 3 * pow2 k + (lane_sum fused k l).2 - exact (flatten l))
    (sum (map (fun lane => (lane_sum fused k lane).1 - 3 * pow2 k) ls) + sum (map (fun lane => (lane_sum fused k lane).2) ls) - exact (all_terms ls)).
  match type of tri with Rabs ?x <= _ => match goal with |- Rabs ?y <= _ => replace x with y in tri by ring end end.
  by lra.
have l8 : INR lanes <= 8 by have := le_INR _ _ (elimT leP w8); rewrite INR_8.
have l0 := pos_INR lanes.
have lmH : INR lanes * (m * H) <= 8 * (/ 10000 * pow2 k) by apply: Rmult_le_compat; try lra; apply: Rmult_le_pos.
have [A0 [C0 D0]] := sums_ge0 all.
have [eh _] := tree_exact _ (fun lane => fl ((lane_sum fused k lane).1 - 3 * pow2 k)) t (k - 51) ltac:(lia)
  (fun l i => eq_ind_r (multiple (k - 51)) (proj1 (mult l i)) (proj2 (mult l i)))
  ltac:(rewrite split_sum; replace (k - 51 + 53)%Z with (k + 2)%Z by lia; rewrite pow2_add (_ : pow2 2 = 4); [lra | rewrite /pow2 /=; lra]).
have [_ et] := tree_error _ (fun lane => (lane_sum fused k lane).2) t (fun l i => let: And5 (conj _ n2) _ _ _ _ := each l i in n2).
rewrite /heads eh split_sum -/(tails fused k t) in et *.
have g3 : grown (depth t) - 1 <= 301 / 100 * u.
  have := grown_about 3; rewrite (_ : INR 3 = 3); last by rewrite /=; lra.
  by move=> /(_ ltac:(lra)); have := grown_le _ _ d; lra.
have {}et : Rabs (tails fused k t - sum (map (fun lane => (lane_sum fused k lane).2) (leaves t))) <= 301 / 100 * (u * (INR lanes * H)).
  apply: Rle_trans et _; rewrite -Rmult_assoc; apply: Rmult_le_compat => //; try lra; last exact: size_ge0.
  by have := grown_ge1 (depth t); lra.
set T := tails fused k t in et *; set hs := sum _; set ts := sum (map (fun lane => (lane_sum fused k lane).2) (leaves t)) in et bound *.
have tr := Rabs_triang (T - ts) (hs + ts - exact all); replace (T - ts + (hs + ts - exact all)) with (hs + T - exact all) in tr by ring.
apply: Rle_trans tr _; apply: Rle_trans (Rplus_le_compat _ _ _ _ et bound) _.
have l1 : 1 <= INR lanes.
  rewrite -w; have : (0 < size (leaves t))%N by elim: (t) => //= a IH b _; rewrite size_cat addn_gt0 IH.
  by move=> /leP /le_INR.
rewrite /grid_error -/v pow2_103 eH.
set P := u * pow2 k in up0 *; set L := INR lanes in l0 l1 l8 *.
have uA : u * mains all <= 3 / 4 * P by rewrite /P; have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) roomA; lra.
have R0 : 0 <= 17 * lesses all + 16 * lows all by lra.
have u2 : 100 * u <= / 1000000 by lra.
have q0 : 0 <= u * (17 * lesses all + 16 * lows all) by apply: Rmult_le_pos; lra.
have r1 : (1 + 100 * u) * (u * (17 * lesses all + 16 * lows all)) <= (1 + / 1000000) * (u * (17 * lesses all + 16 * lows all)).
  by apply: Rmult_le_compat_r; lra.
set Y := 13 * (L * ((v - 1) * (2002 / 1000 * P))) + 1802 / 100 * (u * mains all).
have LP : 0 <= L * P by apply: Rmult_le_pos; lra.
have LPv : 0 <= L * P * (v - 1) by apply: Rmult_le_pos; lra.
have PLP : P <= L * P by have := Rmult_le_compat_r _ _ _ up0 l1; lra.
have Y1 : Y <= 26026 / 1000 * (L * P * (v - 1)) + 1352 / 100 * (L * P) by rewrite /Y; lra.
have uA0 : 0 <= u * mains all by apply: Rmult_le_pos; lra.
have Y0 : 0 <= Y by rewrite /Y; lra.
have uY : (1 + 100 * u) * (u * Y) <= (1 + / 1000000) * (u * Y).
  by apply: Rmult_le_compat_r; [apply: Rmult_le_pos; lra | lra].
have uY1 : u * Y <= u * (26026 / 1000 * (L * P * (v - 1)) + 1352 / 100 * (L * P)) by apply: Rmult_le_compat_l; lra.
have goal1 : 301 / 100 * (u * (L * (2002 / 1000 * P))) + (1 + / 1000000) * (u * Y) <= 97 / 100 * (v * L * (3 * pow2 k * (9 / 8 * (8 * u ^ 2)))).
  replace (v * L * (3 * pow2 k * (9 / 8 * (8 * u ^ 2)))) with (27 * (u * (L * P * v))) by (rewrite /P; field).
  have : 0 <= u * (L * P * (v - 2)) by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos; lra].
  have : 0 <= u * (L * P) by apply: Rmult_le_pos; lra.
  lra.
apply: Rle_trans (Rplus_le_compat_l _ _ _ (_ : _ <= (1 + 100 * u) * (u * Y) + (1 + 100 * u) * (u * (17 * lesses all + 16 * lows all)))) _.
  by rewrite /Y; right; ring.
lra.
Qed.
