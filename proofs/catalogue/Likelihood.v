(* Why cross-entropy, and why the squared error: both are the logarithm of a likelihood. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Weights.

Notation "'Π' s , F" := (bigop 1 (index_enum _) (fun s => BigBody s Rmult true F%R))
  (at level 41, s name, F at level 41, format "'Π'  s ,  F") : R_scope.

Canonical mult_comoid := Monoid.ComLaw Rmult_comm.
Section Products.
Variable S : finType.
Lemma prod_gt0 (F : S -> R) : (forall s, 0 < F s) -> 0 < Π s, F s /\ ln (Π s, F s) = Σ s, ln (F s).
Proof.
move=> pos; apply: (big_rec2 (fun x y => 0 < x /\ ln x = y)) => [|s y x _ [x0 <-]]; first by rewrite ln_1; lra.
by rewrite ln_mult //; split=> //; apply: Rmult_lt_0_compat.
Qed.
Lemma prod_0 (F : S -> R) s : F s = 0 -> Π s, F s = 0.
Proof. by move=> z; rewrite (bigD1 s) //= z Rmult_0_l. Qed.
End Products.

(* x: N observations; how often each class was seen is their empirical distribution. *)
Theorem likelihood_is_cross_entropy (S I : finType) (b : R) (x : S -> I) (q : I -> R) : 1 < b -> weights q -> (0 < #|S|)%N ->
  let seen i := Σ s, if x s == i then 1 else 0 in
  (/ INR #|S| * self_information b (Π s, hat q (x s)))%Rbar = cross_entropy b seen q.
Proof.
move=> b1 wq /ltP /lt_0_INR n seen; have l0 := unit_gt0 b1; have [q0 q1] := hat_distribution wq.
have ms : mass seen = INR #|S|.
  rewrite /mass /seen sum_swap (sum_eq (fun _ => 1)) ?sum_const ?Rmult_1_r // => s.
  by rewrite -[RHS](sum_only (fun _ => 1) (x s)); apply: sum_eq => i; rewrite eq_sym.
have seen0 i : 0 <= seen i by apply: sum_ge0 => s _; case: ifP => _; lra.
have ws : weights seen by split; [ | rewrite ms].
have seen_gt s : 0 < seen (x s).
  by apply: (@sum_gt0 _ _ s) => [t|]; [case: ifP => _; lra | rewrite eqxx; lra].
rewrite /self_information; case: (supportsP ws wq) => [al | n'].
  have pos s : 0 < hat q (x s) by apply: (allowed_gt0 ws wq al); apply/(hat_gt0 _ ws).
  have [p0 lp'] := prod_gt0 pos.
  have lp : ln (Π s, hat q (x s)) = Σ s, ln (hat q (x s)) by rewrite lp'; apply: sum_eq.
  case: is_zeroP => [|_]; first lra.
  rewrite cross_nats; case: (supportsP ws wq) => // _ /=; congr Finite; rewrite /log lp.
  rewrite -ms; have [_ m0] := ws.
  suff -> : cross (hat seen) (hat q) = - (Σ s, ln (hat q (x s))) / mass seen; first by move: (Σ s, _) => X; field; lra.
  rewrite /cross (sum_eq (fun i => (Σ s, if x s == i then ln (hat q (x s)) else 0) / mass seen)) => [|i].
    rewrite sum_div sum_swap (sum_eq (fun s => ln (hat q (x s)))) => [|s]; first by rewrite /Rdiv; ring.
    by rewrite -[RHS](sum_only (fun i => ln (hat q (x s))) (x s)); apply: sum_eq => i; rewrite eq_sym.
  rewrite {1}/hat /Rdiv Rmult_assoc (Rmult_comm (/ _)) -Rmult_assoc -/(hat q i); congr (_ * _).
  by rewrite /seen -sum_scal_r; apply: sum_eq => s; case: eqP => [-> | _]; ring.
rewrite cross_nats; case: (supportsP ws wq) => // _.
have [i [qz sn]] : exists i, q i = 0 /\ seen i <> 0 by apply/supportsPn; apply/negP => /(supportsP ws wq).
have [s e] : exists s, x s = i.
  case: (boolP [exists s, x s == i]) => [/existsP [s /eqP e] | /existsPn none]; first by exists s.
  by case: sn; rewrite /seen big1 // => s _; rewrite (negbTE (none s)).
have -> : Π s, hat q (x s) = 0 by apply: (prod_0 (s := s)); rewrite e; apply/(hat_0 _ wq).
by rewrite is_zero_0; apply: times_infinity; apply: Rinv_0_lt_compat.
Qed.

(* The density of the normal distribution of mean m and standard deviation σ, at x. *)
Definition normal_density (σ m x : R) := exp (- (x - m) ^ 2 / (2 * σ ^ 2)) / sqrt (2 * PI * σ ^ 2).

(* m: what is predicted for each of the observations x. *)
Theorem squared_error_is_gaussian_likelihood (S : finType) (σ : R) (x m : S -> R) : 0 < σ -> (0 < #|S|)%N ->
  - ln (Π s, normal_density σ (m s) (x s)) / INR #|S| =
    mean_squared_error x m / (2 * σ ^ 2) + / 2 * ln (2 * PI * σ ^ 2).
Proof.
move=> σ0 /ltP /lt_0_INR n; have pi0 : 0 < 2 * PI by have := PI_RGT_0; lra.
have s0 : 0 < 2 * PI * σ ^ 2 by apply: Rmult_lt_0_compat => //; apply: pow_lt.
have c0 := sqrt_lt_R0 _ s0; have -> : / 2 * ln (2 * PI * σ ^ 2) = ln (sqrt (2 * PI * σ ^ 2)).
  by rewrite -{1}(sqrt_sqrt (2 * PI * σ ^ 2)); [rewrite ln_mult //; field | lra].
have [_ ->] : 0 < Π s, normal_density σ (m s) (x s) /\ ln (Π s, normal_density σ (m s) (x s)) = Σ s, ln (normal_density σ (m s) (x s)).
  by apply: prod_gt0 => s; apply: Rdiv_lt_0_compat => //; apply: exp_pos.
rewrite (sum_eq (fun s => (x s - m s) ^ 2 * (- / (2 * σ ^ 2)) - ln (sqrt (2 * PI * σ ^ 2)))) => [|s].
  by rewrite sum_minus sum_scal_r sum_const /mean_squared_error; field; lra.
by rewrite /normal_density ln_div // ?ln_exp; [rewrite /Rdiv; ring | apply: exp_pos].
Qed.
