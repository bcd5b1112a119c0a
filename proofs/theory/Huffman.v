(* Huffman's code is the best. The idea: lengths that obey Kraft's inequality are all that matters of a code, so it is
   compared with these. Give the two lightest outcomes the two greatest lengths, l₁ ≥ l₂ (to swap lengths so costs
   nothing); l₁ may be cut to l₂, as Kraft's sum is whole in units of 2^-l₂; then merge the two. *)
From Coq Require Import Permutation.
From Gibbs.theory Require Export Coding.

(* Outcomes as pairs of a weight and a length: Kraft's sum and the cost. *)
Definition kraft (s : seq (R * nat)) := foldr (fun e c => (/ 2) ^ e.2 + c) 0 s.
Definition cost (s : seq (R * nat)) := foldr (fun e c => e.1 * INR e.2 + c) 0 s.
Definition total (s : seq R) := foldr Rplus 0 s.

Lemma half_pos k : 0 < (/ 2) ^ k. Proof. by apply: pow_lt; lra. Qed.
Lemma kraft_ge0 s : 0 <= kraft s.
Proof. by elim: s => [|e s IH] /=; [lra | have := half_pos e.2; lra]. Qed.
Lemma kraft_permutation s s' : Permutation s s' -> kraft s = kraft s'.
Proof. by elim=> [|e t t' _ IH|e f t|t t' t'' _ IH _ IH'] //=; lra. Qed.
Lemma cost_permutation s s' : Permutation s s' -> cost s = cost s'.
Proof. by elim=> [|e t t' _ IH|e f t|t t' t'' _ IH _ IH'] //=; lra. Qed.
Lemma total_permutation s s' : Permutation s s' -> total s = total s'.
Proof. by elim=> [|e t t' _ IH|e f t|t t' t'' _ IH _ IH'] //=; lra. Qed.

(* The lightest outcome takes the greatest length. *)
Lemma longest x l s : (forall e, List.In e s -> x <= e.1) -> exists l' s',
  List.map fst s' = List.map fst s /\ (/ 2) ^ l' + kraft s' = (/ 2) ^ l + kraft s /\
  x * INR l' + cost s' <= x * INR l + cost s /\ (forall e, List.In e s' -> (e.2 <= l')%N) /\
  (forall m, (l <= m)%N -> (forall e, List.In e s -> (e.2 <= m)%N) -> (l' <= m)%N).
Proof.
elim: s => [|[w k] s IH] light; first by exists l, [::]; do !split=> //; lra.
have [l' [s' [e1 [e2 [e3 [e4 e5]]]]]] := IH (fun e i => light e (or_intror i)).
have xw := light _ (or_introl erefl); rewrite /= in xw.
case: (leqP k l') => kl.
  exists l', ((w, k) :: s') => /=; rewrite e1; do !split=> //; try lra; first by move=> e [<- | /e4].
  by move=> m lm all; apply: e5 => // e i; apply: all; right.
exists k, ((w, l') :: s') => /=; rewrite e1; do !split=> //; try lra.
- by have := le_INR _ _ (leP (ltnW kl)); nra.
- by move=> e [<- | /e4 le] //=; [apply: ltnW | apply: leq_trans le (ltnW kl)].
- by move=> m lm all; apply: (all (w, k)); left.
Qed.

(* In units of 2^-m, Kraft's sum is whole if no length exceeds m. *)
Lemma kraft_whole m s : (forall e, List.In e s -> (e.2 <= m)%N) -> exists n, 2 ^ m * kraft s = INR n.
Proof.
elim: s => [|e s IH] short; first by exists 0%N; rewrite /=; lra.
have [n en] := IH (fun e i => short e (or_intror i)); have em := short e (or_introl erefl).
exists (2 ^ (m - e.2) + n)%N; rewrite plus_INR -en /= Rmult_plus_distr_l; congr (_ + _).
rewrite -{1}(subnK em) pow_add Rmult_assoc -Rpow_mult_distr Rinv_r ?pow1 ?Rmult_1_r; last lra.
by elim: (m - e.2)%N => [|k IHk] //; rewrite expnS mult_INR -IHk.
Qed.

(* Huffman's algorithm, as to its cost: the two lightest are merged until one is left. *)
Inductive merging_costs : seq R -> R -> Prop :=
| one_is_left w : merging_costs [:: w] 0
| merge_lightest s x y r c : Permutation s (x :: y :: r) -> (forall z, List.In z r -> x <= z /\ y <= z) ->
    merging_costs (x + y :: r) c -> merging_costs s (x + y + c).

Lemma merge_two x y r c (s : seq (R * nat)) l1 l2 : 0 <= x -> x <= y -> (forall z, List.In z r -> x <= z /\ y <= z) ->
  List.map fst s = r -> (/ 2) ^ l1 + ((/ 2) ^ l2 + kraft s) <= 1 ->
  (forall t, List.map fst t = x + y :: r -> kraft t <= 1 -> c <= cost t) ->
  x + y + c <= x * INR l1 + (y * INR l2 + cost s).
Proof.
move=> x0 xy light es k1 best.
have lx e : List.In e ((y, l2) :: s) -> x <= e.1.
  by case=> [<- // | i]; apply: (proj1 (light e.1 _)); rewrite -es; apply: List.in_map.
have [m1 [s1 [f1 [f2 [f3 [f4 _]]]]]] := longest l1 lx.
case: s1 f1 f2 f3 f4 => [|[y' m2] s1] //= [-> f1] f2 f3 f4.
have ly e : List.In e s1 -> y <= e.1.
  by move=> i; apply: (proj2 (light e.1 _)); rewrite -es -f1; apply: List.in_map.
have [m3 [s2 [g1 [g2 [g3 [g4 g5]]]]]] := longest m2 ly.
have m31 : (m3 <= m1)%N by apply: g5; [apply: (f4 (y, m2)); left | move=> e i; apply: f4; right].
(* m₁ may be cut to m₃ *)
have [n en] := kraft_whole g4; have t0 : 0 < 2 ^ m3 by apply: pow_lt; lra.
have unit_m : 2 ^ m3 * (/ 2) ^ m3 = 1 by rewrite -Rpow_mult_distr Rinv_r ?pow1; lra.
have cut : 2 * (/ 2) ^ m3 + kraft s2 <= 1.
  have lt : INR (n + 1) < 2 ^ m3.
    by rewrite plus_INR -en /=; have := Rmult_lt_0_compat _ _ t0 (half_pos m1); nra.
  have le : INR (n + 1 + 1) <= INR (2 ^ m3).
    apply: le_INR; apply/leP; rewrite addn1; apply/ltP; apply: INR_lt; apply: Rlt_le_trans lt _; right.
    by elim: (m3) => [|j IH] //; rewrite expnS mult_INR -IH.
  have e2 : INR (2 ^ m3) = 2 ^ m3 by elim: (m3) => [|j IH] //; rewrite expnS mult_INR IH.
  by rewrite e2 !plus_INR -en /= in le; nra.
case: m3 g2 g3 g4 g5 m31 en t0 unit_m cut => [|m] g2 g3 g4 g5 m31 en t0 unit_m cut.
  by have := kraft_ge0 s2; rewrite /= in cut; lra.
have := best ((x + y, m) :: s2); rewrite /= g1 f1 es => /(_ erefl); have := half_pos m; rewrite /= in cut => hm.
move=> /(_ ltac:(lra)); have := le_INR _ _ (leP m31); rewrite S_INR => ml.
by rewrite S_INR in g3; nra.
Qed.

Theorem merging_is_best ws c : merging_costs ws c -> (forall w, List.In w ws -> 0 <= w) ->
  forall s, Permutation (List.map fst s) ws -> kraft s <= 1 -> c <= cost s.
Proof.
elim=> {ws c} [w | ws x y r c p light _ IH] pos s ps ks.
  case: s ps ks => [|e [|f s]] ps _; try by have := Permutation_length ps.
  have := Permutation_length_1 ps => /= ew; have := pos w (or_introl erefl); have := pos_INR e.2; rewrite ew /=; nra.
have posr z : List.In z (x :: y :: r) -> 0 <= z by move=> i; apply: pos; apply: Permutation_in i; apply: Permutation_sym.
have [x0 y0] := (posr x (or_introl erefl), posr y (or_intror (or_introl erefl))).
have best : forall t, List.map fst t = x + y :: r -> kraft t <= 1 -> c <= cost t.
  move=> t et; apply: IH => [w [<- | i]|]; [lra | by apply: posr; do 2 right | by rewrite et; apply: Permutation_refl].
have [s' [e ps']] := Permutation_map_inv fst s (Permutation_sym (Permutation_trans ps p)).
rewrite (kraft_permutation ps') in ks; rewrite (cost_permutation ps') => {ps ps' s}.
case: s' e ks => [|[x' l1] [|[y' l2] s]] //= [<- <- er] ks.
case: (Rle_dec x y) => xy; first by apply: (merge_two (r := r)).
have yx : y <= x by lra.
have := @merge_two y x r c s l2 l1 y0 yx; rewrite (Rplus_comm y x) => two; have := two _ (esym er) _ best.
have light' z : List.In z r -> y <= z /\ x <= z by move=> /light [].
by move=> /(_ light') h; have := h ltac:(lra); lra.
Qed.

(* No lengths that obey Kraft's inequality cost less than the entropy: x ln x lies above its tangent at 2^-l. *)
Definition plogp (s : seq R) := foldr (fun w c => w * ln w + c) 0 s.
Lemma entropy_below_cost s : (forall e, List.In e s -> 0 <= e.1) -> total (List.map fst s) = 1 -> kraft s <= 1 ->
  - plogp (List.map fst s) <= cost s * ln 2.
Proof.
move=> pos one k1; suff : total (List.map fst s) - kraft s <= plogp (List.map fst s) + cost s * ln 2 by lra.
elim: s pos {one k1} => [|[w l] s IH] pos /=; first lra.
have := xlnx_tangent (pos _ (or_introl erefl)) (half_pos l); have := IH (fun e i => pos e (or_intror i)).
have -> : ln ((/ 2) ^ l) = - INR l * ln 2 by rewrite pow_inv; apply: ln_halves.
rewrite /=; lra.
Qed.
