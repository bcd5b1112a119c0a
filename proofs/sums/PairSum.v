(* PairSum (lib/kernels/pair-inl.hpp), a sum of pairs hi + lo ≥ 0: heads are added by two_sum, tails plainly; what has
   gathered in the tail is moved to the head after each group, and after 64 groups the whole to another pair. *)
From Gibbs.sums Require Export Grid.
Open Scope R_scope.

Definition pair := (R * R)%type.
Definition value (x : pair) := x.1 + x.2.
Definition good (x : pair) := number x.1 /\ number x.2 /\ 0 <= x.1 /\ Rabs x.2 <= u * x.1.
Definition exact xs := sum (map value xs).
Definition size_hi (xs : seq pair) := sum (map fst xs).  (* what errors are relative to *)

(* As in the code. *)
Definition add (s x : pair) := let t := two_sum s.1 x.1 in (t.1, fl (s.2 + fl (t.2 + x.2))).
Definition settle (s : pair) := fast_two_sum s.1 s.2.
Definition group s g := settle (foldl add s g).
Definition block gs := foldl group (0, 0) gs.
Definition total (all s : pair) :=
  let t := two_sum all.1 s.1 in fast_two_sum t.1 (fl (t.2 + fl (all.2 + s.2))).
(* Blocks of 64 groups each, and the groups after them. *)
Definition lane_total (lane : seq (seq (seq pair)) * seq (seq pair)) :=
  total (foldl total (0, 0) (map block lane.1)) (block lane.2).

Definition settled (s : pair) := number s.1 /\ number s.2 /\ 0 <= s.1 /\ Rabs s.2 <= 101 / 100 * u * s.1.

Lemma exact_cat xs ys : exact (xs ++ ys) = exact xs + exact ys.
Proof. by rewrite /exact map_cat sum_cat. Qed.
Lemma size_hi_cat xs ys : size_hi (xs ++ ys) = size_hi xs + size_hi ys.
Proof. by rewrite /size_hi map_cat sum_cat. Qed.
Lemma size_hi_ge0 xs : all_in xs good -> 0 <= size_hi xs.
Proof.
elim: xs => [|x xs IH] n; first by rewrite /size_hi /=; lra.
have [_ [_ [x0 _]]] := n x (or_introl erefl); have := IH (fun y i => n y (or_intror i)).
by rewrite /size_hi /=; lra.
Qed.
Lemma settled0 : settled (0, 0).
Proof. by rewrite /settled /= Rabs_R0; have := number0; do !split=> //; lra. Qed.

(* A head and a tail far below it, moved up. *)
Lemma fast_settled a b : number a -> number b -> 0 <= a -> Rabs b <= / 1000 * a ->
  let s := fast_two_sum a b in settled s /\ s.1 + s.2 = a + b /\ s.1 <= (1 + u) * (a + Rabs b).
Proof.
move=> na nb a0 small /=; have u0 := u_gt0; have us := u_small; have b0 := Rabs_pos b; have le_b := Rle_abs b.
have ge_b : - Rabs b <= b by have := Rle_abs (- b); rewrite Rabs_Ropp; lra.
have h : Rabs b <= Rabs a by rewrite (Rabs_pos_eq a) //; lra.
have x := fast_two_sum_exact _ _ na nb h; have e := fast_two_sum_error _ _ na nb h.
have [n1 n2] := fast_two_sum_number a b; move: (fast_two_sum a b) x e n1 n2 => [hi lo] /= x e n1 n2.
have ab : 0 <= a + b by lra.
rewrite (Rabs_pos_eq _ ab) in e; have l1 := Rle_abs lo; have l2 := Rle_abs (- lo); rewrite Rabs_Ropp in l2.
have hab : u * (a + b) <= / 1000000000 * (a + b) by apply: Rmult_le_compat_r.
have ub : u * (a + b) <= u * (a + Rabs b) by apply: Rmult_le_compat_l; lra.
split; last by split; [exact: x | lra].
split; [exact: n1 | split; [exact: n2 | split; first by rewrite /=; lra]].
have k : a + b <= 101 / 100 * hi by lra.
by rewrite /=; have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) k; lra.
Qed.

