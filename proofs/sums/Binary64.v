(* binary64: its numbers, its rounding to nearest, ties to even, with gradual underflow. Overflow is left out: the kernels
   look only at numbers far from it. What the schemes of summation need to know of it is proved here. *)
From Coq Require Export Reals Lra Psatz ZArith.
From mathcomp Require Export ssreflect ssrfun ssrbool eqtype ssrnat seq.
From Flocq Require Import Core Plus_error Relative Sterbenz Pff2Flocq.
Open Scope R_scope.

Notation exponent := (FLT_exp (-1074) 53).
Definition pow2 := bpow radix2.
Definition fl := round radix2 exponent ZnearestE.
Definition number x := fl x = x.
Definition u := pow2 (-53).
Definition tiny := pow2 (-1075).  (* half the smallest number *)

(* As in lib/kernels/pair-inl.hpp. *)
Definition two_sum a b :=
  let hi := fl (a + b) in
  let b_seen := fl (hi - a) in
  (hi, fl (fl (a - fl (hi - b_seen)) + fl (b - b_seen))).
Definition fast_two_sum a b := let hi := fl (a + b) in (hi, fl (b - fl (hi - a))).
(* a·b + c, with a fused multiply-add or without. *)
Definition mul_add (fused : bool) a b c := if fused then fl (a * b + c) else fl (fl (a * b) + c).

#[global] Instance prec53 : Prec_gt_0 53. Proof. by []. Qed.
Lemma u_is : u = / 9007199254740992. Proof. by rewrite /u /pow2 /=; lra. Qed.
Lemma u_gt0 : 0 < u. Proof. exact: bpow_gt_0. Qed.
Lemma u_small : u <= / 1000000000. Proof. rewrite u_is; lra. Qed.
Lemma tiny_gt0 : 0 < tiny. Proof. exact: bpow_gt_0. Qed.

Lemma number_format x : number x <-> generic_format radix2 exponent x.
Proof. by split=> [<-|h]; [apply: generic_format_round | apply: round_generic]. Qed.
Lemma fl_number x : number (fl x).
Proof. by apply/number_format; apply: generic_format_round. Qed.
Lemma number0 : number 0. Proof. exact: round_0. Qed.
Lemma fl_opp x : fl (- x) = - fl x.
Proof.
have h : forall z, negb (Z.even z) = negb (negb (Z.even (- (z + 1)))).
  by move=> z; rewrite Z.even_opp Z.even_add /=; case: (Z.even z).
exact: (round_N_opp_sym (-1074) 53 (fun z => negb (Z.even z)) h).
Qed.
Lemma number_opp x : number x -> number (- x).
Proof. by rewrite /number fl_opp => ->. Qed.
Lemma fl_le x y : x <= y -> fl x <= fl y.
Proof. exact: round_le. Qed.
Lemma number_pow2 e : (-1074 <= e)%Z -> number (pow2 e).
Proof. by move=> h; apply/number_format; apply: generic_format_FLT_bpow. Qed.

Lemma fl_error x : Rabs (fl x - x) <= u * Rabs x + tiny.
Proof.
have [e [d [be [bd [_ h]]]]] := error_N_FLT radix2 (-1074) 53 prec53 (fun z => negb (Z.even z)) x.
rewrite /fl h; replace (x * (1 + e) + d - x) with (e * x + d) by ring.
apply: Rle_trans (Rabs_triang _ _) _; rewrite Rabs_mult; apply: Rplus_le_compat.
  apply: Rmult_le_compat_r; [exact: Rabs_pos | apply: Rle_trans be _].
  by rewrite /u /pow2 /=; lra.
apply: Rle_trans bd _; rewrite /tiny /pow2; replace (/ 2) with (bpow radix2 (-1)) by (rewrite /=; lra).
by rewrite -bpow_plus; right.
Qed.
Lemma add_error x y : number x -> number y -> Rabs (fl (x + y) - (x + y)) <= u * Rabs (x + y).
Proof.
move=> /number_format fx /number_format fy.
have [eps [b e]] := @FLT_plus_error_N_ex radix2 (-1074) 53 _ (fun z => negb (Z.even z)) x y fx fy.
rewrite /fl e; replace ((x + y) * (1 + eps) - (x + y)) with (eps * (x + y)) by ring.
rewrite Rabs_mult; apply: Rmult_le_compat_r; first exact: Rabs_pos.
apply: Rle_trans b _; rewrite /u_ro /u /pow2.
have := bpow_gt_0 radix2 (-53); replace (/ 2 * bpow radix2 (- (53) + 1)) with (bpow radix2 (-53)); last by rewrite /=; lra.
by move=> g; apply: (Rmult_le_reg_r (1 + bpow radix2 (-53))); [lra | field_simplify; nra].
Qed.
Lemma sub_error x y : number x -> number y -> Rabs (fl (x - y) - (x - y)) <= u * Rabs (x - y).
Proof. by move=> nx /number_opp ny; have := add_error x (- y) nx ny. Qed.
(* What an addition misses is a number. *)
Lemma missed_number x y : number x -> number y -> number (fl (x + y) - (x + y)).
Proof. by move=> /number_format fx /number_format fy; apply/number_format; apply: plus_error. Qed.
(* The difference of numbers within a factor 2 of each other is one. *)
Lemma near_number x y : number x -> number y -> y / 2 <= x <= 2 * y -> number (x - y).
Proof. by move=> /number_format fx /number_format fy h; apply/number_format; apply: sterbenz. Qed.

