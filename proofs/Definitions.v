(* The metrics, as docs/contracts.md §1 defines them.

   Classes are the elements of any finite type I; a vector is a function I -> R, a joint table a function on I * J, a
   batch of rows a function B -> I -> …. b > 1 is the base of the logarithm: 2 for bits, exp 1 for nats, 10 for hartleys.
   Rbar, of Coquelicot, is R with -∞ (m_infty) and +∞ (p_infty). Σ i, F i sums over all classes, Σ i | P i, F i over those
   with P i. In Coq every function is total: x / 0 = 0, ln x = 0 for x ≤ 0. 0·log 0 and 0·log(0/0) are 0, as they should be,
   because 0·x is 0 whatever number Coq gives for log 0; where a formula says +∞, the definition does. There is no NaN. *)
From Gibbs.theory Require Export Sums Logs.

(* Order and arithmetic that know of ±∞: (a <= b)%Rbar. *)
Declare Scope extended_scope.
Delimit Scope extended_scope with Rbar.
Notation "x <= y" := (Rbar_le x y) : extended_scope.
Notation "x < y" := (Rbar_lt x y) : extended_scope.
Notation "x + y" := (Rbar_plus x y) : extended_scope.
Notation "x - y" := (Rbar_minus x y) : extended_scope.
Notation "x * y" := (Rbar_mult x y) : extended_scope.

Definition is_finite (x : Rbar) : bool := if x is Finite _ then true else false.
Definition is_zero (x : R) : bool := if Req_EM_T x 0 then true else false.

Section Probabilities.
Variables (I : finType) (b : R).
Implicit Types p q : I -> R.

Definition log x := ln x / ln b.

(* Weights: nonnegative, of positive mass. They stand for the distribution p̂ = p/Σp. *)
Definition mass p := Σ i, p i.
Definition weights p := (forall i, 0 <= p i) /\ 0 < mass p.
Definition hat p i := p i / mass p.
Definition distribution p := (forall i, 0 <= p i) /\ Σ i, p i = 1.
(* Q allows all that P does. *)
Definition supports q p := [forall i, is_zero (q i) ==> is_zero (p i)].

Definition self_information x : Rbar := if is_zero x then p_infty else Finite (- log x).
Definition entropy p := - Σ i, hat p i * log (hat p i).
Definition perplexity p := exp (- Σ i, hat p i * ln (hat p i)).
Definition cross_entropy p q : Rbar :=
  if supports q p then Finite (- Σ i, hat p i * log (hat q i)) else p_infty.
Definition kl_divergence p q : Rbar :=
  if supports q p then Finite (Σ i, hat p i * log (hat p i / hat q i)) else p_infty.
Definition middle p q i := (hat p i + hat q i) / 2.
Definition js_divergence p q :=
  / 2 * (Σ i, hat p i * log (hat p i / middle p q i)) + / 2 * (Σ i, hat q i * log (hat q i / middle p q i)).
Definition js_distance p q := sqrt (js_divergence p q).
End Probabilities.

(* Joint tables: the distributions of pairs, w being weights. *)
Section Tables.
Variables (I J : finType) (b : R).
Implicit Types w : I * J -> R.

Definition rows w i := Σ j, w (i, j).
Definition columns w j := Σ i, w (i, j).
Definition conditional_entropy w := - Σ ij, hat w ij * log b (hat w ij / rows (hat w) ij.1).
Definition mutual_information w :=
  Σ ij, hat w ij * log b (hat w ij / (rows (hat w) ij.1 * columns (hat w) ij.2)).
End Tables.

(* A logit is finite or −∞, the mask of a class; exp −∞ = 0. *)
Inductive logit := Logit (x : R) | Masked.
Definition exponential z := if z is Logit x then exp x else 0.
Definition is_masked z := if z is Logit _ then false else true.
Definition number z : Rbar := if z is Logit x then Finite x else m_infty.
(* a·z, with 0·(−∞) = 0. *)
Definition share (a : R) z := if z is Logit x then a * x else 0.
Definition shift z c := if z is Logit x then Logit (x + c) else Masked.
Definition finite (I : finType) (x : I -> R) i := Logit (x i).

