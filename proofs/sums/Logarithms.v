(* Sums of weights times logarithms, as the steps of lib/kernels/distribution_kernels.cpp take them: what Gappa proves of
   one logarithm, and grid_sum. *)
From Gibbs.sums Require Import GridSum.
Open Scope R_scope.
Arguments pow2 : simpl never.

(* A quotient of two probabilities is taken within 2⁻⁴⁸; the logarithm's series neglects the square of what that leaves,
   which is below 2⁻⁹⁷, and three roundings of it. *)
Definition of_quotient := pow2 (-97) + 3 * (u * pow2 (-48)).
Definition weight x := match x with Number _ => 0 | Product w _ _ _ => w end.
(* x stands for w·L − d, whose exact value is T; hi + lo is the logarithm L but for `error`, and |lo| ≤ most. *)
Definition takes (error most T : R) x := match x with
  | Number _ => False
  | Product w hi lo d => 0 <= w /\ Rabs lo <= most /\ Rabs d <= pow2 (-48) * w /\
      exists L, Rabs (hi + lo - L) <= error /\ Rabs (T - (w * L - d)) <= of_quotient * w
  end.

Section Gathered.
Variables (target error most : term -> R) (xs : seq term).
Hypothesis taken : all_in xs (fun x => takes (error x) (most x) (target x) x).
Notation total f := (sum (map f xs)).

Lemma gathered : Rabs (exact xs - total target) <= total (fun x => weight x * error x) + of_quotient * total weight /\
  lows xs <= total (fun x => weight x * most x) /\ lesses xs <= pow2 (-48) * total weight /\ 0 <= total weight.
Proof.
rewrite /exact /lows /lesses; elim: xs taken => [|x ys IH] n /=; first by rewrite Rminus_0_r Rabs_R0; lra.
have [e [l [d w]]] := IH (fun y i => n y (or_intror i)); have := n x (or_introl erefl).
case: x {n} => //= w0 hi lo d0 [pw [pl [pd [L [pe pt]]]]].
have e1 : Rabs (w0 * (hi + lo) - d0 - target (Product w0 hi lo d0)) <= w0 * error (Product w0 hi lo d0) + of_quotient * w0.
  have h : Rabs (w0 * (hi + lo - L)) <= w0 * error (Product w0 hi lo d0).
    by rewrite Rabs_mult (Rabs_pos_eq w0) //; apply: Rmult_le_compat_l.
  rewrite Rabs_minus_sym in pt; have := Rabs_triang (w0 * (hi + lo - L)) (w0 * L - d0 - target (Product w0 hi lo d0)).
  by replace (w0 * (hi + lo - L) + (w0 * L - d0 - target (Product w0 hi lo d0))) with (w0 * (hi + lo) - d0 - target (Product w0 hi lo d0)) by ring; lra.
have l1 : Rabs (w0 * lo) <= w0 * most (Product w0 hi lo d0).
  by rewrite Rabs_mult (Rabs_pos_eq w0) //; apply: Rmult_le_compat_l.
split; last by lra.
have := Rabs_triang (w0 * (hi + lo) - d0 - target (Product w0 hi lo d0)) (sum (map value ys) - sum (map target ys)).
match goal with |- Rabs ?x <= _ -> Rabs ?y <= _ => replace x with y by ring end; lra.
Qed.
Lemma total_scale c f : total (fun x => f x * c) = c * total f.
Proof. by elim: xs => [|x ys /= ->] /=; ring. Qed.
Lemma total_add f g : total (fun x => f x + g x) = total f + total g.
Proof. by elim: xs => [|x ys /= ->] /=; ring. Qed.
End Gathered.

Lemma of_quotient_small : of_quotient + 17 * (101 / 100 * u) * pow2 (-48) <= pow2 (-90).
Proof.
rewrite /of_quotient; have -> : pow2 (-97) = / 128 * pow2 (-90).
  by rewrite (pow2_add (-7) (-90)) /pow2 /=; lra.
