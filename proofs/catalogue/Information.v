(* Self-information, and entropy as its mean. *)
From Gibbs.theory Require Import Weights Coding.

Theorem information_nonnegative (b : R) : 1 < b ->
  (forall x, 0 <= x <= 1 -> (0 <= self_information b x)%Rbar) /\
  self_information b 1 = 0 /\ self_information b 0 = p_infty.
Proof.
move=> b1; split; [move=> x x01 | split]; rewrite /self_information; case: is_zeroP => //=; try lra.
- move=> _; rewrite /log; have := in_unit b1 (ln_le_0 (proj2 x01)); rewrite -(zero_in_unit b); lra.
- by move=> _; rewrite /log ln_1 /Rdiv Rmult_0_l Ropp_0.
Qed.

Theorem information_decreasing (b x y : R) : 1 < b ->
  0 <= x -> x < y -> y <= 1 -> (self_information b y < self_information b x)%Rbar.
Proof.
move=> b1 x0 xy y1; rewrite /self_information; case: is_zeroP => [|_]; first lra.
case: is_zeroP => [// | nx] /=; apply: Ropp_lt_contravar; apply: in_unit_lt => //; apply: ln_increasing; lra.
Qed.

(* Surprises add up, and nothing else but a logarithm does: by Cauchy's equation for x ↦ f (exp (-x)). *)
Theorem information_adds (b : R) : 1 < b ->
  (forall x y, 0 <= x -> 0 <= y ->
    self_information b (x * y) = (self_information b x + self_information b y)%Rbar) /\
  (forall f : R -> R,
    (forall x y, 0 < x <= 1 -> 0 < y <= 1 -> f (x * y) = f x + f y) ->
    (forall x y, 0 < x -> x < y <= 1 -> f y < f x) ->
    exists c, 0 < c /\ forall x, 0 < x <= 1 -> f x = - c * ln x).
Proof.
move=> b1; split; last exact: surprise_is_a_logarithm.
move=> x y; rewrite /self_information; case: is_zeroP => [z | nz] x0 y0; case: is_zeroP => [zx | nx]; case: is_zeroP => [zy | ny] //.
- by case: (Rmult_integral _ _ z).
- by case: nz; rewrite zx; ring.
- by case: nz; rewrite zx; ring.
- by case: nz; rewrite zy; ring.
congr Finite; rewrite /log ln_mult; [rewrite /Rdiv; ring | |]; lra.
Qed.

Theorem information_of_halves (k : nat) : self_information 2 (/ 2 ^ k) = INR k.
Proof.
have t : 0 < 2 ^ k by apply: pow_lt; lra.
have i := Rinv_0_lt_compat _ t; rewrite /self_information; case: is_zeroP => [|_]; first lra.
congr Finite; rewrite /log ln_Rinv // -Rpower_pow; last lra.
by rewrite /Rpower ln_exp; field; have := ln_lt_2; lra.
Qed.

(* Impossible classes, whose surprise would be infinite, never happen. *)
Theorem entropy_is_expected_information (I : finType) (b : R) (p : I -> R) : weights p ->
  entropy b p = Σ i | ~~ is_zero (p i), hat p i * real (self_information b (hat p i)).
Proof.
move=> wp; rewrite [RHS]big_mkcond /entropy -sum_opp; apply: sum_eq => i /=.
case: is_zeroP => [/(hat_0 _ wp) -> | n] /=; first ring.
by rewrite /self_information; case: is_zeroP => [/(hat_0 _ wp) // | _] /=; ring.
Qed.