Section Logits.
Variable I : finType.
Implicit Types (z : I -> logit) (x y p u : I -> R).

(* Not all are −∞. *)
Definition logits z := exists i, ~~ is_masked (z i).
(* No class is possible and yet masked. *)
Definition permits z p := [forall i, is_masked (z i) ==> is_zero (p i)].

Definition log_sum_exp z := ln (Σ i, exponential (z i)).
Definition softmax z i := exponential (z i) / Σ j, exponential (z j).
Definition log_softmax z i : Rbar := if z i is Logit x then Finite (x - log_sum_exp z) else m_infty.
Definition softmax_cross_entropy z p : Rbar :=
  if permits z p then Finite (log_sum_exp z - Σ i, share (hat p i) (z i)) else p_infty.
Definition softmax_cross_entropy_gradient z p i := softmax z i - hat p i.

(* z moved along d, and along the axis of class k. *)
Definition step z d i := shift (z i) (d i).
Definition line z d (h : R) i := shift (z i) (h * d i).
Definition axis (k i : I) : R := if i == k then 1 else 0.

Definition mean_squared_error x y := (Σ i, (x i - y i) ^ 2) / INR #|I|.
Definition softmax_mean_squared_error_gradient z y i :=
  2 / INR #|I| * softmax z i * ((softmax z i - y i) - Σ j, softmax z j * (softmax z j - y j)).

Definition softmax_vjp z u i := softmax z i * (u i - Σ j, softmax z j * u j).
Definition log_softmax_vjp z u i := u i - softmax z i * Σ j, u j.
Definition softmax_cross_entropy_hessian_diagonal z i := softmax z i * (1 - softmax z i).
End Logits.

Definition sigmoid z := if z is Logit x then 1 / (1 + exp (- x)) else 0.
Definition sigmoid_cross_entropy z y : Rbar :=
  if z is Logit x then Finite (ln (1 + exp x) - y * x) else if is_zero y then Finite 0 else p_infty.
Definition sigmoid_cross_entropy_gradient z y := sigmoid z - y.
Definition sigmoid_cross_entropy_hessian z := sigmoid z * (1 - sigmoid z).

(* Labels and means over the rows of a batch. A label is a class, or None: the row is ignored. *)
Section Batches.
Variables (B I : finType).
Implicit Types (z : B -> I -> logit) (y : B -> option I) (w : B -> R).

Definition label_loss (z : I -> logit) (c : I) : Rbar := if z c is Logit x then Finite (log_sum_exp z - x) else p_infty.
Definition row_loss z y r : Rbar := if y r is Some c then label_loss (z r) c else Finite 0.
(* What a row weighs: nothing if it is ignored. *)
Definition counted y w r := if y r is Some _ then w r else 0.
(* There is a mean. Where no row is left, the means below are 0 / 0 = 0, which is Coq's; the contract refuses. *)
Definition batch z y w :=
  (forall r, 0 <= w r) /\ 0 < Σ r, counted y w r /\ (forall r, counted y w r <> 0 -> logits (z r)).
(* A row that weighs something has the loss +∞. *)
Definition hopeless z y w := [exists r, ~~ is_zero (counted y w r) && ~~ is_finite (row_loss z y r)].

Definition mean_softmax_cross_entropy z y w : Rbar :=
  if hopeless z y w then p_infty
  else Finite ((Σ r, counted y w r * real (row_loss z y r)) / Σ r, counted y w r).
Definition mean_softmax_cross_entropy_gradient z y w r i :=
  if y r is Some c then w r * (softmax (z r) i - axis c i) / Σ r, counted y w r else 0.
Definition sequence_perplexity z y : Rbar :=
  if mean_softmax_cross_entropy z y (fun _ => 1) is Finite x then Finite (exp x) else p_infty.
End Batches.
