(* Finite sums of real numbers.
   Classes are the elements of a finite type I, a vector is a function I -> R, a table a function on I * J.
   The sums are mathcomp's big operators with the + of Coq's own reals, so that its lemmas about order, groups and
   tables apply, and so do the tactics lra, nra and field. *)
From Coq Require Export Reals Lra.
From mathcomp Require Export ssreflect ssrfun ssrbool eqtype ssrnat seq choice fintype bigop.
From Coquelicot Require Export Coquelicot.
#[export] Set Implicit Arguments.
#[export] Unset Strict Implicit.
Global Open Scope R_scope.

Lemma plus_assoc : associative Rplus. Proof. by move=> x y z; rewrite Rplus_assoc. Qed.
Lemma mult_assoc : associative Rmult. Proof. by move=> x y z; rewrite Rmult_assoc. Qed.
Canonical plus_monoid := Monoid.Law plus_assoc Rplus_0_l Rplus_0_r.
Canonical plus_comoid := Monoid.ComLaw Rplus_comm.
Canonical mult_monoid := Monoid.Law mult_assoc Rmult_1_l Rmult_1_r.
Canonical mult_muloid := Monoid.MulLaw Rmult_0_l Rmult_0_r.
Canonical plus_addoid := Monoid.AddLaw Rmult_plus_distr_r Rmult_plus_distr_l.

Notation "'Σ' i , F" := (bigop 0 (index_enum _) (fun i => BigBody i Rplus true F%R))
  (at level 41, i name, F at level 41, format "'Σ'  i ,  F") : R_scope.
Notation "'Σ' i | P , F" := (bigop 0 (index_enum _) (fun i => BigBody i Rplus P%B F%R))
  (at level 41, i name, P at level 39, F at level 41, format "'Σ'  i  |  P ,  F") : R_scope.

Notation "'Σ' i : T , F" := (bigop 0 (index_enum _) (fun i : T => BigBody i Rplus true F%R))
  (at level 41, i name, T at level 39, F at level 41, only parsing) : R_scope.

Section Sums.
Variable I : finType.
Implicit Types (P : pred I) (F G : I -> R).

Lemma sum_eq F G : (forall i, F i = G i) -> Σ i, F i = Σ i, G i.
Proof. by move=> e; apply: eq_bigr => i _. Qed.
Lemma sum_plus F G : Σ i, (F i + G i) = (Σ i, F i) + Σ i, G i.
Proof. exact: big_split. Qed.
Lemma sum_scal c F : Σ i, c * F i = c * Σ i, F i.
Proof. by rewrite big_distrr. Qed.
Lemma sum_scal_r c F : Σ i, F i * c = (Σ i, F i) * c.
Proof. by rewrite big_distrl. Qed.
Lemma sum_opp F : Σ i, - F i = - Σ i, F i.
Proof. rewrite (sum_eq (G := fun i => -1 * F i)) ?sum_scal; [lra | move=> i; lra]. Qed.
Lemma sum_minus_in P F G : Σ i | P i, (F i - G i) = (Σ i | P i, F i) - Σ i | P i, G i.
Proof. by apply: (big_rec3 (fun x y z => x = y - z)) => [|i x y z _ ->]; lra. Qed.
Lemma sum_minus F G : Σ i, (F i - G i) = (Σ i, F i) - Σ i, G i.
Proof. by rewrite sum_plus sum_opp. Qed.
Lemma sum_div c F : Σ i, F i / c = (Σ i, F i) / c.
Proof. exact: sum_scal_r. Qed.

Lemma sum_le P F G : (forall i, P i -> F i <= G i) -> Σ i | P i, F i <= Σ i | P i, G i.
Proof. move=> le; apply: (big_ind2 Rle) => //; [lra | move=> *; lra]. Qed.
Lemma sum_ge0 P F : (forall i, P i -> 0 <= F i) -> 0 <= Σ i | P i, F i.
Proof. move=> ge; apply: big_ind => //; [lra | move=> *; lra]. Qed.
(* A class is no more than the whole. *)
Lemma le_sum F k : (forall i, 0 <= F i) -> F k <= Σ i, F i.
Proof.
move=> ge; rewrite (bigD1 k) //=; have := @sum_ge0 (fun i => i != k) F (fun i _ => ge i); lra.
Qed.
Lemma sum_gt0 F k : (forall i, 0 <= F i) -> 0 < F k -> 0 < Σ i, F i.
Proof. by move=> ge gt; have := le_sum k ge; lra. Qed.
(* A sum of nonnegative terms is 0 only if each is. *)
Lemma sum_eq0 F : (forall i, 0 <= F i) -> Σ i, F i = 0 -> forall i, F i = 0.
Proof. by move=> ge z i; have := le_sum i ge; have := ge i; lra. Qed.
Lemma sum_lt F G k : (forall i, F i <= G i) -> F k < G k -> Σ i, F i < Σ i, G i.
Proof.
move=> le lt; suff: 0 < Σ i, (G i - F i) by rewrite sum_minus; lra.
by apply: (@sum_gt0 _ k) => [i|]; [have := le i | ]; lra.
Qed.
Lemma sum_const c : Σ i : I, c = INR #|I| * c.
Proof.
rewrite big_const; elim: #|I| => [|n IH]; first by rewrite /=; lra.
by rewrite iterS IH S_INR; lra.
Qed.

(* Sums over tables and over groups. *)
Variable J : finType.
Lemma sum_table (F : I * J -> R) : Σ ij, F ij = Σ i, Σ j, F (i, j).
Proof. by rewrite (pair_bigA _ (fun i j => F (i, j))) /=; apply: eq_bigr => [[i j]] _. Qed.
Lemma sum_swap (F : I -> J -> R) : Σ i, Σ j, F i j = Σ j, Σ i, F i j.
Proof. exact: exchange_big. Qed.
Lemma sum_groups (f : I -> J) F : Σ i, F i = Σ j, Σ i | f i == j, F i.
Proof. exact: partition_big. Qed.
(* Other names for the same classes. *)
Lemma sum_rename (f : J -> I) F : bijective f -> Σ i, F i = Σ j, F (f j).
Proof. by move=> [g fg gf]; apply: (reindex f); exists g => ? _. Qed.
Lemma sum_option (F : option I -> R) : Σ o, F o = F None + Σ i, F (Some i).
Proof.
rewrite (bigD1 None) //=; congr (_ + _); rewrite (reindex_omap (@Some I) id) => [|[i|]] //=.
by apply: eq_bigl => i; rewrite eqxx.
Qed.
Lemma sum_product (F : I -> R) (G : J -> R) : Σ ij, F ij.1 * G ij.2 = (Σ i, F i) * Σ j, G j.
Proof. by rewrite sum_table -sum_scal_r; apply: sum_eq => i; rewrite /= big_distrr. Qed.
Lemma sum_only F k : Σ i, (if i == k then F i else 0) = F k.
Proof. by rewrite -big_mkcond big_pred1_eq. Qed.
End Sums.

Arguments sum_eq {I F} G.
