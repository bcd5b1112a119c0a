(* Multiples of a power of 2, which add up without error; and lanes cut at a common place, so that their heads do. *)
From Gibbs.sums Require Export Bounds Reduction.
From Flocq Require Import Core.
Open Scope R_scope.

Definition multiple e x := exists m, x = IZR m * pow2 e.

Lemma multiple0 e : multiple e 0.
Proof. by exists 0%Z; rewrite Rmult_0_l. Qed.
Lemma multiple_add e x y : multiple e x -> multiple e y -> multiple e (x + y).
Proof. by move=> [m ->] [n ->]; exists (m + n)%Z; rewrite plus_IZR; ring. Qed.
Lemma multiple_sub e x y : multiple e x -> multiple e y -> multiple e (x - y).
Proof. by move=> [m ->] [n ->]; exists (m - n)%Z; rewrite minus_IZR; ring. Qed.
Lemma pow2_add a b : pow2 (a + b) = pow2 a * pow2 b.
Proof. exact: bpow_plus. Qed.
Lemma pow2_gt0 e : 0 < pow2 e.
Proof. exact: bpow_gt_0. Qed.
Lemma multiple_number e x : (-1074 <= e)%Z -> multiple e x -> Rabs x < pow2 (e + 53) -> number x.
Proof.
move=> e0 [m ->] h; apply/number_format; apply: generic_format_FLT.
apply: (FLT_spec _ _ _ _ (Float radix2 m e)) => //=.
apply: lt_IZR; rewrite abs_IZR; move: h; rewrite Rabs_mult (Rabs_pos_eq (pow2 e)); last by have := pow2_gt0 e; lra.
rewrite pow2_add Rmult_comm; move=> /(Rmult_lt_reg_l _ _ _ (pow2_gt0 e)).
by rewrite /pow2 /=.
Qed.

(* The binade above 2·2ᵏ: its numbers are 2·u·2·2ᵏ apart. *)
Lemma cexp_binade k x : (-1000 <= k)%Z -> pow2 (k + 1) <= x < pow2 (k + 2) -> cexp radix2 exponent x = (k - 51)%Z.
Proof.
move=> k0 [h1 h2]; have p := pow2_gt0 (k + 1); rewrite /cexp (mag_unique radix2 x (k + 2)).
  by rewrite /FLT_exp; lia.
rewrite Rabs_pos_eq; last by lra.
by split=> //; replace (k + 2 - 1)%Z with (k + 1)%Z by lia.
Qed.
#[local] Transparent fl.
Lemma fl_multiple k x : (-1000 <= k)%Z -> pow2 (k + 1) <= x < pow2 (k + 2) -> multiple (k - 51) (fl x).
Proof. by move=> k0 h; rewrite /fl /round (cexp_binade k) // /F2R /=; eexists. Qed.
Lemma fl_half k x : (-1000 <= k)%Z -> pow2 (k + 1) <= x < pow2 (k + 2) -> Rabs (fl x - x) <= pow2 (k - 52).
Proof.
move=> k0 h; have p := pow2_gt0 (k + 1).
have e : Rabs (fl x - x) <= / 2 * ulp radix2 exponent x by exact: error_le_half_ulp.
rewrite ulp_neq_0 in e; last by lra.
rewrite (cexp_binade k) // in e; apply: Rle_trans e _; right.
by replace (k - 51)%Z with (k - 52 + 1)%Z by lia; rewrite bpow_plus /pow2 /=; lra.
Qed.
Lemma multiple_pow2 k j : multiple k (pow2 (k + Z.of_nat j)).
Proof.
exists (2 ^ Z.of_nat j)%Z; rewrite pow2_add Rmult_comm; congr (_ * _).
by rewrite /pow2 (bpow_powerRZ radix2) -pow_powerRZ pow_IZR.
Qed.

Lemma tree_exact A (f : A -> R) t e : (-1074 <= e)%Z -> (forall a, List.In a (leaves t) -> multiple e (f a)) ->
  size_of (map f (leaves t)) < pow2 (e + 53) ->
  added f t = sum (map f (leaves t)) /\ multiple e (added f t).
Proof.
move=> e0; elim: t => [a|l IHl r IHr] n /= small.
  by split; [rewrite Rplus_0_r | apply: n; left].