Lemma two_sum_exact a b : number a -> number b -> (two_sum a b).1 + (two_sum a b).2 = a + b.
Proof.
move=> /number_format fa /number_format fb; rewrite /two_sum /fl /=.
apply: (@TwoSum_correct (-1074) 53 (fun z => negb (Z.even z))) => // x.
by rewrite Z.even_opp Z.even_add /= ; case: (Z.even x).
Qed.
Lemma fast_two_sum_exact a b : number a -> number b -> Rabs b <= Rabs a ->
  (fast_two_sum a b).1 + (fast_two_sum a b).2 = a + b.
Proof.
move=> /number_format fa /number_format fb h; rewrite /fast_two_sum /=.
have -> : b - fl (fl (a + b) - a) = b + fl (a - fl (a + b)).
  by rewrite -[a - fl _]Ropp_involutive fl_opp; congr (b + - fl _); ring.
apply: (@Fast2Sum_correct (-1074) 53 (fun z => negb (Z.even z))) => // x.
by rewrite Z.even_opp Z.even_add /= ; case: (Z.even x).
Qed.

Lemma two_sum_number a b : number (two_sum a b).1 /\ number (two_sum a b).2.
Proof. by split; apply: fl_number. Qed.
Lemma fast_two_sum_number a b : number (fast_two_sum a b).1 /\ number (fast_two_sum a b).2.
Proof. by split; apply: fl_number. Qed.
Lemma two_sum_1 a b : (two_sum a b).1 = fl (a + b). Proof. by []. Qed.
Lemma fast_two_sum_1 a b : (fast_two_sum a b).1 = fl (a + b). Proof. by []. Qed.
(* So the tail is at most u of the sum. *)
Lemma two_sum_error a b : number a -> number b -> Rabs (two_sum a b).2 <= u * Rabs (a + b).
Proof.
move=> na nb; have e := add_error _ _ na nb; have x := two_sum_exact _ _ na nb; rewrite -two_sum_1 in e.
by replace (two_sum a b).2 with (- ((two_sum a b).1 - (a + b))) by lra; rewrite Rabs_Ropp.
Qed.
Lemma fast_two_sum_error a b : number a -> number b -> Rabs b <= Rabs a -> Rabs (fast_two_sum a b).2 <= u * Rabs (a + b).
Proof.
move=> na nb h; have e := add_error _ _ na nb; have x := fast_two_sum_exact _ _ na nb h; rewrite -fast_two_sum_1 in e.
by replace (fast_two_sum a b).2 with (- ((fast_two_sum a b).1 - (a + b))) by lra; rewrite Rabs_Ropp.
Qed.

(* One rounding of the sum, and where there is no fused multiply-add one of the product. *)
Lemma mul_add_error fused a b c : number c ->
  Rabs (mul_add fused a b c - (c + a * b)) <= u * Rabs (c + a * b) + (u + u ^ 2) * Rabs (a * b) + 2 * tiny.
Proof.
move=> nc; have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0; have p0 := Rabs_pos (a * b); case: fused => /=.
  have e := fl_error (a * b + c); rewrite [c + _]Rplus_comm.
  have := Rmult_le_pos _ _ (Rlt_le _ _ u0) p0; have := Rmult_le_pos _ _ (pow2_ge_0 u) p0; lra.