have -> : pow2 (-48) = 4398046511104 * pow2 (-90) by rewrite (pow2_add 42 (-90)) /pow2 /=; lra.
by rewrite u_is; have := pow2_gt0 (-90); lra.
Qed.

(* What bounds.hpp says of rough logarithms, relatively to the sum of the weights. *)
Theorem rough_logarithms fused k n lanes t target : let all := all_terms (leaves t) in let W := sum (map weight all) in
  INR n <= most -> (-800 <= k <= 800)%Z -> all_in (leaves t) (in_groups n lanes) ->
  size (leaves t) = lanes -> (depth t <= 3)%N -> (lanes <= 8)%N -> mains all <= 3 / 4 * pow2 k -> W <= 8 * pow2 k ->
  all_in all (fun x => takes rough_log_error (64 / 100000) (target x) x) ->
  Rabs (heads fused k t + tails fused k t - sum (map target all))
  <= gathered_rough_log_error * W + 97 / 100 * grid_error n lanes (3 * pow2 k).
Proof.
move=> all W nm k0 n_in w d w8 roomA roomW taken; have u0 := u_gt0.
have [e [l [ls W0]]] := gathered target (fun=> rough_log_error) (fun=> 64 / 100000) all taken.
rewrite !total_scale -/W in e l ls W0.
have p48 : pow2 (-48) <= / 1000000000 by rewrite /pow2 /=; lra.
have := grid_sum fused k n lanes t nm k0 n_in w d w8 roomA; rewrite -/all.
have ls' : lesses all <= / 1000000000 * W by apply: Rle_trans ls _; apply: Rmult_le_compat_r.
move=> /(_ ltac:(lra)) g; apply: Rle_trans (Rabs_chain _ _ _ _ _ g e) _.
have q := Rmult_le_compat_r _ _ _ W0 of_quotient_small.
have h1 : u * lesses all <= u * (pow2 (-48) * W) by apply: Rmult_le_compat_l; lra.
have h2 : u * lows all <= u * (64 / 100000 * W) by apply: Rmult_le_compat_l; lra.
have u48 : 0 <= u * (pow2 (-48) * W) by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos => //; have := pow2_gt0 (-48); lra].
have c : (1 + / 1000000) * 16 * (64 / 100000) * u + rough_log_error + pow2 (-90) <= gathered_rough_log_error.
  rewrite /rough_log_error /gathered_rough_log_error; have -> : u = 128 * pow2 (-60) by rewrite u_is /pow2 /=; lra.
  have -> : pow2 (-62) = / 4 * pow2 (-60) by rewrite /pow2 /=; lra.
  by have -> : pow2 (-90) = / 1073741824 * pow2 (-60); [rewrite /pow2 /=; lra | have := pow2_gt0 (-60); lra].
have := Rmult_le_compat_r _ _ _ W0 c; have := Rmult_le_pos _ _ (Rlt_le _ _ u0) W0; lra.
Qed.

(* And of logarithms as pairs, whose errors grow with the cube of what their table leaves; two thousandths are left for
   the roundings of the sum of the cubes. *)
Theorem logarithms fused k n lanes t target cube : let all := all_terms (leaves t) in let W := sum (map weight all) in
  INR n <= most -> (-800 <= k <= 800)%Z -> all_in (leaves t) (in_groups n lanes) ->
  size (leaves t) = lanes -> (depth t <= 3)%N -> (lanes <= 8)%N ->
  mains all <= 3 / 4 * pow2 k -> W <= 1 + pow2 (-12) -> 1 <= pow2 k -> (forall x, 0 <= cube x <= / 1000) ->
  all_in all (fun x => takes (log_error * cube x + log_offset) (35 / 100 * cube x + pow2 (-33)) (target x) x) ->
  Rabs (heads fused k t + tails fused k t - sum (map target all))
  <= 998 / 1000 * (gathered_log_error * sum (map (fun x => weight x * cube x) all) + gathered_log_offset) + 97 / 100 * grid_error n lanes (3 * pow2 k).
