(* From weights in any unit to distributions in nats: what each theorem of the catalogue begins with. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Export Entropy Pinsker.

Lemma unit_gt0 b : 1 < b -> 0 < ln b.
Proof. by move=> b1; rewrite -ln_1; apply: ln_increasing; lra. Qed.
Lemma is_zeroP x : reflect (x = 0) (is_zero x).
Proof. by rewrite /is_zero; case: Req_EM_T => e; constructor. Qed.
Lemma is_zero_0 : is_zero 0 = true.
Proof. by apply/is_zeroP. Qed.

(* +∞, times something positive. *)
Lemma infinite_units l : 0 < l -> (p_infty * l)%Rbar = p_infty.
Proof. by move=> l0; apply: is_Rbar_mult_unique; apply: is_Rbar_mult_p_infty_pos. Qed.
Lemma times_infinity l : 0 < l -> (l * p_infty)%Rbar = p_infty.
Proof. by move=> l0; rewrite Rbar_mult_comm; apply: infinite_units. Qed.

Section Hats.
Variable I : finType.
Implicit Types p q : I -> R.

Lemma hat_distribution p : weights p -> distribution (hat p).
Proof.
move=> [p0 m0]; split=> [i|]; last by rewrite /hat sum_div -/(mass p); field; lra.
by apply: Rmult_le_pos => //; left; apply: Rinv_0_lt_compat.
Qed.
Lemma hat_id p : distribution p -> hat p = p.
Proof. by move=> [_ p1]; apply: functional_extensionality => i; rewrite /hat /mass p1 /Rdiv Rinv_1 Rmult_1_r. Qed.
Lemma distribution_weights p : distribution p -> weights p.
Proof. by move=> [p0 p1]; split=> //; rewrite /mass p1; lra. Qed.
Lemma hat_weights p : weights p -> weights (hat p).
Proof. by move=> wp; apply: distribution_weights; apply: hat_distribution. Qed.
Lemma hat_hat p : weights p -> hat (hat p) = hat p.
Proof. by move=> wp; apply: hat_id; apply: hat_distribution. Qed.
Lemma hat_0 p i : weights p -> hat p i = 0 <-> p i = 0.
Proof.
move=> [_ m0]; split=> [e | e]; last by rewrite /hat e /Rdiv Rmult_0_l.
by replace (p i) with (hat p i * mass p); [rewrite e; ring | rewrite /hat; field; lra].
Qed.
Lemma hat_gt0 p i : weights p -> 0 < hat p i <-> 0 < p i.
Proof.
move=> wp; have [p0 _] := wp; have [h0 _] := hat_distribution wp; have e := hat_0 i wp.
by split=> gt; [case: (p0 i) | case: (h0 i)] => // z; have := proj1 e; have := proj2 e; rewrite -?z; lra.
Qed.
Lemma hat_le1 p i : weights p -> 0 <= hat p i <= 1.
Proof. by move=> wp; have d := hat_distribution wp; split; [apply: (proj1 d) | apply: le_1]. Qed.
Lemma hat_1 p : weights p -> Σ i, hat p i = 1.
Proof. by move=> /hat_distribution []. Qed.

Lemma supportsP p q : weights p -> weights q -> reflect (allowed (hat p) (hat q)) (supports q p).
Proof.
move=> wp wq; apply: (iffP forallP) => s i.
  by have := s i; case: is_zeroP => [qz /is_zeroP pz _ | qn _ /(hat_0 _ wq)] //; apply/(hat_0 _ wp).
by apply/implyP => /is_zeroP /(hat_0 _ wq) qz; apply/is_zeroP; apply/(hat_0 _ wp); apply: s.
Qed.
(* Some class is possible that Q rules out. *)
Lemma supportsPn p q : reflect (exists i, q i = 0 /\ p i <> 0) (~~ supports q p).
Proof.
rewrite negb_forall; apply: (iffP existsP) => [[i] | [i [qz pn]]].
  by rewrite negb_imply => /andP [/is_zeroP qz /is_zeroP pn]; exists i.
by exists i; rewrite negb_imply; apply/andP; split; apply/is_zeroP.
Qed.
Lemma supports_hat p q : weights p -> weights q -> supports (hat q) (hat p) = supports q p.
Proof.
move=> wp wq; apply: eq_forallb => i; congr (_ ==> _); apply/is_zeroP/is_zeroP => /hat_0; exact.
Qed.
Lemma supports_self p : supports p p.
Proof. by apply/forallP => i; apply: implybb. Qed.

(* Where Q rules nothing of P out, q̂ᵢ > 0 wherever p̂ᵢ > 0. *)
Lemma allowed_gt0 p q i : weights p -> weights q -> allowed (hat p) (hat q) -> 0 < hat p i -> 0 < hat q i.
Proof.
by move=> wp wq s p0; case: (hat_le1 i wq) => -[// | z] _; have := s i (esym z); lra.
Qed.
End Hats.

(* Cross-entropy in nats. *)
Definition cross (I : finType) (P Q : I -> R) := - Σ i, P i * ln (Q i).
Lemma cross_kl (I : finType) (P Q : I -> R) : distribution P -> distribution Q -> allowed P Q -> cross P Q = H P + kl P Q.
Proof.
move=> [p0 _] [q0 _] s; rewrite /cross /H /kl -!sum_opp -sum_plus; apply: sum_eq => i.
case: (p0 i) => [pi | <-]; last ring.
have qi : 0 < Q i by case: (q0 i) => // e; have := s i (esym e); lra.
by rewrite ln_div //; ring.
Qed.

Section Units.
Variable b : R.
Section Vectors.
Variable I : finType.
Implicit Types p q : I -> R.

Lemma entropy_nats p : entropy b p = H (hat p) / ln b.
Proof. by rewrite /entropy /H -!sum_opp -sum_div; apply: sum_eq => i; rewrite /log /Rdiv; ring. Qed.
Lemma cross_nats p q : cross_entropy b p q = if supports q p then Finite (cross (hat p) (hat q) / ln b) else p_infty.
Proof.
rewrite /cross_entropy; case: supports => //; congr Finite.
by rewrite /cross -!sum_opp -sum_div; apply: sum_eq => i; rewrite /log /Rdiv; ring.
Qed.
Lemma kl_nats p q : kl_divergence b p q = if supports q p then Finite (kl (hat p) (hat q) / ln b) else p_infty.
Proof.
by rewrite /kl_divergence; case: supports => //; congr Finite; rewrite /kl -sum_div; apply: sum_eq => i; rewrite /log /Rdiv; ring.
Qed.
Lemma js_nats p q : js_divergence b p q = js (hat p) (hat q) / ln b.
Proof.
have e (P Q : I -> R) : Σ i, P i * log b (P i / Q i) = kl P Q / ln b.
  by rewrite /kl -sum_div; apply: sum_eq => i; rewrite /log /Rdiv; ring.
rewrite /js_divergence (e (hat p) (middle p q)) (e (hat q) (middle p q)).
by rewrite /js -[mid (hat p) (hat q)]/(middle p q) /Rdiv; ring.
Qed.
End Vectors.

Lemma ce_nats (I J : finType) (w : I * J -> R) :
  conditional_entropy b w = - (Σ ij, hat w ij * ln (hat w ij / rows (hat w) ij.1)) / ln b.
Proof. by rewrite /conditional_entropy -!sum_opp -sum_div; apply: sum_eq => i; rewrite /log /Rdiv; ring. Qed.
Lemma mi_nats (I J : finType) (w : I * J -> R) : mutual_information b w = kl (hat w) (independent (hat w)) / ln b.
Proof. by rewrite /mutual_information /kl -sum_div; apply: sum_eq => ij; rewrite /log /independent /Rdiv; ring. Qed.

Hypothesis b1 : 1 < b.
Lemma in_unit (x y : R) : x <= y -> x / ln b <= y / ln b.
Proof. by move=> le; apply: Rmult_le_compat_r => //; left; apply: Rinv_0_lt_compat; apply: unit_gt0. Qed.
Lemma in_unit_lt (x y : R) : x < y -> x / ln b < y / ln b.
Proof. by move=> lt; apply: Rmult_lt_compat_r => //; apply: Rinv_0_lt_compat; apply: unit_gt0. Qed.
Lemma in_unit_eq (x y : R) : x / ln b = y / ln b <-> x = y.
Proof.
have l0 := unit_gt0 b1; split=> [e | -> //].
by replace x with (x / ln b * ln b); [rewrite e; field | field]; lra.
Qed.
Lemma zero_in_unit : 0 = 0 / ln b. Proof. by rewrite /Rdiv; ring. Qed.
Lemma in_unit_ge0 x : 0 <= x -> 0 <= x / ln b.
Proof. by move=> x0; rewrite {1}zero_in_unit; apply: in_unit. Qed.
Lemma in_unit_gt0 x : 0 < x -> 0 < x / ln b.
Proof. by move=> x0; rewrite {1}zero_in_unit; apply: in_unit_lt. Qed.
Lemma log_le x y : 0 < x -> x <= y -> log b x <= log b y.
Proof. by move=> x0 [lt | ->]; [left; apply: in_unit_lt; apply: ln_increasing | right]. Qed.
End Units.