Lemma add_error s x c : number s.1 -> number s.2 -> 0 <= s.1 -> 0 <= c <= 100 -> Rabs s.2 <= c * u * s.1 -> good x ->
  let s' := add s x in number s'.1 /\ number s'.2 /\ s.1 <= s'.1 /\ x.1 <= s'.1 /\ s'.1 <= (1 + u) * (s.1 + x.1) /\
  Rabs s'.2 <= (c + 201 / 100) * u * s'.1 /\
  Rabs (s'.1 + s'.2 - (s.1 + s.2 + value x)) <= (c + 41 / 10) * (u ^ 2 * s'.1).
Proof.
case: s x => [hi lo] [x y] /= nh nl h0 [c0 c1] bl [nx [ny [x0 by_]]]; rewrite /= in nx ny x0 by_ *.
have u0 := u_gt0; have us := u_small.
have t := two_sum_exact _ _ nh nx; have e := two_sum_error _ _ nh nx; have [n1 n2] := two_sum_number hi x.
have up1 : hi <= (two_sum hi x).1 by rewrite two_sum_1 -{1}nh; apply: fl_le; lra.
have up2 : x <= (two_sum hi x).1 by rewrite two_sum_1 -{1}nx; apply: fl_le; lra.
move: (two_sum hi x) t e n1 n2 up1 up2 => [h' t2] /= t e n1 n2 up1 up2.
rewrite (Rabs_pos_eq (hi + x)) in e; last by lra.
have uh : 0 <= u * h' by apply: Rmult_le_pos; lra.
have hx : hi + x <= 1001 / 1000 * h'.
  have l2 := Rle_abs t2; have k : u * (hi + x) <= / 1000000000 * (hi + x) by apply: Rmult_le_compat_r; lra.
  by lra.
have e' : Rabs t2 <= 1001 / 1000 * (u * h') by have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) hx; lra.
have ux : u * x <= u * h' by apply: Rmult_le_compat_l; lra.
have m1 := Binary64.add_error _ _ n2 ny; have m2 := Binary64.add_error _ _ nl (fl_number (t2 + y)).
set z := fl (t2 + y) in m1 m2 *; set lo' := fl (lo + z) in m2 *.
have b1 : Rabs (t2 + y) <= 2001 / 1000 * (u * h') by have := Rabs_triang t2 y; lra.
have ub1 : u * Rabs (t2 + y) <= u * (2001 / 1000 * (u * h')) by apply: Rmult_le_compat_l; lra.
have uuh : u * (u * h') <= / 1000000000 * (u * h') by apply: Rmult_le_compat_r; lra.
have uuh0 : 0 <= u * (u * h') by apply: Rmult_le_pos; lra.
have b2 : Rabs z <= 2002 / 1000 * (u * h') by have := Rabs_near _ _ _ m1; lra.
have bl' : Rabs lo <= c * (u * h').
  apply: Rle_trans bl _; rewrite Rmult_assoc; apply: Rmult_le_compat_l => //; apply: Rmult_le_compat_l; lra.
have b3 : Rabs (lo + z) <= (c + 2002 / 1000) * (u * h') by have := Rabs_triang lo z; lra.
have ub3 : u * Rabs (lo + z) <= u * ((c + 2002 / 1000) * (u * h')) by apply: Rmult_le_compat_l; lra.
have cuu : c * (u * (u * h')) <= 100 * (u * (u * h')) by apply: Rmult_le_compat_r; lra.
have cuu' : (c + 2002 / 1000) * (u * (u * h')) <= 103 * (u * (u * h')) by apply: Rmult_le_compat_r; lra.
split=> //; split; [exact: fl_number | split=> //; split=> //; split; [|split]].
- have l2 := Rle_abs (- t2); rewrite Rabs_Ropp in l2; lra.
- have := Rabs_near _ _ _ m2; lra.
rewrite /value /=; have tr := Rabs_triang (lo' - (lo + z)) (z - (t2 + y)).
replace (lo' - (lo + z) + (z - (t2 + y))) with (h' + lo' - (hi + lo + (x + y))) in tr by lra.
by replace (u ^ 2 * h') with (u * (u * h')) by ring; lra.
Qed.

(* A group of at most 8. *)
Lemma group_error s g : settled s -> (size g <= 8)%N -> all_in g good ->
  let s' := group s g in settled s' /\ s'.1 <= grown 30 * (s.1 + size_hi g) /\
  Rabs (s'.1 + s'.2 - (s.1 + s.2 + exact g)) <= 20 * INR (size g) * (u ^ 2 * (grown 8 * (s.1 + size_hi g))).
Proof.
move=> [ns1 [ns2 [s0 bs]]] g8 gg; have u0 := u_gt0; have us := u_small.
have adds : all_in g good -> let r := foldl add s g in number r.1 /\ number r.2 /\ 0 <= r.1 /\
    r.1 <= grown (size g) * (s.1 + size_hi g) /\ Rabs r.2 <= (101 / 100 + 201 / 100 * INR (size g)) * u * r.1 /\
    Rabs (r.1 + r.2 - (s.1 + s.2 + exact g)) <= 20 * INR (size g) * (u ^ 2 * (grown 8 * (s.1 + size_hi g))).
  elim/last_ind: g g8 {gg} => [|g x IH] g8 gg.
    rewrite /= /grown /size_hi /exact /=; do !split=> //; try lra.
    by replace (s.1 + s.2 - (s.1 + s.2 + 0)) with 0 by ring; rewrite Rabs_R0; lra.
  rewrite seq.size_rcons in g8; have gx : good x by apply: gg; rewrite -cats1; apply: in_cat_r; left.
  have gg' : all_in g good by move=> y i; apply: gg; rewrite -cats1; apply: in_cat_l.
  have [n1 [n2 [r0 [r1 [r2 e]]]]] := IH (ltnW g8) gg'.
  have h0 := size_hi_ge0 _ gg'; have gr1 := grown_ge1 (size g).
  have k7 : INR (size g) <= 7 by have := le_INR _ _ (elimT leP (g8 : (size g <= 7)%N)); rewrite (_ : INR 7 = 7) //; rewrite /=; lra.
  have k0 := pos_INR (size g).
  have [m1 [m2 [up1 [up2 [up [b e2]]]]]] := add_error (foldl add s g) x (101 / 100 + 201 / 100 * INR (size g)) n1 n2 r0 ltac:(lra) r2 gx.
  rewrite (_ : foldl add s (rcons g x) = add (foldl add s g) x); last by rewrite -cats1 foldl_cat.
  rewrite (_ : size_hi (rcons g x) = size_hi g + x.1); last by rewrite -cats1 size_hi_cat {2}/size_hi /=; ring.
  rewrite (_ : exact (rcons g x) = exact g + value x); last by rewrite -cats1 exact_cat {2}/exact /=; ring.
  rewrite seq.size_rcons S_INR grownS.
  have [_ [_ [x0 _]]] := gx.
  move: (foldl add s g) n1 n2 r0 r1 r2 e m1 m2 up1 up2 up b e2 => r n1 n2 r0 r1 r2 e m1 m2 up1 up2 up b e2.
  have gx1 : x.1 <= grown (size g) * x.1 by have := Rmult_le_compat_r _ _ _ x0 gr1; lra.
  have up' : (add r x).1 <= (1 + u) * grown (size g) * (s.1 + (size_hi g + x.1)).
    apply: Rle_trans up _; rewrite Rmult_assoc; apply: Rmult_le_compat_l; lra.
  have up8 : (add r x).1 <= grown 8 * (s.1 + (size_hi g + x.1)).
    apply: Rle_trans up' _; apply: Rmult_le_compat_r; [lra | exact: (grown_le _ _ g8)].
  split=> //; split=> //; split; [lra | split=> //; split].
    by replace (101 / 100 + 201 / 100 * (INR (size g) + 1)) with (101 / 100 + 201 / 100 * INR (size g) + 201 / 100) by lra.
  have u2 := pow2_ge_0 u.
  have big : u ^ 2 * (add r x).1 <= u ^ 2 * (grown 8 * (s.1 + (size_hi g + x.1))) by apply: Rmult_le_compat_l.
  have big0 : 0 <= u ^ 2 * (add r x).1 by apply: Rmult_le_pos; lra.
  have mono : u ^ 2 * (grown 8 * (s.1 + size_hi g)) <= u ^ 2 * (grown 8 * (s.1 + (size_hi g + x.1))).
    by apply: Rmult_le_compat_l => //; apply: Rmult_le_compat_l; [have := grown_ge1 8; lra | lra].
  have km := Rmult_le_compat_l _ _ _ k0 mono.
  have := Rmult_le_compat_r _ _ _ big0 (_ : 101 / 100 + 201 / 100 * INR (size g) + 41 / 10 <= 20); move=> /(_ ltac:(lra)) e3.
  have := Rabs_triang ((add r x).1 + (add r x).2 - (r.1 + r.2 + value x)) (r.1 + r.2 - (s.1 + s.2 + exact g)).
  replace ((add r x).1 + (add r x).2 - (r.1 + r.2 + value x) + (r.1 + r.2 - (s.1 + s.2 + exact g)))
    with ((add r x).1 + (add r x).2 - (s.1 + s.2 + (exact g + value x))) by ring.
  by lra.
have := adds gg; rewrite /group /settle; move: (foldl add s g) => [h l] /= [n1 [n2 [r0 [r1 [r2 e]]]]].
have k8 : INR (size g) <= 8 by have := le_INR _ _ (elimT leP g8); rewrite (_ : INR 8 = 8) //; rewrite /=; lra.
have uh : u * h <= / 1000000000 * h by apply: Rmult_le_compat_r.
have uh0 : 0 <= u * h by apply: Rmult_le_pos; lra.
have r2' : Rabs l <= 18 * (u * h).
  apply: Rle_trans r2 _; rewrite Rmult_assoc; apply: Rmult_le_compat_r; lra.
have [st [x up]] := fast_settled _ _ n1 n2 r0 ltac:(lra).
split=> //; rewrite x; split=> //; apply: Rle_trans up _.
have h0 := size_hi_ge0 _ gg; have g8' := grown_le _ _ g8.
have hb : h <= grown 8 * (s.1 + size_hi g) by apply: Rle_trans r1 _; apply: Rmult_le_compat_r; lra.
rewrite (_ : grown 30 = (1 + u) * (grown 21 * grown 8)); last by rewrite -grown_add -grownS.
rewrite Rmult_assoc; apply: Rmult_le_compat_l; first by lra.
have g21 : 1 + 21 * u <= grown 21.
  by have := poly 21 u u0; rewrite /grown (_ : INR 21 = 21) //; rewrite /=; lra.
apply: (Rle_trans _ (grown 21 * h)).
  by have := Rmult_le_compat_r _ _ _ r0 g21; lra.
by rewrite Rmult_assoc; apply: Rmult_le_compat_l => //; have := grown_ge1 21; lra.
Qed.

Definition small_groups gs := all_in gs (fun g => (size g <= 8)%N /\ all_in g good).
Lemma small_good gs : small_groups gs -> all_in (flatten gs) good.
Proof.
elim: gs => [|g gs IH] n x //= i; case: (List.in_app_or _ _ _ i) => {}i; first exact: (n g (or_introl erefl)).2 _ i.
by apply: IH i => h ih; apply: n; right.
Qed.
Lemma flatten_rcons (T : Type) (gs : seq (seq T)) g : flatten (rcons gs g) = flatten gs ++ g.
Proof. by rewrite -cats1 flatten_cat /= cats0. Qed.

Lemma block_error gs : small_groups gs -> let s := block gs in let a := grown (30 * size gs) * size_hi (flatten gs) in
  settled s /\ s.1 <= a /\ Rabs (s.1 + s.2 - exact (flatten gs)) <= 20 * INR (size (flatten gs)) * (u ^ 2 * a).
Proof.
elim/last_ind: gs => [|gs g IH] n.
  rewrite /block /size_hi /exact /=; split; first exact: settled0.
  by replace (0 + 0 - 0) with 0 by ring; rewrite Rabs_R0; lra.
have n' : small_groups gs by move=> h i; apply: n; rewrite -cats1; apply: in_cat_l.
have [g8 gg] : (size g <= 8)%N /\ all_in g good by apply: n; rewrite -cats1; apply: in_cat_r; left.
have [st [up e]] := IH n'; have [st' [up' e']] := group_error _ _ st g8 gg.
rewrite (_ : block (rcons gs g) = group (block gs) g); last by rewrite /block -cats1 foldl_cat.
rewrite flatten_rcons size_hi_cat exact_cat size_cat plus_INR seq.size_rcons mulnS grown_add.
have a0 := size_hi_ge0 _ (small_good _ n'); have ag0 := size_hi_ge0 _ gg; have u2 := pow2_ge_0 u.
have N0 := pos_INR (size (flatten gs)); have Ng := pos_INR (size g).
have gG := grown_ge1 (30 * size gs); have g30 := grown_ge1 30; have g8' := grown_le 8 30 isT.
move: (block gs) (group (block gs) g) st st' up up' e e' => s s' st st' up up' e e'.
move: (size_hi (flatten gs)) (size_hi g) (grown (30 * size gs)) (grown 30) (grown 8) (INR (size (flatten gs))) (INR (size g)) (exact (flatten gs)) (exact g) a0 ag0 gG g30 g8'
  up up' e e' N0 Ng => a ag w w30 w8 N k X Xg a0 ag0 gG g30 g8' up up' e e' N0 Ng.
have wag : ag <= w * ag by have := Rmult_le_compat_r _ _ _ ag0 gG; lra.
have sum_up : s.1 + ag <= w * (a + ag) by lra.
have sum0 : 0 <= s.1 + ag by have [_ [_ [h _]]] := st; lra.
have m30 : w30 * (s.1 + ag) <= w30 * (w * (a + ag)) by apply: Rmult_le_compat_l; lra.
have m8 : w8 * (s.1 + ag) <= w30 * (w * (a + ag)).
  by apply: Rle_trans m30; apply: Rmult_le_compat_r.
split=> //; split; first by lra.
set Z := w30 * (w * (a + ag)) in m30 m8 *; replace (w30 * w * (a + ag)) with Z by (rewrite /Z; ring).
have mw : w * a <= Z.
  have : w * (a + ag) <= Z by rewrite /Z; have := Rmult_le_compat_r (w * (a + ag)) _ _ ltac:(apply: Rmult_le_pos; lra) g30; lra.
  by lra.
have z1 : N * (u ^ 2 * (w * a)) <= N * (u ^ 2 * Z) by apply: Rmult_le_compat_l => //; apply: Rmult_le_compat_l.
have z2 : k * (u ^ 2 * (w8 * (s.1 + ag))) <= k * (u ^ 2 * Z) by apply: Rmult_le_compat_l => //; apply: Rmult_le_compat_l.
have := Rabs_triang (s'.1 + s'.2 - (s.1 + s.2 + Xg)) (s.1 + s.2 - X).
replace (s'.1 + s'.2 - (s.1 + s.2 + Xg) + (s.1 + s.2 - X)) with (s'.1 + s'.2 - (X + Xg)) by ring.
lra.
Qed.

Lemma total_error all s : settled all -> settled s -> let r := total all s in
  settled r /\ r.1 <= grown 8 * (all.1 + s.1) /\
  Rabs (r.1 + r.2 - (all.1 + all.2 + (s.1 + s.2))) <= 42 / 10 * (u ^ 2 * (all.1 + s.1)).
Proof.
case: all s => [a1 a2] [s1 s2] [/= na1 [na2 [a0 ab]]] [/= ns1 [ns2 [s0 sb]]]; rewrite /total /=.
have u0 := u_gt0; have us := u_small; set S := a1 + s1.
have t := two_sum_exact _ _ na1 ns1; have e := two_sum_error _ _ na1 ns1; have [n1 n2] := two_sum_number a1 s1.
move: (two_sum a1 s1) t e n1 n2 => [t1 t2] /= t e n1 n2; rewrite -/S in t e.
have S0 : 0 <= S by rewrite /S; lra.
rewrite (Rabs_pos_eq S) // in e; have uS : u * S <= / 1000000000 * S by apply: Rmult_le_compat_r.
have uuS : u * (u * S) <= / 1000000000 * (u * S) by apply: Rmult_le_compat_r; [apply: Rmult_le_pos; lra | ].
have uS0 : 0 <= u * S by apply: Rmult_le_pos; lra.
have uuS0 : 0 <= u * (u * S) by apply: Rmult_le_pos; lra.
have m1 := Binary64.add_error _ _ na2 ns2; have m2 := Binary64.add_error _ _ n2 (fl_number (a2 + s2)).
set z1 := fl (a2 + s2) in m1 m2 *; set z := fl (t2 + z1) in m2 *.
have b1 : Rabs (a2 + s2) <= 101 / 100 * (u * S) by have := Rabs_triang a2 s2; rewrite /S; lra.
have c1 : u * Rabs (a2 + s2) <= u * (101 / 100 * (u * S)) by apply: Rmult_le_compat_l; lra.
have b2 : Rabs (t2 + z1) <= 202 / 100 * (u * S) by have := Rabs_near _ _ _ m1; have := Rabs_triang t2 z1; lra.
have c2 : u * Rabs (t2 + z1) <= u * (202 / 100 * (u * S)) by apply: Rmult_le_compat_l; lra.
have b3 : Rabs z <= 203 / 100 * (u * S) by have := Rabs_near _ _ _ m2; lra.
have l1 := Rle_abs t2; have l2 := Rle_abs (- t2); rewrite Rabs_Ropp in l2.
have [st [x up]] := fast_settled t1 z n1 (fl_number _) ltac:(lra) ltac:(lra).
split=> //; rewrite x; split.
  apply: Rle_trans up _; rewrite (_ : grown 8 = (1 + u) * grown 7) // Rmult_assoc; apply: Rmult_le_compat_l; first by lra.
  have := poly 7 u u0; rewrite (_ : INR 7 = 7); last by rewrite /=; lra.
  by move=> g7; have := Rmult_le_compat_r _ _ _ S0 g7; rewrite /grown; lra.
have := Rabs_triang (z1 - (a2 + s2)) (z - (t2 + z1)).
replace (z1 - (a2 + s2) + (z - (t2 + z1))) with (t1 + z - (a1 + a2 + (s1 + s2))) by (rewrite /S in t; lra).
by replace (u ^ 2 * S) with (u * (u * S)) by ring; lra.
Qed.

Definition block_fits K gs := (size gs <= 64)%N /\ small_groups gs /\ (size (flatten gs) <= K)%N.
Definition blocks_of (lane : seq (seq (seq pair)) * seq (seq pair)) := rcons lane.1 lane.2.
Definition terms lane := flatten (flatten (blocks_of lane)).

Lemma blocks_ge0 K bs : all_in bs (block_fits K) -> 0 <= size_hi (flatten (flatten bs)).
Proof.
move=> n; apply: size_hi_ge0; elim: bs n => [|c bs IH] n x //=.
rewrite flatten_cat => i; case: (List.in_app_or _ _ _ i) => {}i; first by apply: small_good i; have [_ []] := n c (or_introl erefl).
by apply: IH i => h ih; apply: n; right.
Qed.
Lemma grown_1920 : 1 <= grown 1920 <= 1 + / 100000.
Proof.
split; first exact: grown_ge1.
have := grown_about 1920; rewrite INR_1920; move: (grown 1920) => w; rewrite u_is => h; have := h ltac:(lra); lra.
Qed.

Lemma blocks_error K bs : all_in bs (block_fits K) ->
  let r := foldl total (0, 0) (map block bs) in let B := INR (size bs) in
  let a := grown (8 * size bs) * (grown 1920 * size_hi (flatten (flatten bs))) in
  settled r /\ r.1 <= a /\ Rabs (r.1 + r.2 - exact (flatten (flatten bs))) <= (20 * INR K + 42 / 10 * B) * (u ^ 2 * a).
Proof.
elim/last_ind: bs => [|bs b IH] n.
  rewrite /size_hi /exact /=; split; first exact: settled0.
  by replace (0 + 0 - 0) with 0 by ring; rewrite Rabs_R0; lra.
have n' : all_in bs (block_fits K) by move=> h i; apply: n; rewrite -cats1; apply: in_cat_l.
have [b64 [bg bK]] : block_fits K b by apply: n; rewrite -cats1; apply: in_cat_r; left.
have [st [up e]] := IH n'; have [stb [upb eb]] := block_error _ bg.
rewrite map_rcons -cats1 foldl_cat /= flatten_rcons flatten_cat size_hi_cat exact_cat seq.size_rcons S_INR mulnS grown_add.
have [st' [up' e']] := total_error _ _ st stb.
have a0 := blocks_ge0 _ _ n'.
have ab0 := size_hi_ge0 _ (small_good _ bg).
have w1 := grown_ge1 (8 * size bs); have w8 := grown_ge1 8; have wb := grown_le _ _ (_ : 30 * size b <= 1920)%N.
have {}wb := wb ltac:(by rewrite (leq_trans (leq_mul (leqnn 30) b64))).
have wb1 := grown_ge1 (30 * size b); have kK := le_INR _ _ (elimT leP bK); have k0 := pos_INR (size (flatten b)).
have u2 := pow2_ge_0 u; have B0 := pos_INR (size bs).
move: (foldl total (0, 0) (map block bs)) (block b) (total (foldl total (0, 0) (map block bs)) (block b)) st st' stb up up' upb
  e e' eb => r s r' st st' stb up up' upb e e' eb.
move: (size_hi (flatten (flatten bs))) (size_hi (flatten b)) (grown (8 * size bs)) (grown 8) (grown (30 * size b)) (grown 1920)
  (INR (size (flatten b))) (INR K) (INR (size bs)) (exact (flatten (flatten bs))) (exact (flatten b))
  a0 ab0 w1 w8 wb wb1 kK k0 B0 up upb up' e eb e'
  => a ab g g8 wk W k KK B X Xb a0 ab0 w1 w8 wb wb1 kK k0 B0 up upb up' e eb e'.
have W1 : 1 <= W by lra.
have Wab : wk * ab <= W * ab by apply: Rmult_le_compat_r.
have Wab0 : 0 <= W * ab by apply: Rmult_le_pos; lra.
have Wa0 : 0 <= W * a by apply: Rmult_le_pos; lra.
have gWab : W * ab <= g * (W * ab) by have := Rmult_le_compat_r _ _ _ Wab0 w1; lra.
have both : r.1 + s.1 <= g * (W * (a + ab)) by lra.
set Z := g * (W * (a + ab)) in both *; have Z0 : 0 <= Z by rewrite /Z; apply: Rmult_le_pos; lra.
have Z8 : Z <= g8 * Z by have := Rmult_le_compat_r _ _ _ Z0 w8; lra.
have gWa : g * (W * a) <= Z by rewrite /Z; apply: Rmult_le_compat_l; lra.
have both0 : 0 <= r.1 + s.1 by have [_ [_ [h _]]] := st; have [_ [_ [h' _]]] := stb; lra.
replace (g8 * g * (W * (a + ab))) with (g8 * Z) by (rewrite /Z; ring).
split=> //; split; first by have := Rmult_le_compat_l g8 _ _ ltac:(lra) both; lra.
set V := u ^ 2 * (g8 * Z).
have V0 : 0 <= V by apply: Rmult_le_pos => //; lra.
have v1 : u ^ 2 * (r.1 + s.1) <= V by apply: Rmult_le_compat_l; lra.
have v2 : u ^ 2 * (g * (W * a)) <= u ^ 2 * Z by apply: Rmult_le_compat_l.
have v3 : u ^ 2 * (wk * ab) <= u ^ 2 * (g * (W * ab)) by apply: Rmult_le_compat_l; lra.
have v4 : u ^ 2 * Z = u ^ 2 * (g * (W * a)) + u ^ 2 * (g * (W * ab)) by rewrite /Z; ring.
have v5 : u ^ 2 * Z <= V by apply: Rmult_le_compat_l.
have x0 : 0 <= u ^ 2 * (wk * ab) by apply: Rmult_le_pos => //; apply: Rmult_le_pos; lra.
have x1 : k * (u ^ 2 * (wk * ab)) <= KK * (u ^ 2 * (g * (W * ab))) by apply: Rmult_le_compat; lra.
have x2 : KK * (u ^ 2 * Z) <= KK * V by apply: Rmult_le_compat_l; lra.
have x3 : B * (u ^ 2 * (g * (W * a))) <= B * V by apply: Rmult_le_compat_l; lra.
have := Rabs_triang (r'.1 + r'.2 - (r.1 + r.2 + (s.1 + s.2))) (r.1 + r.2 - X).
have := Rabs_triang (r'.1 + r'.2 - (r.1 + r.2 + (s.1 + s.2)) + (r.1 + r.2 - X)) (s.1 + s.2 - Xb).
replace (r'.1 + r'.2 - (r.1 + r.2 + (s.1 + s.2)) + (r.1 + r.2 - X) + (s.1 + s.2 - Xb)) with (r'.1 + r'.2 - (X + Xb)) by ring.
rewrite v4 in x2; lra.
Qed.

(* One lane: blocks of 64 groups and what follows them, each of at most K terms. *)
Lemma lane_error K lane : let B := INR (size (blocks_of lane)) in let a := size_hi (terms lane) in
  all_in (blocks_of lane) (block_fits K) -> 8 * B * u <= / 100000 ->
  settled (lane_total lane) /\ (lane_total lane).1 <= 1001 / 1000 * a /\
  Rabs ((lane_total lane).1 + (lane_total lane).2 - exact (terms lane)) <= (201 / 10 * INR K + 43 / 10 * B) * (u ^ 2 * a) /\ 0 <= a.
Proof.
move=> B a n b; have [st [up e]] := blocks_error K _ n.
have -> : lane_total lane = foldl total (0, 0) (map block (blocks_of lane)).
  by rewrite /lane_total /blocks_of map_rcons -cats1 foldl_cat.
have u0 := u_gt0; have a0 : 0 <= a := blocks_ge0 _ _ n.
have w1 := grown_about (8 * size (blocks_of lane)); have [g2 w2] := grown_1920.
rewrite mult_INR INR_8 -/B in w1; have {}w1 := w1 ltac:(lra).
have g1 := grown_ge1 (8 * size (blocks_of lane)).
rewrite -/(terms lane) -/a -/B in up e.
move: (grown 1920) (grown (8 * size (blocks_of lane))) g1 g2 w1 w2 up e => W w g1 g2 w1 w2 up e.
have ww : w * (W * a) <= 10001 / 10000 * a.
  rewrite -Rmult_assoc; apply: Rmult_le_compat_r => //.
  have : w * W <= (1 + 2 / 100000) * (1 + / 100000) by apply: Rmult_le_compat; lra.
  by lra.
split=> //; split; first by lra.
split=> //; apply: Rle_trans e _.
have K0 := pos_INR K; have B0 : 0 <= B by exact: pos_INR.
have ua : 0 <= u ^ 2 * a by apply: Rmult_le_pos => //; exact: pow2_ge_0.
have uw : u ^ 2 * (w * (W * a)) <= u ^ 2 * (10001 / 10000 * a).
  by apply: Rmult_le_compat_l => //; exact: pow2_ge_0.
have : (20 * INR K + 42 / 10 * B) * (u ^ 2 * (w * (W * a)))
    <= (20 * INR K + 42 / 10 * B) * (u ^ 2 * (10001 / 10000 * a)) by apply: Rmult_le_compat_l; lra.
have := Rmult_le_pos _ _ K0 ua; have := Rmult_le_pos _ _ B0 ua; lra.
Qed.

Lemma tree_mono A (f : A -> R) t : (forall a, List.In a (leaves t) -> number (f a) /\ 0 <= f a) ->
  number (added f t) /\ 0 <= added f t /\ forall a, List.In a (leaves t) -> f a <= added f t.
Proof.
elim: t => [b|l IHl r IHr] n /=.
  by have [nb b0] := n b (or_introl erefl); do !split=> //; move=> a [<-|[]]; lra.
have [nl [l0 hl]] := IHl (fun a i => n a (in_cat_l _ _ _ _ i)); have [nr [r0 hr]] := IHr (fun a i => n a (in_cat_r _ _ _ _ i)).
have upl : added f l <= fl (added f l + added f r) by rewrite -{1}nl; apply: fl_le; lra.
have upr : added f r <= fl (added f l + added f r) by rewrite -{1}nr; apply: fl_le; lra.
split; first exact: fl_number.
split; first by lra.
by move=> a i; case: (List.in_app_or _ _ _ i) => {}i; [have := hl a i | have := hr a i]; lra.
Qed.

(* PairSum over n elements, the lanes' sums added up by sum_of_pairs, whose power of 2 is the largest below twice the sum. *)
Definition in_blocks n lanes lane := (size lane.1 <= n %/ (512 * lanes))%N /\
  all_in (blocks_of lane) (block_fits (minn (n %/ lanes + 1) 512)).
Definition all_terms (ls : seq (seq (seq (seq pair)) * seq (seq pair))) := flatten (map terms ls).
Notation head lane := (lane_total lane).1.
Notation tail lane := (lane_total lane).2.

Theorem pair_sum n lanes e t : INR n <= most -> all_in (leaves t) (in_blocks n lanes) ->
  (depth t <= 3)%N -> (size (leaves t) <= 8)%N -> ((depth t).+1 * size (leaves t) <= 32)%N -> (-900 <= e <= 900)%Z ->
  (let s := added (fun lane => head lane) t in s < pow2 e <= 2 * s) ->
  let s := sum_of_pairs _ (fun lane => head lane) (fun lane => tail lane) e t in
  Rabs (s.1 + s.2 - exact (all_terms (leaves t))) <= 96 / 100 * pair_error n lanes * size_hi (all_terms (leaves t)).
Proof.
move=> nm n_in d w dw e0 he s.
set K := minn (n %/ lanes + 1) 512; set B := INR (n %/ (512 * lanes) + 1); set a := size_hi (all_terms (leaves t)).
have u0 := u_gt0; have us := u_small; have u2 := pow2_ge_0 u; have v2 := vectors_ge2 n lanes.
have Bv : 512 * (B - 1) <= vectors n lanes - 2.
  by have := groups_of 512 n lanes (n %/ (512 * lanes) + 1) isT (leqnn _); rewrite INR_512.
have bu : 8 * B * u <= / 100000 by have := vectors_most n lanes nm; rewrite most_is u_is; lra.
have K0 := pos_INR K; have B0 : 0 <= B by exact: pos_INR.
have each lane : List.In lane (leaves t) -> settled (lane_total lane) /\ head lane <= 1001 / 1000 * size_hi (terms lane) /\
    Rabs (head lane + tail lane - exact (terms lane)) <= (201 / 10 * INR K + 43 / 10 * B) * (u ^ 2 * size_hi (terms lane)) /\
    0 <= size_hi (terms lane).
  move=> i; have [sm fits] := n_in lane i.
  have bB : INR (size (blocks_of lane)) <= B by rewrite /B /blocks_of seq.size_rcons -addn1; apply: le_INR; apply/leP; rewrite leq_add2r.
  have bb : 8 * INR (size (blocks_of lane)) * u <= / 100000.
    by apply: Rle_trans bu; apply: Rmult_le_compat_r; lra.
  have [st [up [er a0]]] := lane_error K lane fits bb; split=> //; split=> //; split=> //.
  by apply: Rle_trans er _; apply: Rmult_le_compat_r; [apply: Rmult_le_pos | lra].
set hs := sum (map (fun lane => head lane) (leaves t)); set ls := size_of (map (fun lane => tail lane) (leaves t)).
have [sums [hsa [ls1 [hs_abs [a0 hs0]]]]] :
    Rabs (hs + sum (map (fun lane => tail lane) (leaves t)) - exact (all_terms (leaves t)))
      <= (201 / 10 * INR K + 43 / 10 * B) * (u ^ 2 * a) /\ hs <= 1001 / 1000 * a /\ ls <= 101 / 100 * (u * hs) /\
    size_of (map (fun lane => head lane) (leaves t)) = hs /\ 0 <= a /\ 0 <= hs.
  rewrite /hs /ls /a; elim: (leaves t) each {n_in d w dw he s a hs ls} => [|lane xs IH] each.
    by rewrite /size_of /exact /size_hi /= Rplus_0_r Rminus_0_r Rabs_R0; do !split=> //; lra.
  have [x1 [x2 [x3 [x4 [x5 x6]]]]] := IH (fun l i => each l (or_intror i)).
  have [[_ [_ [h0 tl]]] [up [er al]]] := each lane (or_introl erefl).
  rewrite /all_terms /= -/(all_terms xs) exact_cat size_hi_cat !size_cons_of (Rabs_pos_eq _ h0) x4.
  split; last by do !split=> //; lra.
  have := Rabs_triang (head lane + tail lane - exact (terms lane))
    (sum (map (fun l => head l) xs) + sum (map (fun l => tail l) xs) - exact (all_terms xs)).
  match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by ring end; lra.
have nums lane : List.In lane (leaves t) -> number (head lane) /\ 0 <= head lane.
  by move=> i; have [[n1 [_ [h0 _]]] _] := each lane i.
have [_ [_ top]] := tree_mono _ _ _ nums.
have [_ near] := tree_error _ (fun lane => head lane) t (fun l i => (nums l i).1).
have g3 : grown (depth t) <= 1 + 4 * u.
  have := grown_about 3; rewrite (_ : INR 3 = 3); last by rewrite /=; lra.
  by move=> /(_ ltac:(lra)); have := grown_le _ _ d; lra.
rewrite -/hs hs_abs in near; have {}near : Rabs (added (fun lane => head lane) t - hs) <= / 1000000 * hs.
  apply: Rle_trans near _; apply: Rmult_le_compat_r; lra.
have near1 := Rle_abs (added (fun lane => head lane) t - hs).
have near2 := Rle_abs (- (added (fun lane => head lane) t - hs)); rewrite Rabs_Ropp in near2.
rewrite /= in he; have uhs : u * hs <= / 1000000000 * hs by apply: Rmult_le_compat_r.
have p0 := pow2_gt0 e.
have p40 : pow2 (e - 40) <= / 1000 * pow2 e.
  by replace (e - 40)%Z with (e + -40)%Z by lia; rewrite pow2_add /pow2 /=; rewrite /pow2 in p0; lra.
have [er [s0 _]] := sum_of_pairs_error _ _ _ e t e0 (fun l i => conj (proj1 (proj1 (each l i)))
   (conj (proj1 (proj2 (proj1 (each l i)))) (conj (proj2 (nums l i)) (Rle_lt_trans _ _ _ (top l i) (proj1 he)))))
   d w ltac:(rewrite -/hs; lra) ltac:(rewrite -/hs -/ls; lra).
rewrite -/hs -/ls -/s in er; apply: Rle_trans (Rabs_chain _ _ _ _ _ er sums) _.
set W := INR (size (leaves t)); set D := INR (depth t).+1.
have DW : D * W <= 32 by have := le_INR _ _ (elimT leP dw); rewrite mult_INR INR_32.
have D4 : D <= 4 by have := le_INR _ _ (elimT leP (d : ((depth t).+1 <= 4)%N)); rewrite (_ : INR 4 = 4) //; rewrite /=; lra.
have D0 : 0 <= D by exact: pos_INR. have W0 : 0 <= W by exact: pos_INR.
have gD : grown (depth t).+1 - 1 <= 1002 / 1000 * (D * u).
  have Du : D * u <= 4 * u by apply: Rmult_le_compat_r; lra.
  by have := grown_about (depth t).+1; rewrite -/D => /(_ ltac:(lra)); lra.
have c52 : pow2 (e - 52) <= 401 / 100 * (u * a).
  replace (e - 52)%Z with (e + -52)%Z by lia; rewrite pow2_add pow2_52.
  have : pow2 e <= 2003 / 1000 * a by lra.
  by move=> h; have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) h; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) a0; lra.
have ua0 : 0 <= u * a by apply: Rmult_le_pos; lra.
have ls2 : ls <= 102 / 100 * (u * a).
  by have := Rmult_le_compat_l _ _ _ (Rlt_le _ _ u0) hsa; lra.
have ls0 : 0 <= ls by exact: size_ge0.
have part1 : (grown (depth t).+1 - 1) * (W * pow2 (e - 52) + ls) <= 133 * (u ^ 2 * a).
  have g0 := grown_ge1 (depth t).+1.
  have W52 : W * pow2 (e - 52) <= W * (401 / 100 * (u * a)) by apply: Rmult_le_compat_l.
  have Wp : 0 <= W * pow2 (e - 52) by apply: Rmult_le_pos => //; have := pow2_gt0 (e - 52); lra.
  apply: (Rle_trans _ (1002 / 1000 * (D * u) * (W * (401 / 100 * (u * a)) + 102 / 100 * (u * a)))).
    by apply: Rmult_le_compat; lra.
  have uu0 : 0 <= u ^ 2 * a by apply: Rmult_le_pos.
  have := Rmult_le_compat_r _ _ _ uu0 DW; have := Rmult_le_compat_r _ _ _ uu0 D4.
  by lra.
apply: (Rle_trans _ ((133 + 201 / 10 * INR K + 43 / 10 * B) * (u ^ 2 * a))); first by lra.
rewrite /pair_error pow2_106; set v := vectors n lanes in v2 Bv *.
suff : 133 + 201 / 10 * INR K + 43 / 10 * B <= 96 / 100 * ((Rmin v 514 + v / 2048 + 6) * 21).
  move=> h; have uu0 : 0 <= u ^ 2 * a by apply: Rmult_le_pos.
  by have := Rmult_le_compat_r _ _ _ uu0 h; lra.
have k1 : INR K <= v - 1.
  have := le_INR _ _ (elimT leP (geq_minl (n %/ lanes + 1) 512)); rewrite -/K /v /vectors !plus_INR (_ : INR 2 = 2) // (_ : INR 1 = 1) //; lra.
have k2 : INR K <= 512.
  by have := le_INR _ _ (elimT leP (geq_minr (n %/ lanes + 1) 512)); rewrite -/K INR_512.
by rewrite /Rmin; case: (Rle_dec v 514); lra.
Qed.