have e1 := fl_error (a * b); have e2 := add_error _ _ (fl_number (a * b)) nc.
have t1 := Rabs_triang (fl (fl (a * b) + c) - (fl (a * b) + c)) (fl (a * b) - a * b).
have t2 := Rabs_triang (fl (a * b) - a * b) (c + a * b).
replace (fl (fl (a * b) + c) - (fl (a * b) + c) + (fl (a * b) - a * b)) with (fl (fl (a * b) + c) - (c + a * b)) in t1 by ring.
replace (fl (a * b) - a * b + (c + a * b)) with (fl (a * b) + c) in t2 by ring.
have h : u * Rabs (fl (a * b) + c) <= u * (u * Rabs (a * b) + tiny + Rabs (c + a * b)) by apply: Rmult_le_compat_l; lra.
have ut : u * tiny <= / 1000000000 * tiny by apply: Rmult_le_compat_r; lra.
by lra.
Qed.
Lemma mul_add_number fused a b c : number (mul_add fused a b c).
Proof. by case: fused; apply: fl_number. Qed.
(* a·b − near, in the way of processors that have a fused multiply-add, or by Dekker's splitting. *)
Definition upper a := let far := fl (a * (pow2 27 + 1)) in fl (far - fl (far - a)).
Definition lower a := fl (a - upper a).
Definition dekker a b :=
  let error := fl (fl (upper a * upper b) - fl (a * b)) in
  let error := fl (fl (error + fl (upper a * lower b)) + fl (lower a * upper b)) in
  fl (error + fl (lower a * lower b)).
Definition product_error (fused : bool) a b near :=
  if fused then fl (a * b - near) else fl (fl (fl (a * b) - near) + dekker a b).

Lemma dekker_error a b : number a -> number b -> Rabs (a * b - (fl (a * b) + dekker a b)) <= 7 * tiny.
Proof.
move=> /number_format fa /number_format fb.
have up x : upper x = fl (fl (x - fl (x * (pow2 27 + 1))) + fl (x * (pow2 27 + 1))).
  rewrite /upper; congr (fl _); move: (fl (x * _)) => far.
  by replace (far - x) with (- (x - far)) by ring; rewrite fl_opp; ring.
have := (@Dekker radix2 (-1074) 53 (fun z => negb (Z.even z)) ltac:(lia) ltac:(lia) a b fa fb (or_introl erefl)).2.
replace (7 / 2 * bpow radix2 (-1074)) with (7 * tiny); last first.
  by rewrite /tiny /pow2; replace (-1074)%Z with (-1075 + 1)%Z by lia; rewrite bpow_plus /=; lra.
rewrite /dekker /lower !up.
replace (fl (fl (fl (a - fl (a * (pow2 27 + 1))) + fl (a * (pow2 27 + 1))) * _) - fl (a * b)) with
  (- fl (a * b) + fl (fl (fl (a - fl (a * (pow2 27 + 1))) + fl (a * (pow2 27 + 1))) * fl (fl (b - fl (b * (pow2 27 + 1))) + fl (b * (pow2 27 + 1))))).
  exact.
by ring.
Qed.
Lemma product_error_error fused a b near : number a -> number b ->
  (fused = false -> number (fl (a * b) - near)) ->
  Rabs (product_error fused a b near - (a * b - near)) <= u * Rabs (a * b - near) + 8 * tiny.
Proof.
move=> na nb nn; have u0 := u_gt0; have us := u_small; have t0 := tiny_gt0; move: nn; case: fused => nn /=.
  by have := fl_error (a * b - near); lra.
have {}nn := nn erefl; rewrite nn; have d := dekker_error a b na nb; have e := add_error _ _ nn (fl_number _ : number (dekker a b)).
have t := Rabs_triang (a * b - near) (- (a * b - (fl (a * b) + dekker a b))); rewrite Rabs_Ropp in t.
replace (a * b - near + - (a * b - (fl (a * b) + dekker a b))) with (fl (a * b) - near + dekker a b) in t by ring.
have t2 := Rabs_triang (fl (fl (a * b) - near + dekker a b) - (fl (a * b) - near + dekker a b)) (- (a * b - (fl (a * b) + dekker a b))).
rewrite Rabs_Ropp in t2.
replace (fl (fl (a * b) - near + dekker a b) - (fl (a * b) - near + dekker a b) + - (a * b - (fl (a * b) + dekker a b)))
  with (fl (fl (a * b) - near + dekker a b) - (a * b - near)) in t2 by ring.
have h : u * Rabs (fl (a * b) - near + dekker a b) <= u * (Rabs (a * b - near) + 7 * tiny) by apply: Rmult_le_compat_l; lra.
have ut : u * tiny <= / 1000000000 * tiny by apply: Rmult_le_compat_r; lra.
by lra.
Qed.
Lemma product_error_number fused a b near : number (product_error fused a b near).
Proof. by case: fused; apply: fl_number. Qed.
Lemma mul_add_is fused a b c : mul_add fused a b c = if fused then fl (a * b + c) else fl (fl (a * b) + c).
Proof. by []. Qed.
Global Opaque u tiny fl two_sum fast_two_sum mul_add product_error.