Proof.
move=> all W nm k0 n_in w d w8 roomA roomW k1 cubes taken; have u0 := u_gt0.
have [e [l [ls W0]]] := gathered target _ _ all taken.
set C := sum (map (fun x => weight x * cube x) all).
have eE : sum (map (fun x => weight x * (log_error * cube x + log_offset)) all) = log_error * C + log_offset * W.
  rewrite /C /W; elim: (all) => [|x ys /= ->] /=; ring.
have eL : sum (map (fun x => weight x * (35 / 100 * cube x + pow2 (-33))) all) = 35 / 100 * C + pow2 (-33) * W.
  by rewrite /C /W; elim: (all) => [|x ys /= ->] /=; field.
rewrite -/W eE in e; rewrite eL in l; rewrite -/W in ls W0.
have CW : 0 <= C <= / 1000 * W.
  rewrite /C /W; elim: (all) taken => [|x ys IH] taken /=; first by lra.
  have := IH (fun y i => taken y (or_intror i)); have := taken x (or_introl erefl); have := cubes x.
  case: (x) => //= w0 hi lo d0 [c0 c1] [w0' _] h; have := Rmult_le_compat_l _ _ _ w0' c1; have := Rmult_le_pos _ _ w0' c0; lra.
have p48 : pow2 (-48) <= / 1000000000 by rewrite /pow2 /=; lra.
have p33 : pow2 (-33) <= / 1000000000 by rewrite /pow2 /=; lra.
have p12 : pow2 (-12) = / 4096 by rewrite /pow2 /=; lra.
have := grid_sum fused k n lanes t nm k0 n_in w d w8 roomA; rewrite -/all.
have ls' : lesses all <= / 1000000000 * W by apply: Rle_trans ls _; apply: Rmult_le_compat_r.
have l' : pow2 (-33) * W <= / 1000000000 * W by apply: Rmult_le_compat_r.
move=> /(_ ltac:(lra)) g; apply: Rle_trans (Rabs_chain _ _ _ _ _ g e) _.
have q := Rmult_le_compat_r _ _ _ W0 of_quotient_small.
have h1 : u * lesses all <= u * (pow2 (-48) * W) by apply: Rmult_le_compat_l; lra.
have h2 : u * lows all <= u * (35 / 100 * C + pow2 (-33) * W) by apply: Rmult_le_compat_l; lra.
have u48 : 0 <= u * (pow2 (-48) * W) by apply: Rmult_le_pos; [lra | apply: Rmult_le_pos => //; have := pow2_gt0 (-48); lra].
have c : (1 + / 1000000) * 16 * (35 / 100) * u + log_error <= 998 / 1000 * gathered_log_error.
  rewrite /log_error /gathered_log_error; have -> : u = / 8 * pow2 (-50) by rewrite u_is /pow2 /=; lra.
  by have -> : pow2 (-51) = / 2 * pow2 (-50); [rewrite /pow2 /=; lra | have := pow2_gt0 (-50); lra].
have o : ((1 + / 1000000) * 16 * u * pow2 (-33) + log_offset + pow2 (-90)) * (1 + pow2 (-12)) <= 998 / 1000 * gathered_log_offset.
  rewrite /log_offset /gathered_log_offset p12; have e1 : u * pow2 (-33) = / 16 * pow2 (-82) by rewrite u_is /pow2 /=; lra.
  have e2 : pow2 (-84) = / 4 * pow2 (-82) by rewrite /pow2 /=; lra.
  by have e3 : pow2 (-90) = / 256 * pow2 (-82); [rewrite /pow2 /=; lra | have := pow2_gt0 (-82); lra].
have o0 : 0 <= (1 + / 1000000) * 16 * u * pow2 (-33) + log_offset + pow2 (-90).
  have := pow2_gt0 (-90); have := pow2_gt0 (-84); rewrite -/log_offset.
  have : 0 <= u * pow2 (-33) by apply: Rmult_le_pos; have := pow2_gt0 (-33); lra.
  lra.
have := Rmult_le_compat_l _ _ _ o0 roomW; have := Rmult_le_compat_r _ _ _ (proj1 CW) c; lra.
Qed.