rewrite map_cat size_cat_of in small; rewrite map_cat sum_cat.
have sl := size_ge0 (map f (leaves l)); have sr := size_ge0 (map f (leaves r)).
have [el ml] := IHl (fun a i => n a (in_cat_l _ _ _ _ i)) ltac:(lra).
have [er mr] := IHr (fun a i => n a (in_cat_r _ _ _ _ i)) ltac:(lra).
have m := multiple_add _ _ _ ml mr; have al := abs_sum (map f (leaves l)); have ar := abs_sum (map f (leaves r)).
have t := Rabs_triang (added f l) (added f r); rewrite el er in t m *.
by rewrite (multiple_number e _ e0 m) //; lra.
Qed.

(* As in sum_of_pairs of lib/kernels/totals-inl.hpp: hi is cut at 2ᵉ, and the heads' sum comes first. *)
Section Pairs.
Variables (A : Type) (hi lo : A -> R).
Definition head_of e a := fl (fl (hi a + 3 * pow2 e) - 3 * pow2 e).
Definition rest_of e a := fl (fl (hi a - head_of e a) + lo a).
Definition sum_of_pairs e (t : tree A) := fast_two_sum (added (head_of e) t) (added (rest_of e) t).

Lemma head_is e a : (-900 <= e)%Z -> number (hi a) -> 0 <= hi a < pow2 e ->
  multiple (e - 51) (head_of e a) /\ Rabs (hi a - head_of e a) <= pow2 (e - 52) /\ number (hi a - head_of e a).
Proof.
move=> e0 nh [h0 h1]; have p := pow2_gt0 e.
have p1 : pow2 (e + 1) = 2 * pow2 e by rewrite pow2_add /pow2 /=; lra.
have p2 : pow2 (e + 2) = 4 * pow2 e by rewrite pow2_add /pow2 /=; lra.
have inside : pow2 (e + 1) <= hi a + 3 * pow2 e < pow2 (e + 2) by lra.
have mg : multiple (e - 51) (3 * pow2 e).
  have m := multiple_pow2 (e - 51) 51; replace (e - 51 + Z.of_nat 51)%Z with e in m by lia.
  by replace (3 * pow2 e) with (pow2 e + pow2 e + pow2 e) by ring; do !apply: multiple_add.
have ng : number (3 * pow2 e).
  apply: (multiple_number (e - 51)) => //; first by lia.
  rewrite Rabs_pos_eq; last by lra.
  by replace (e - 51 + 53)%Z with (e + 2)%Z by lia; lra.
have my := fl_multiple e _ ltac:(lia) inside; have ey := fl_half e _ ltac:(lia) inside.
have ny := missed_number _ _ nh ng.
have half : pow2 (e - 52) <= / 1000 * pow2 e.
  by replace (e - 52)%Z with (e + -52)%Z by lia; rewrite pow2_add /pow2 /=; have := pow2_gt0 e; rewrite /pow2; lra.
rewrite /head_of; move: (fl (hi a + _)) (fl_number (hi a + 3 * pow2 e)) my ey ny => y n my ey ny.
have b1 := Rle_abs (y - (hi a + 3 * pow2 e)); have b2 := Rle_abs (- (y - (hi a + 3 * pow2 e))); rewrite Rabs_Ropp in b2.
have -> : fl (y - 3 * pow2 e) = y - 3 * pow2 e by apply: near_number => //; lra.
split; first exact: multiple_sub.
replace (hi a - (y - 3 * pow2 e)) with (- (y - (hi a + 3 * pow2 e))) by ring.
by rewrite Rabs_Ropp; split=> //; apply: number_opp.
Qed.

Lemma sum_of_pairs_error e t : let hs := sum (map hi (leaves t)) in let ls := size_of (map lo (leaves t)) in
  (-900 <= e <= 900)%Z -> (forall a, List.In a (leaves t) -> number (hi a) /\ number (lo a) /\ 0 <= hi a < pow2 e) ->
  (depth t <= 3)%N -> (size (leaves t) <= 8)%N -> pow2 (e - 40) <= hs <= 2 * pow2 e -> ls <= / 100 * hs ->
  let s := sum_of_pairs e t in
  Rabs (s.1 + s.2 - (hs + sum (map lo (leaves t)))) <=
    (grown (depth t).+1 - 1) * (INR (size (leaves t)) * pow2 (e - 52) + ls) /\ 0 <= s.1 /\ Rabs s.2 <= u * (2 * hs).
Proof.
move=> hs ls e0 n d w [hs1 hs2] ls1.
set C := INR (size (leaves t)) * pow2 (e - 52).
have [heads [h1 [h2 [r1 r2]]]] : (forall a, List.In a (leaves t) -> multiple (e - 51) (head_of e a) /\
      number (rest_of e a)) /\
    Rabs (hs - sum (map (head_of e) (leaves t))) <= C /\
    size_of (map (head_of e) (leaves t)) <= hs + C /\
    Rabs (sum (map (rest_of e) (leaves t)) - (hs - sum (map (head_of e) (leaves t)) + sum (map lo (leaves t)))) <= u * (C + ls) /\
    size_of (map (rest_of e) (leaves t)) <= (1 + u) * (C + ls).
  rewrite /C /hs /ls; elim: (leaves t) n {d w hs1 hs2 ls1 C} => [|a xs IH] n.
    rewrite /size_of /= !Rminus_0_r !Rplus_0_r Rabs_R0 Rminus_0_r Rabs_R0; split=> //; lra.
  have [nh [nl ha]] := n a (or_introl erefl); have [m [b nr]] := head_is e a ltac:(lia) nh ha.
  have [IHm [IH1 [IH2 [IH3 IH4]]]] := IH (fun x i => n x (or_intror i)).
  have er := Binary64.add_error _ _ nr nl; have u0 := u_gt0.
  rewrite (_ : INR (size (a :: xs)) = INR (size xs) + 1); last exact: S_INR.
  rewrite /= !size_cons_of.
  have rest : rest_of e a = fl (hi a - head_of e a + lo a) by rewrite /rest_of nr.
  rewrite -rest in er; have tr := Rabs_triang (hi a - head_of e a) (lo a).
  have er' : u * Rabs (hi a - head_of e a + lo a) <= u * (pow2 (e - 52) + Rabs (lo a)) by apply: Rmult_le_compat_l; lra.
  have hd : Rabs (head_of e a) <= hi a + pow2 (e - 52).
    have := Rabs_near (head_of e a) (hi a) (pow2 (e - 52)); rewrite (Rabs_pos_eq (hi a)); last by lra.
    by rewrite Rabs_minus_sym; apply.
  split; first by move=> x [<- | /IHm //]; split=> //; apply: fl_number.
  split; last split; last split.
  - have := Rabs_triang (hi a - head_of e a) (sum (map hi xs) - sum (map (head_of e) xs)).
    replace (hi a - head_of e a + (sum (map hi xs) - sum (map (head_of e) xs)))
      with (hi a + sum (map hi xs) - (head_of e a + sum (map (head_of e) xs))) by ring; lra.
  - lra.
  - have := Rabs_triang (rest_of e a - (hi a - head_of e a + lo a)) (sum (map (rest_of e) xs)
      - (sum (map hi xs) - sum (map (head_of e) xs) + sum (map lo xs))).
    match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by ring end; lra.
  have := Rabs_near _ _ _ er; lra.
have u0 := u_gt0; have us := u_small; have p := pow2_gt0 e.
have w8 : INR (size (leaves t)) <= 8 by have := le_INR _ _ (elimT leP w); rewrite (_ : INR 8 = 8) //; rewrite /=; lra.
have c52 : pow2 (e - 52) = 2 * u * pow2 e.
  by replace (e - 52)%Z with (e + -52)%Z by lia; rewrite pow2_add pow2_52; ring.
have c40 : pow2 (e - 40) = 8192 * u * pow2 e.
  by replace (e - 40)%Z with (e + -40)%Z by lia; rewrite pow2_add u_is /pow2 /=; lra.
have C0 : 0 <= C by apply: Rmult_le_pos; [exact: pos_INR | have := pow2_gt0 (e - 52); lra].
have C1 : C <= 16 * u * pow2 e.
  by rewrite /C; have := Rmult_le_compat_r _ _ _ (Rlt_le _ _ (pow2_gt0 (e - 52))) w8; lra.
have up : 0 <= u * pow2 e by apply: Rmult_le_pos; lra.
have ex := tree_exact A (head_of e) t (e - 51) ltac:(lia) (fun a i => (heads a i).1).
have upe : u * pow2 e <= / 1000000000 * pow2 e by apply: Rmult_le_compat_r; lra.
have [eh mh] : added (head_of e) t = sum (map (head_of e) (leaves t)) /\ multiple (e - 51) (added (head_of e) t).
  apply: ex; apply: Rle_lt_trans h2 _; replace (e - 51 + 53)%Z with (e + 2)%Z by lia.
  by rewrite pow2_add (_ : pow2 2 = 4); [lra | rewrite /pow2 /=; lra].
have [nt et] := tree_error A (rest_of e) t (fun a i => (heads a i).2).
have nh : number (added (head_of e) t).
  apply: (multiple_number (e - 51)) => //; first by lia.
  rewrite eh; apply: Rle_lt_trans (abs_sum _) _; apply: Rle_lt_trans h2 _.
  by replace (e - 51 + 53)%Z with (e + 2)%Z by lia; rewrite pow2_add (_ : pow2 2 = 4); [lra | rewrite /pow2 /=; lra].
rewrite /sum_of_pairs.
have g4 : grown (depth t) <= 1 + 5 * u.
  have := grown_about 4; rewrite (_ : INR 4 = 4); last by rewrite /=; lra.
  by move=> /(_ ltac:(lra)); have := grown_le _ _ (leq_trans d (isT : 3 <= 4)%N); lra.
have g1 := grown_ge1 (depth t); have ls0 : 0 <= ls by exact: size_ge0.
set T := sum (map lo (leaves t)) in r1 *; set R := size_of (map (rest_of e) (leaves t)) in r2 et *.
set H := added (head_of e) t in eh nh *; set Q := added (rest_of e) t in et nt *.
have err : Rabs (H + Q - (hs + T)) <= (grown (depth t).+1 - 1) * (C + ls).
  have := Rabs_triang (Q - sum (map (rest_of e) (leaves t)))
    (sum (map (rest_of e) (leaves t)) - (hs - sum (map (head_of e) (leaves t)) + T)).
  match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by (rewrite eh; ring) end.
  have : (grown (depth t) - 1) * R <= (grown (depth t) - 1) * ((1 + u) * (C + ls)) by apply: Rmult_le_compat_l; lra.
  by rewrite grownS; lra.
have uu : u * (C + ls) <= / 1000000000 * (C + ls) by apply: Rmult_le_compat_r; lra.
have R0 : 0 <= R by exact: size_ge0.
have gR : (grown (depth t) - 1) * R <= / 100000000 * R by apply: Rmult_le_compat_r; lra.
have Qb : Rabs Q <= 101 / 100 * (C + ls).
  by have := Rabs_near _ _ _ et; have := abs_sum (map (rest_of e) (leaves t)); rewrite -/R; lra.
have hs0 : C <= / 500 * hs by lra.
have b1 := Rle_abs (hs - sum (map (head_of e) (leaves t))); have b2 := Rle_abs (- (hs - sum (map (head_of e) (leaves t)))).
rewrite Rabs_Ropp in b2.
have H0 : 0 <= H by rewrite eh; lra.
have QH : Rabs Q <= Rabs H by rewrite (Rabs_pos_eq H) //; rewrite eh; lra.
have x := fast_two_sum_exact _ _ nh nt QH; have e2 := fast_two_sum_error _ _ nh nt QH.
have b3 := Rle_abs Q; have b4 := Rle_abs (- Q); rewrite Rabs_Ropp in b4.
have HQ0 : 0 <= H + Q <= 2 * hs by rewrite eh; lra.
move: (fast_two_sum H Q) x e2 => [s1 s2] /= x e2; rewrite x; split=> //.
rewrite (Rabs_pos_eq (H + Q)) in e2; last by lra.
have e3 : u * (H + Q) <= u * (2 * hs) by apply: Rmult_le_compat_l; lra.
have e4 : u * (H + Q) <= / 1000000000 * (H + Q) by apply: Rmult_le_compat_r; lra.
by split; [have := Rle_abs s2; lra | lra].
Qed.
End Pairs.
