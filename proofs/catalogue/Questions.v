(* Entropy counts questions: Huffman's code. *)
From Coq Require Import Permutation FunctionalExtensionality Lia.
From Gibbs.theory Require Import Huffman.
From Gibbs.catalogue Require Import Divergence.

(* Strategies of yes/no questions are binary trees. *)
Section Trees.
Variable I : finType.
Inductive tree := Leaf (i : I) | Ask (yes no : tree).
(* Its outcomes, each with the number of questions that lead to it. *)
Fixpoint outcomes t : seq (I * nat) :=
  match t with Leaf i => [:: (i, 0%N)] | Ask a b => [seq (e.1, e.2.+1) | e <- outcomes a ++ outcomes b] end.
Definition questions (q : I -> R) t := foldr (fun e c => q e.1 * INR e.2 + c) 0 (outcomes t).
Definition weight (q : I -> R) t := foldr (fun e c => q e.1 + c) 0 (outcomes t).
(* Each possible outcome is told from all others. *)
Definition tells_apart (q : I -> R) t := uniq (map fst (outcomes t)) /\ forall i, q i <> 0 -> i \in map fst (outcomes t).
(* Huffman's algorithm: of some trees, the two lightest are joined by a question until one is left. It begins with the
   possible outcomes. *)
Inductive joins (q : I -> R) : seq tree -> tree -> Prop :=
| one_tree t : joins q [:: t] t
| join_lightest s a b r t : Permutation s (a :: b :: r) ->
    (forall c, List.In c r -> weight q a <= weight q c /\ weight q b <= weight q c) ->
    joins q (Ask a b :: r) t -> joins q s t.
Definition huffman q t := joins q [seq Leaf i | i <- enum I & ~~ is_zero (q i)] t.

Lemma outcomes_questions q t : questions q t = cost [seq (q e.1, e.2) | e <- outcomes t].
Proof. by rewrite /questions; elim: (outcomes t) => [|e s IH] //=; rewrite IH. Qed.
Lemma kraft_cat (s s' : seq (R * nat)) : kraft (s ++ s') = kraft s + kraft s'.
Proof. by elim: s => [|e s IH] /=; [lra | rewrite IH; lra]. Qed.
Lemma kraft_tree q t : kraft [seq (q e.1, e.2) | e <- outcomes t] = 1.
Proof.
have deeper s : kraft [seq (q e.1, e.2) | e <- [seq (e.1, e.2.+1) | e <- s]] = / 2 * kraft [seq (q e.1, e.2) | e <- s].
  by elim: s => [|e s IH] /=; [lra | rewrite IH; lra].
by elim: t => [i | a IHa b IHb] /=; [lra | rewrite deeper map_cat kraft_cat IHa IHb; field].
Qed.
Lemma questions_ask q a b : questions q (Ask a b) = questions q a + questions q b + (weight q a + weight q b).
Proof.
rewrite /questions /weight /=.
have deeper s : foldr (fun e c => q e.1 * INR e.2 + c) 0 [seq (e.1, e.2.+1) | e <- s] =
    foldr (fun e c => q e.1 * INR e.2 + c) 0 s + foldr (fun (e : I * nat) c => q e.1 + c) 0 s.
  by elim: s => [|e s IH]; [rewrite /=; lra | rewrite [LHS]/= IH -[LHS]/(q e.1 * INR e.2.+1 + _) S_INR /=; lra].
rewrite deeper; elim: (outcomes a) => [|e s IH] /=; lra.
Qed.
Lemma weight_ask q a b : weight q (Ask a b) = weight q a + weight q b.
Proof.
rewrite /weight /=; elim: (outcomes a) => [|e s IH] /=; last lra.
by elim: (outcomes b) => [|e s IH] /=; lra.
Qed.
Definition leaves t := map fst (outcomes t).
Lemma leaves_ask a b : leaves (Ask a b) = leaves a ++ leaves b.
Proof. by rewrite /leaves /= -!map_comp map_cat. Qed.

(* What the algorithm costs is what its tree asks. *)
Lemma joins_cost q s t : joins q s t -> exists c, merging_costs (List.map (weight q) s) c /\
  questions q t = total (List.map (questions q) s) + c /\ Permutation (leaves t) (List.flat_map leaves s).
Proof.
elim=> {s t} [t | s a b r t p light _ [c [mc [e pl]]]].
  by exists 0; split; [apply: one_is_left | split; [rewrite /=; lra | rewrite /= List.app_nil_r; apply: Permutation_refl]].
exists (weight q a + weight q b + c); split; [ | split].
- apply: (merge_lightest (r := List.map (weight q) r)) => [|z /List.in_map_iff [u [<- /light]] //|].
    exact: (Permutation_map (weight q) p).
  by rewrite /= weight_ask in mc.
- rewrite e (total_permutation (Permutation_map (questions q) p)) /= questions_ask; lra.
- apply: Permutation_trans pl (Permutation_sym _); apply: Permutation_trans (Permutation_flat_map leaves p) _.
  by rewrite /= leaves_ask -List.app_assoc; apply: Permutation_refl.
Qed.

(* The algorithm comes to an end. *)
Lemma lightest q (s : seq tree) : s <> [::] ->
  exists a r, Permutation s (a :: r) /\ forall c, List.In c r -> weight q a <= weight q c.
Proof.
elim: s => [//|x s IH] _; case: s IH => [|y s] IH; first by exists x, [::]; split.
have [a [r [p light]]] := IH ltac:(by []).
case: (Rle_dec (weight q x) (weight q a)) => le.
  exists x, (y :: s); split; first exact: Permutation_refl.
  by move=> c i; case: (Permutation_in _ p i) => [<- // | /light]; lra.
exists a, (x :: r); split; last by move=> c [<- | /light]; lra.
by apply: Permutation_trans (perm_skip x p) (perm_swap _ _ _).
Qed.
Lemma joins_ends q (s : seq tree) : s <> [::] -> exists t, joins q s t.
Proof.
have [n sz] := ubnP (size s); elim: n s sz => [//|n IH] s sz ne.
have [a [r [p la]]] := lightest q ne; case: r p la => [|y r] p la.
  by exists a; rewrite (Permutation_length_1_inv (Permutation_sym p)); apply: one_tree.
have [b [r' [p' lb]]] := lightest q (s := y :: r) ltac:(by []).
have len := Permutation_length p; have len' := Permutation_length p'; rewrite /= in len len'.
have [t j] : exists t, joins q (Ask a b :: r') t.
  have es : size s = (size r').+2 by rewrite -[size s]/(Datatypes.length s) len len'.
  by apply: IH => //; rewrite es in sz.
exists t; apply: (join_lightest (r := r')) j; first exact: Permutation_trans p (perm_skip a p').
move=> c i; split; last exact: lb.
by apply: la; apply: Permutation_in (Permutation_sym p') _; right.
Qed.

(* Orders of a list, in the two libraries. *)
Lemma to_perm (T : eqType) (s s' : seq T) : Permutation s s' -> perm_eq s s'.
Proof.
elim=> [|x u v _ IH|x y u|u v w _ IH _ IH'] //; [by rewrite perm_cons | | exact: perm_trans IH IH'].
by apply/permP => a /=; rewrite addnCA.
Qed.
Lemma of_perm (T : eqType) (s s' : seq T) : perm_eq s s' -> Permutation s s'.
Proof.
have front (x : T) u : x \in u -> Permutation u (x :: rem x u).
  elim: u => [//|y u IH]; rewrite inE /= (eq_sym x y); case: eqP => [-> _ | _] /=; first exact: Permutation_refl.
  by move=> /IH p; apply: Permutation_trans (perm_skip y p) (perm_swap _ _ _).
elim: s s' => [|x s IH] s' p; first by rewrite perm_sym in p; rewrite (perm_nilP p); apply: Permutation_refl.
have xi : x \in s' by rewrite -(perm_mem p) mem_head.
apply: Permutation_trans (perm_skip x (IH (rem x s') _)) (Permutation_sym (front _ _ xi)).
by rewrite -(perm_cons x) (perm_trans p) // perm_to_rem.
Qed.

Section Optimum.
Variable q : I -> R.
Hypothesis q0 : forall i, 0 <= q i.
Hypothesis q1 : Σ i, q i = 1.
Let possible := [seq i <- enum I | ~~ is_zero (q i)].

Lemma sum_possible (F : I -> R) : (forall i, q i = 0 -> F i = 0) -> foldr (fun i c => F i + c) 0 possible = Σ i, F i.
Proof.
move=> none; have -> : foldr (fun i c => F i + c) 0 possible = bigop 0 (enum I) (fun i => BigBody i Rplus (~~ is_zero (q i)) (F i)).
  rewrite /possible; elim: (enum I) => [|i s IH]; first by rewrite big_nil.
  by rewrite big_cons /=; case: is_zero => //=; rewrite IH.
rewrite big_enum_cond /= big_mkcond; apply: sum_eq => i; case: ifP => //.
by move/negbT; rewrite ?inE /= negbK => /is_zeroP /none.
Qed.
Lemma total_map (T : Type) (f : T -> R) (s : seq T) : total (List.map f s) = foldr (fun x c => f x + c) 0 s.
Proof. by elim: s => [|x s IH] //=; rewrite IH. Qed.

(* A strategy's possible outcomes, each with its weight and its questions. *)
Definition chances t := [seq (q e.1, e.2) | e <- outcomes t & ~~ is_zero (q e.1)].
Lemma chances_cost t : cost (chances t) = questions q t.
Proof.
rewrite /chances /questions; elim: (outcomes t) => [|e s IH] //=; case: is_zeroP => [-> | _] /=; rewrite IH; ring.
Qed.
Lemma chances_kraft t : kraft (chances t) <= 1.
Proof.
rewrite -(kraft_tree q t) /chances; elim: (outcomes t) => [|e s IH] /=; first lra.
by case: is_zero => /=; have := half_pos e.2; lra.
Qed.
Lemma chances_weights t : tells_apart q t -> Permutation (List.map fst (chances t)) (List.map q possible).
Proof.
move=> [u all]; have -> : List.map fst (chances t) = List.map q [seq i <- map fst (outcomes t) | ~~ is_zero (q i)].
  by rewrite /chances; elim: (outcomes t) {u all} => [|e s IH] //=; case: is_zero => //=; rewrite IH.
apply: Permutation_map; apply: of_perm; apply: uniq_perm; [exact: filter_uniq | exact: (filter_uniq _ (enum_uniq _)) | move=> i].
rewrite !(mem_filter (fun i => ~~ is_zero (q i))) mem_enum; case: is_zeroP => //= n; by rewrite all.
Qed.

Lemma huffman_costs t : huffman q t -> merging_costs (List.map q possible) (questions q t) /\ tells_apart q t.
Proof.
move=> j; have [c [mc [e pl]]] := joins_cost j.
have ew : List.map (weight q) [seq Leaf i | i <- possible] = List.map q possible.
  by elim: possible => [|i s IH] //=; rewrite IH /weight /= Rplus_0_r.
have eq : total (List.map (questions q) [seq Leaf i | i <- possible]) = 0.
  by elim: possible => [|i s IH] //=; rewrite IH /questions /=; ring.
rewrite /huffman -/possible in mc e pl; rewrite ew in mc; rewrite eq Rplus_0_l in e; rewrite e; split=> //.
have el : List.flat_map leaves [seq Leaf i | i <- possible] = possible by elim: possible => [|i s IH] //=; rewrite IH.
rewrite el in pl; have p := to_perm pl; split=> [|i n]; first by rewrite (perm_uniq p); apply: filter_uniq (enum_uniq _).
by rewrite (perm_mem p) mem_filter mem_enum andbT; apply/is_zeroP.
Qed.
Lemma huffman_best t t' : huffman q t -> tells_apart q t' -> questions q t <= questions q t'.
Proof.
move=> /huffman_costs [mc _] a; rewrite -(chances_cost t').
apply: (merging_is_best mc) (chances_weights a) (chances_kraft t') => w /List.in_map_iff [i [<- _]]; exact: q0.
Qed.
Lemma huffman_exists : exists t, huffman q t.
Proof.
apply: joins_ends; have [k pk] := some_possible (conj q0 q1).
have : k \in possible by rewrite mem_filter mem_enum andbT; apply/is_zeroP; lra.
by rewrite -/possible; case: possible.
Qed.
Lemma entropy_below_questions t : tells_apart q t -> H q <= questions q t * ln 2.
Proof.
move=> a; rewrite -(chances_cost t); have p := chances_weights a.
have pl : plogp (List.map fst (chances t)) = Σ i, q i * ln (q i).
  rewrite -(sum_possible (F := fun i => q i * ln (q i))) => [|i ->]; last ring.
  have -> : plogp (List.map fst (chances t)) = plogp (List.map q possible).
    by elim: p => [|e u v _ IH|e f u|u v w _ IH _ IH'] //=; rewrite ?IH ?IH' /plogp /=; lra.
  by elim: possible => [|i s IH] //=; rewrite -IH.
rewrite /H -pl; apply: entropy_below_cost (chances_kraft t).
  by move=> e; rewrite /chances => /List.in_map_iff [o [<- _]]; apply: q0.
by rewrite (total_permutation p) total_map sum_possible.
Qed.
(* Questions that obey Kraft's inequality: a length for each possible outcome. *)
Lemma huffman_below t (l : I -> Z) : huffman q t -> (forall i, (0 <= l i)%Z) ->
  Σ i | ~~ is_zero (q i), halves (l i) <= 1 -> questions q t <= Σ i, q i * IZR (l i).
Proof.
move=> /huffman_costs [mc _] l0 k; pose s := [seq (q i, Z.to_nat (l i)) | i <- possible].
have ii i : INR (Z.to_nat (l i)) = IZR (l i) by rewrite INR_IZR_INZ Z2Nat.id.
have -> : Σ i, q i * IZR (l i) = cost s.
  rewrite -(sum_possible (F := fun i => q i * IZR (l i))) => [|i ->]; last ring.
  by rewrite /s; elim: possible => [|i u IH] //=; rewrite IH ii.
apply: (merging_is_best mc) => [w /List.in_map_iff [i [<- _]] | |]; first exact: q0.
  by rewrite /s; elim: possible => [|i u IH] //=; apply: perm_skip.
suff -> : kraft s = Σ i | ~~ is_zero (q i), halves (l i) by [].
rewrite big_mkcond /= -(sum_possible (F := fun i => if ~~ is_zero (q i) then halves (l i) else 0)); last first.
  by move=> i /is_zeroP ->.
rewrite /s /possible; elim: (enum I) => [|i u IH] //=; case z: (is_zero (q i)) => //=; rewrite IH z; congr (_ + _).
rewrite -Rpower_pow; last lra.
by rewrite /Rpower ln_Rinv; [rewrite /halves -ii; congr exp; ring | lra].
Qed.
End Optimum.
End Trees.

(* huffman (hat p) t: t is a tree that Huffman's algorithm may end with, whichever of equally light ones it takes. *)
Theorem entropy_counts_questions (I : finType) (p : I -> R) : weights p ->
  (exists t, huffman (hat p) t) /\
  forall t, huffman (hat p) t ->
    tells_apart (hat p) t /\
    (forall t', tells_apart (hat p) t' -> questions (hat p) t <= questions (hat p) t') /\
    entropy 2 p <= questions (hat p) t < entropy 2 p + 1 /\
    ((forall i, 0 < p i -> exists k : nat, hat p i = / 2 ^ k) -> questions (hat p) t = entropy 2 p).
Proof.
move=> wp; have [q0 q1] := hat_distribution wp; have l2 := ln2_gt0; split; first exact: huffman_exists.
move=> t ht; have [_ apart] := huffman_costs ht.
have low : entropy 2 p <= questions (hat p) t.
  by rewrite entropy_nats; apply/Rle_div_l => //; apply: entropy_below_questions.
have := cross_entropy_counts_the_wrong_questions wp wp (supports_self p).
pose l i := ceiling (- log 2 (hat p i)); pose L := Σ i, hat p i * IZR (l i).
rewrite /cross_entropy supports_self -/(entropy 2 p) => -[k [_ [hi [powers _]]]]; rewrite -/l -/L /= in k hi powers.
have up : questions (hat p) t <= L.
  apply: huffman_below => // [i|].
    have [lo _] := ceiling_spec (- log 2 (hat p i)); apply: le_IZR; apply: Rle_trans lo.
    have two : 1 < 2 by lra.
    by have := in_unit two (ln_le_0 (proj2 (hat_le1 i wp))); rewrite -(zero_in_unit 2) /log; lra.
  have e i : is_zero (hat p i) = is_zero (p i) by apply/is_zeroP/is_zeroP => /hat_0; apply.
  by rewrite (eq_bigl (fun i => ~~ is_zero (p i))) // => i; rewrite e.
split=> //; split; first by move=> t' a; apply: huffman_best.
split; first by split=> //; lra.
by move=> /powers [e]; apply: Rle_antisym => //; move: e up; rewrite -/(entropy 2 p) => ->.
Qed.
