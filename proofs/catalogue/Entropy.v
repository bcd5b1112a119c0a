(* Entropy: its extremes, its axioms, and how it behaves when outcomes are reordered, split and mixed. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Weights.

Theorem entropy_bounds (I : finType) (b : R) (p : I -> R) : 1 < b -> weights p ->
  0 <= entropy b p <= log b (INR #|I|).
Proof.
move=> b1 wp; have d := hat_distribution wp; rewrite entropy_nats; split.
  by apply: in_unit_ge0 => //; apply: entropy_ge0.
by apply: in_unit => //; apply: entropy_le.
Qed.

Theorem entropy_minimum (I : finType) (b : R) (p : I -> R) : 1 < b -> weights p ->
  entropy b p = 0 <-> exists i, hat p i = 1.
Proof.
move=> b1 wp; have d := hat_distribution wp; rewrite entropy_nats {1}(zero_in_unit b) in_unit_eq //.
split=> [z | [k c]]; last exact: entropy_certain c.
have [k k0] := some_possible d; exists k; case: (entropy_eq0 d z k) => //; lra.
Qed.

Theorem entropy_maximum (I : finType) (b : R) (p : I -> R) : 1 < b -> weights p ->
  ((forall i, hat p i = / INR #|I|) -> entropy b p = log b (INR #|I|)) /\
  (~ (forall i, hat p i = / INR #|I|) -> entropy b p < log b (INR #|I|)).
Proof.
move=> b1 wp; have d := hat_distribution wp; rewrite entropy_nats; split=> u; last by apply: in_unit_lt => //; apply: entropy_lt.
by rewrite /log entropy_by_kl // (@kl_self _ _ (uniform (I := I))) // Rminus_0_r.
Qed.

Theorem entropy_of_2_to_the_k_classes (k : nat) : entropy 2 (fun _ : 'I_(2 ^ k) => / 2 ^ k) = INR k.
Proof.
have t : 0 < 2 ^ k by apply: pow_lt; lra.
have n : INR #|'I_(2 ^ k)| = 2 ^ k by rewrite card_ord; elim: k {t} => [|k IH] //; rewrite expnS mult_INR IH.
have w : weights (fun _ : 'I_(2 ^ k) => / 2 ^ k).
  have i := Rinv_0_lt_compat _ t; split=> [_|]; first lra.
  by rewrite /mass sum_const n Rinv_r; lra.
have l2 := ln_lt_2; have two : 1 < 2 by lra.
have [most _] := entropy_maximum two w; rewrite most.
  by rewrite n /log -Rpower_pow /Rpower ?ln_exp; [field | ]; lra.
by move=> i; rewrite n /hat /mass sum_const n; field; lra.
Qed.

(* Robin Hood: the rich class k gives t to the poor class l, short of swapping them. *)
Theorem entropy_grows_with_evenness (I : finType) (b : R) (p : I -> R) (k l : I) (t : R) : 1 < b -> weights p ->
  0 < t < p k - p l ->
  entropy b p < entropy b (fun i => if i == k then p i - t else if i == l then p i + t else p i).
Proof.
move=> b1 wp t0; have [_ m0] := wp; have ne : l != k by apply/eqP => e; move: t0; rewrite e; lra.
rewrite -/(give k l t p); have mg : mass (give k l t p) = mass p.
  rewrite /mass !(sum_two _ ne) /give eqxx (negbTE ne) eqxx.
  by rewrite (eq_bigr p) => [|i /andP [/negbTE -> /negbTE ->] //]; ring.
have -> : entropy b (give k l t p) = H (give k l (t / mass p) (hat p)) / ln b.
  rewrite entropy_nats; congr (_ / _); rewrite /H; congr Ropp; apply: sum_eq => i.
  suff -> : hat (give k l t p) i = give k l (t / mass p) (hat p) i by [].
  by rewrite /hat mg /give; do 2 (case: ifP => _; first by rewrite /Rdiv; ring).
rewrite entropy_nats; apply: in_unit_lt => //; apply: robin_hood; first exact: hat_distribution.
split; first by apply: Rdiv_lt_0_compat; lra.
have -> : hat p k - hat p l = (p k - p l) / mass p by rewrite /hat /Rdiv; ring.
by apply: Rmult_lt_compat_r; [apply: Rinv_0_lt_compat | lra].
Qed.

(* f: the same classes by other names. *)
Theorem entropy_permutation (I J : finType) (b : R) (p : I -> R) (f : J -> I) : bijective f ->
  entropy b (fun j => p (f j)) = entropy b p.
Proof.
move=> bf; rewrite /entropy [in RHS](sum_rename _ bf); congr Ropp; apply: sum_eq => j.
by rewrite /hat /mass [in RHS](sum_rename _ bf).
Qed.

Theorem entropy_expansible (I : finType) (b : R) (p : I -> R) :
  entropy b (fun o : option I => if o is Some i then p i else 0) = entropy b p.
Proof.
rewrite /entropy sum_option /= /hat /mass sum_option /= Rplus_0_l; congr Ropp.
by rewrite /Rdiv !Rmult_0_l Rplus_0_l.
Qed.

(* f i is the group of class i; choosing in two steps is as uncertain as choosing at once. *)
Theorem entropy_grouping (I J : finType) (b : R) (p : I -> R) (f : I -> J) : 1 < b -> weights p ->
  let groups j := Σ i | f i == j, p i in
  let within j i := if f i == j then p i else 0 in
  entropy b p = entropy b groups + Σ j, hat groups j * entropy b (within j).
Proof.
move=> b1 wp groups within; have l0 := unit_gt0 b1; have [_ m0] := wp.
have mp : mass groups = mass p by rewrite /mass (sum_groups f p).
have hm j : hat groups j = merged f (hat p) j by rewrite {1}/hat mp /merged /hat /Rdiv big_distrl.
rewrite !entropy_nats (grouping f (hat_distribution wp)) /Rdiv Rmult_plus_distr_r -sum_scal_r.
congr (_ + _); first by congr (_ * _); rewrite /H; congr Ropp; apply: sum_eq => j; rewrite hm.
apply: sum_eq => j; rewrite hm entropy_nats /Rdiv Rmult_assoc; congr (_ * (_ * _)).
(* the shares within a group do not depend on the scale of p *)
rewrite /H; congr Ropp; apply: sum_eq => i.
suff -> : hat (inside f (hat p) j) i = hat (within j) i by [].
have scale k : inside f (hat p) j k = within j k / mass p.
  by rewrite /inside /within /hat; case: ifP => // _; rewrite /Rdiv; ring.
have ms : mass (inside f (hat p) j) = mass (within j) / mass p by rewrite /mass -sum_div; apply: sum_eq => k; exact: scale.
rewrite {1}/hat scale ms /hat.
case: (Req_dec (mass (within j)) 0) => [-> | ne]; last by field; lra.
by rewrite /Rdiv Rmult_0_l Rinv_0 !Rmult_0_r.
Qed.

(* Independent choices: (i, j) has the weight p i · q j. *)
Theorem entropy_additive (I J : finType) (b : R) (p : I -> R) (q : J -> R) : weights p -> weights q ->
  entropy b (fun ij : I * J => p ij.1 * q ij.2) = entropy b p + entropy b q.
Proof.
move=> wp wq; have [[p0 mp] [q0 mq]] := (wp, wq).
have h ij : hat (fun ij : I * J => p ij.1 * q ij.2) ij = hat p ij.1 * hat q ij.2.
  by rewrite /hat /mass sum_product -/(mass p) -/(mass q); field; lra.
rewrite !entropy_nats /Rdiv -Rmult_plus_distr_r; congr (_ * _); rewrite /H.
have -> : Σ ij, hat (fun ij : I * J => p ij.1 * q ij.2) ij * ln (hat (fun ij : I * J => p ij.1 * q ij.2) ij)
    = Σ ij, (hat p ij.1 * ln (hat p ij.1) * hat q ij.2 + hat p ij.1 * (hat q ij.2 * ln (hat q ij.2))).
  apply: sum_eq => -[i j]; rewrite h /=.
  case: (proj1 (hat_distribution wp) i) => [pi | <-]; last ring.
  case: (proj1 (hat_distribution wq) j) => [qj | <-]; last ring.
  by rewrite ln_mult //; ring.
rewrite sum_plus (sum_product (fun i => hat p i * ln (hat p i)) (hat q)).
by rewrite (sum_product (hat p) (fun j => hat q j * ln (hat q j))) !hat_1 //; ring.
Qed.

Theorem entropy_concave (I : finType) (b : R) (p q : I -> R) (t : R) : 1 < b -> weights p -> weights q -> 0 <= t <= 1 ->
  (1 - t) * entropy b p + t * entropy b q <= entropy b (fun i => (1 - t) * hat p i + t * hat q i).
Proof.
move=> b1 wp wq t01; rewrite -/(mix t (hat p) (hat q)).
have dm := mix_distribution t01 (hat_distribution wp) (hat_distribution wq).
rewrite !entropy_nats (hat_id dm) /Rdiv -!Rmult_assoc -Rmult_plus_distr_r; apply: in_unit => //.
rewrite /H !Ropp_mult_distr_r_reverse -!sum_scal -Ropp_plus_distr -sum_plus; apply: Ropp_le_contravar.
(* x ln x is convex: it lies above its tangent at the mixture *)
apply: sum_le => i _; have := hat_le1 i wp; have := hat_le1 i wq; rewrite /mix; set x := hat p i; set y := hat q i => y01 x01.
have m0 : 0 <= (1 - t) * x + t * y by nra.
case: m0 => [m0 | z]; last first.
  have [zx zy] : (1 - t) * x = 0 /\ t * y = 0 by nra.
  have -> : (1 - t) * (x * ln x) = (1 - t) * x * ln x by ring.
  by have -> : t * (y * ln y) = t * y * ln y; [ring | rewrite zx zy; lra].
have := xlnx_tangent (proj1 x01) m0; have := xlnx_tangent (proj1 y01) m0; set L := ln ((1 - t) * x + t * y); nra.
Qed.

Theorem perplexity_range (I : finType) (p : I -> R) : weights p ->
  1 <= perplexity p <= INR #|I| /\
  ((forall i, hat p i = / INR #|I|) -> perplexity p = INR #|I|).
Proof.
move=> wp; have d := hat_distribution wp; have n := classes d; have h0 := entropy_ge0 d; have h1 := entropy_le d.
have e : perplexity p = exp (H (hat p)) by [].
have up x y : x <= y -> exp x <= exp y by move=> [lt | ->]; [left; apply: exp_increasing | right].
rewrite e; split; first split.
- by rewrite -{1}exp_0; apply: up.
- by rewrite -[X in _ <= X]exp_ln //; apply: up.
- by move=> u; rewrite entropy_by_kl // (@kl_self _ _ (uniform (I := I))) // Rminus_0_r exp_ln.
Qed.

(* b^H with H in the unit of b: the same number in every unit. *)
Theorem perplexity_is_exp_of_entropy (I : finType) (p : I -> R) :
  perplexity p = exp (entropy (exp 1) p) /\
  perplexity p = Rpower 2 (entropy 2 p) /\
  (forall b, 1 < b -> perplexity p = Rpower b (entropy b p)).
Proof.
have any b : 1 < b -> perplexity p = Rpower b (entropy b p).
  by move=> /unit_gt0 l0; rewrite /Rpower entropy_nats; congr exp; rewrite -/(H (hat p)); field; lra.
split; last by split=> //; apply: any; lra.
by rewrite entropy_nats ln_exp /Rdiv Rinv_1 Rmult_1_r.
Qed.
