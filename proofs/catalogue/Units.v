(* Units: a bit is ln 2 nats and a hartley is ln 10 nats. For every base b, the value in the unit of b times ln b is the
   value in nats. *)
From Gibbs.theory Require Import Weights.

Definition nats := exp 1.
Lemma ln_nats : ln nats = 1. Proof. exact: ln_exp. Qed.

Theorem information_units (b x : R) : 1 < b ->
  (self_information b x * ln b)%Rbar = self_information nats x.
Proof.
move=> b1; have l0 := unit_gt0 b1; rewrite /self_information; case: is_zeroP => _.
  exact: infinite_units.
by congr Finite; rewrite /log ln_nats; field; lra.
Qed.

Theorem entropy_units (I : finType) (b : R) (p : I -> R) : 1 < b ->
  entropy b p * ln b = entropy nats p.
Proof. by move=> /unit_gt0 l0; rewrite !entropy_nats ln_nats; field; lra. Qed.

Theorem cross_entropy_units (I : finType) (b : R) (p q : I -> R) : 1 < b ->
  (cross_entropy b p q * ln b)%Rbar = cross_entropy nats p q.
Proof.
move=> /unit_gt0 l0; rewrite !cross_nats ln_nats; case: supports; last exact: infinite_units.
by rewrite /=; congr Finite; field; lra.
Qed.

Theorem kl_units (I : finType) (b : R) (p q : I -> R) : 1 < b ->
  (kl_divergence b p q * ln b)%Rbar = kl_divergence nats p q.
Proof.
move=> /unit_gt0 l0; rewrite !kl_nats ln_nats; case: supports; last exact: infinite_units.
by rewrite /=; congr Finite; field; lra.
Qed.

Theorem jsd_units (I : finType) (b : R) (p q : I -> R) : 1 < b ->
  js_divergence b p q * ln b = js_divergence nats p q.
Proof. by move=> /unit_gt0 l0; rewrite !js_nats ln_nats; field; lra. Qed.

Theorem conditional_entropy_units (I J : finType) (b : R) (w : I * J -> R) : 1 < b ->
  conditional_entropy b w * ln b = conditional_entropy nats w.
Proof. by move=> /unit_gt0 l0; rewrite !ce_nats ln_nats; field; lra. Qed.

Theorem mi_units (I J : finType) (b : R) (w : I * J -> R) : 1 < b ->
  mutual_information b w * ln b = mutual_information nats w.
Proof. by move=> /unit_gt0 l0; rewrite !mi_nats ln_nats; field; lra. Qed.
