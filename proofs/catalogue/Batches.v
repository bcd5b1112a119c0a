(* Rows of a batch, and means of losses over them. *)
From Coq Require Import FunctionalExtensionality.
From Gibbs.theory Require Import Softmax.
From Gibbs.catalogue Require Import Losses.

(* A metric m of a batch: of each row by itself. *)
Definition in_rows (B X Y : Type) (m : X -> Y) (rows : B -> X) (r : B) := m (rows r).

Theorem row_as_if_alone (B X Y : Type) (m : X -> Y) (rows : B -> X) (r : B) :
  in_rows m rows r = in_rows m (fun _ : unit => rows r) tt.
Proof. by []. Qed.

Theorem rows_permute (B C X Y : Type) (m : X -> Y) (rows : B -> X) (f : C -> B) (r : C) :
  in_rows m (fun r => rows (f r)) r = in_rows m rows (f r).
Proof. by []. Qed.

Theorem rows_do_not_meet (B X Y : Type) (m : X -> Y) (rows others : B -> X) (r : B) :
  rows r = others r -> in_rows m rows r = in_rows m others r.
Proof. by rewrite /in_rows => ->. Qed.

(* The same numbers with the classes first: [class][row]. *)
Theorem axes_agree (B I : Type) (A Y : Type) (m : (I -> A) -> Y) (array : B -> I -> A) (r : B) :
  let transposed i r := array r i in
  in_rows m (fun r i => transposed i r) r = in_rows m array r.
Proof. by []. Qed.

(* Numbers in memory, found at some place for each row and class. *)
Theorem layouts_agree (B I : Type) (A Y : Type) (m : (I -> A) -> Y) (memory memory' : nat -> A) (place place' : B -> I -> nat) :
  (forall r i, memory (place r i) = memory' (place' r i)) ->
  in_rows m (fun r i => memory (place r i)) = in_rows m (fun r i => memory' (place' r i)).
Proof.
move=> same; apply: functional_extensionality => r; congr m.
by apply: functional_extensionality => i; apply: same.
Qed.

Section Means.
Variables (B I : finType).
Implicit Types (z : B -> I -> logit) (y : B -> option I) (w : B -> R).

Lemma label_loss_hard (z : I -> logit) c : logits z -> label_loss z c = softmax_cross_entropy z (axis c).
Proof.
move=> l; have [_ [masked finite]] := softmax_ce_hard_label c l; rewrite /label_loss.
case e: (z c) => [x|]; last by rewrite masked.
have [-> _] := finite ltac:(by rewrite e); rewrite ln_softmax ?e //=; congr Finite; ring.
Qed.
Lemma label_loss_ge0 (z : I -> logit) c : logits z -> (0 <= label_loss z c)%Rbar.
Proof. by move=> l; rewrite label_loss_hard //; have [] := softmax_ce_hard_label c l. Qed.
Lemma counted_ge0 y w r : (forall r, 0 <= w r) -> 0 <= counted y w r.
Proof. by rewrite /counted; case: (y r) => *; [ | lra]. Qed.
Lemma finite_real (x : Rbar) : is_finite x -> x = Finite (real x). Proof. by case: x. Qed.
Lemma not_hopeless z y w r : ~~ hopeless z y w -> counted y w r <> 0 -> row_loss z y r = Finite (real (row_loss z y r)).
Proof.
move/existsPn/(_ r); rewrite negb_and !negbK => /orP [/is_zeroP -> // | f _]; exact: finite_real.
Qed.
End Means.

(* One row. *)
Theorem mean_of_one (I : finType) (z : I -> logit) (c : I) (w : R) : logits z -> 0 < w ->
  mean_softmax_cross_entropy (fun _ : unit => z) (fun _ => Some c) (fun _ => w) = softmax_cross_entropy z (axis c).
Proof.
move=> l w0; rewrite -label_loss_hard // /mean_softmax_cross_entropy.
have one (F : unit -> R) : Σ r, F r = F tt by rewrite (bigD1 tt) //= big1 ?Rplus_0_r // => -[].
rewrite !one /counted /row_loss; case f: (is_finite (label_loss z c)).
  have -> : hopeless (fun _ : unit => z) (fun _ => Some c) (fun _ => w) = false.
    by apply/negbTE/existsPn => -[]; rewrite /counted /row_loss f andbF.
  by rewrite [RHS](finite_real f); congr Finite; field; lra.
have -> : hopeless (fun _ : unit => z) (fun _ => Some c) (fun _ => w) = true.
  by apply/existsP; exists tt; rewrite /counted /row_loss f; case: is_zeroP => //; lra.
by have := label_loss_ge0 c l; case: (label_loss z c) f.
Qed.

(* Row r of C is a copy of row f r of B, and the weights of all copies add up to that of the row: a row of weight 2 is the
   row twice. A row of weight 0 is an ignored one. *)
Theorem weight_is_repetition (B C I : finType) (z : B -> I -> logit) (y : B -> option I) (w : B -> R) (f : C -> B) (v : C -> R) :
  (forall c, 0 <= v c) -> (forall r, w r = Σ c | f c == r, v c) ->
  mean_softmax_cross_entropy (fun c => z (f c)) (fun c => y (f c)) v = mean_softmax_cross_entropy z y w /\
  mean_softmax_cross_entropy z (fun r => if is_zero (w r) then None else y r) w = mean_softmax_cross_entropy z y w.
Proof.
move=> v0 copies; split.
  have cw r : counted y w r = Σ c | f c == r, counted (fun c => y (f c)) v c.
    rewrite /counted copies; case e: (y r) => [k|].
      by apply: eq_bigr => c /eqP ->; rewrite e.
    by rewrite big1 // => c /eqP ->; rewrite e.
  have cv0 c : 0 <= counted (fun c => y (f c)) v c by apply: counted_ge0.
  have h : hopeless (fun c => z (f c)) (fun c => y (f c)) v = hopeless z y w.
    apply/existsP/existsP => -[r /andP [n inf]].
      exists (f r); rewrite [row_loss _ _ _]/(row_loss (fun c => z (f c)) (fun c => y (f c)) r) inf andbT.
      apply/is_zeroP => zr; move/is_zeroP: n; apply; apply: Rle_antisym => //; rewrite -zr cw (bigD1 r) //=.
      have := @sum_ge0 _ (fun c => (f c == f r) && (c != r)) (counted (fun c => y (f c)) v) (fun c _ => cv0 c); lra.
    case: (boolP [exists c, (f c == r) && ~~ is_zero (counted (fun c => y (f c)) v c)]) => [/existsP [c /andP [/eqP e nc]] | /existsPn none].
      by exists c; rewrite nc /row_loss e; move: inf; rewrite /row_loss.
    case/is_zeroP: n; rewrite cw big1 // => c fc; have := none c; rewrite fc negbK => /is_zeroP.
    by [].
  rewrite /mean_softmax_cross_entropy h; case: hopeless => //; congr Finite; congr (_ / _).
    rewrite [RHS](_ : _ = Σ r, Σ c | f c == r, counted (fun c => y (f c)) v c * real (row_loss z y r)).
      by rewrite (sum_groups f); apply: sum_eq => r; apply: eq_bigr => c /eqP <-.
    by apply: sum_eq => r; rewrite cw big_distrl.
  by rewrite (sum_groups f); apply: sum_eq => r; rewrite cw.
have c0 r : counted (fun r => if is_zero (w r) then None else y r) w r = counted y w r.
  by rewrite /counted; case: is_zeroP => // ->; case: (y r).
have l r : counted y w r <> 0 -> row_loss z (fun r => if is_zero (w r) then None else y r) r = row_loss z y r.
  by rewrite /counted /row_loss; case: is_zeroP => // ->; case: (y r).
rewrite /mean_softmax_cross_entropy; have -> : hopeless z (fun r => if is_zero (w r) then None else y r) w = hopeless z y w.
  by apply: eq_existsb => r; rewrite c0; case: is_zeroP => // n; rewrite l.
case: hopeless => //; congr Finite; congr (_ / _); last by apply: sum_eq => r; rewrite c0.
apply: sum_eq => r; rewrite c0; case: (Req_dec (counted y w r) 0) => [-> | n]; [ring | by rewrite l].
Qed.

Theorem weights_scale (B I : finType) (z : B -> I -> logit) (y : B -> option I) (w : B -> R) (c : R) : 0 < c ->
  0 < Σ r, counted y w r ->
  mean_softmax_cross_entropy z y (fun r => c * w r) = mean_softmax_cross_entropy z y w.
Proof.
move=> c0 W0; have cc r : counted y (fun r => c * w r) r = c * counted y w r by rewrite /counted; case: (y r) => *; ring.
rewrite /mean_softmax_cross_entropy; have -> : hopeless z y (fun r => c * w r) = hopeless z y w.
  apply: eq_existsb => r; rewrite cc; congr (~~ _ && _); apply/is_zeroP/is_zeroP => [e | ->]; last ring.
  by case: (Rmult_integral _ _ e) => // ?; lra.
case: hopeless => //; congr Finite; have -> : Σ r, counted y (fun r => c * w r) r = c * Σ r, counted y w r.
  by rewrite -sum_scal; apply: sum_eq.
have -> : Σ r, counted y (fun r => c * w r) r * real (row_loss z y r) = c * Σ r, counted y w r * real (row_loss z y r).
  by rewrite -sum_scal; apply: sum_eq => r; rewrite cc; ring.
by field; lra.
Qed.

(* The rows of a batch, and one more. *)
Definition and_row (B X : Type) (rows : B -> X) (more : X) (r : option B) := if r is Some r then rows r else more.

(* Whatever logits and weights ignored rows have: with one more, or with others, the value is the same, and their
   gradient is 0. *)
Theorem ignored_rows_do_not_count (B I : finType) (z z' : B -> I -> logit) (y : B -> option I) (w w' : B -> R)
    (ignored : I -> logit) (weight : R) :
  mean_softmax_cross_entropy (and_row z ignored) (and_row y None) (and_row w weight) = mean_softmax_cross_entropy z y w /\
  ((forall r, y r <> None -> z r = z' r /\ w r = w' r) ->
    mean_softmax_cross_entropy z y w = mean_softmax_cross_entropy z' y w') /\
  forall r i, y r = None -> mean_softmax_cross_entropy_gradient z y w r i = 0.
Proof.
split.
  have h : hopeless (and_row z ignored) (and_row y None) (and_row w weight) = hopeless z y w.
    apply/existsP/existsP => [[[r|] e] | [r e]]; [by exists r | | by exists (Some r)].
    by move: e; rewrite /counted /= is_zero_0.
  rewrite /mean_softmax_cross_entropy h; case: hopeless => //; congr Finite.
  by rewrite !sum_option /counted /= Rmult_0_l !Rplus_0_l.
split=> [same |]; last by move=> r i e; rewrite /mean_softmax_cross_entropy_gradient e.
have c r : counted y w r = counted y w' r.
  by rewrite /counted; case e: (y r) => [k|] //; have [_ ->] := same r ltac:(by rewrite e).
have l r : row_loss z y r = row_loss z' y r.
  by rewrite /row_loss; case e: (y r) => [k|] //; have [-> _] := same r ltac:(by rewrite e).
rewrite /mean_softmax_cross_entropy; have -> : hopeless z y w = hopeless z' y w' by apply: eq_existsb => r; rewrite c l.
by case: hopeless => //; congr Finite; congr (_ / _); apply: sum_eq => r; rewrite ?c ?l.
Qed.

(* The derivative in the logit of class i of row r, where the mean is finite. *)
Theorem mean_gradient_by_rows (B I : finType) (z : B -> I -> logit) (y : B -> option I) (w : B -> R) (r : B) (c i : I) :
  y r = Some c ->
  let moved h s := if s == r then line (z r) (axis i) h else z s in
  (batch z y w -> is_finite (mean_softmax_cross_entropy z y w) ->
    is_derive (fun h => real (mean_softmax_cross_entropy (moved h) y w)) 0 (mean_softmax_cross_entropy_gradient z y w r i)) /\
  mean_softmax_cross_entropy_gradient z y w r i =
    w r / (Σ r, counted y w r) * softmax_cross_entropy_gradient (z r) (axis c) i.
Proof.
move=> e moved; have g : mean_softmax_cross_entropy_gradient z y w r i =
    w r / (Σ r, counted y w r) * softmax_cross_entropy_gradient (z r) (axis c) i.
  rewrite /mean_softmax_cross_entropy_gradient e /softmax_cross_entropy_gradient /hat.
  have -> : mass (axis c) = 1 by rewrite /mass -[RHS](sum_only (fun _ => 1) c).
  by rewrite /Rdiv Rinv_1; ring.
split=> // -[w0 [W0 l]] fin; have nh : ~~ hopeless z y w by move: fin; rewrite /mean_softmax_cross_entropy; case: hopeless.
have same h : hopeless (moved h) y w = false.
  rewrite -(negbTE nh); apply: eq_existsb => s; congr (_ && ~~ _); rewrite /row_loss /moved.
  by case: eqP => [-> | //]; rewrite e /label_loss /line; case: (z r c).
set W := Σ r, counted y w r in g W0 *.
apply: (is_derive_ext (fun h => (Σ s, counted y w s * real (row_loss (moved h) y s) - 0) * / W)) => [h|].
  by rewrite /mean_softmax_cross_entropy same Rminus_0_r.
have -> : mean_softmax_cross_entropy_gradient z y w r i =
    (Σ s, if s == r then w r * softmax_cross_entropy_gradient (z r) (axis c) i else 0) * / W.
  by rewrite g (sum_only (fun _ => w r * softmax_cross_entropy_gradient (z r) (axis c) i) r) /Rdiv; ring.
apply: is_derive_affine; apply: is_derive_sum => s; rewrite /row_loss /moved; case: eqP => [-> | _]; last first.
  by apply: is_derive_const.
rewrite e /counted e; case: (Req_dec (w r) 0) => [-> | n].
  rewrite Rmult_0_l; apply: (is_derive_ext (fun _ => 0)) => [h|]; [by rewrite Rmult_0_l | exact: is_derive_const].
have lr : logits (z r) by apply: l; rewrite /counted e.
have f : is_finite (label_loss (z r) c).
  by have := not_hopeless (r := r) nh; rewrite /counted e /row_loss e => /(_ n) ->.
have s0 : permits (z r) (axis c).
  apply/forallP => k; apply/implyP => mk; apply/is_zeroP; rewrite /axis; case: eqP => // ek.
  by move: f mk; rewrite /label_loss ek; case: (z r c).
have [d _] := softmax_ce_gradient i lr s0.
have := is_derive_affine 0 (w r) d; rewrite Rmult_comm; apply: is_derive_ext => h.
by rewrite label_loss_hard ?Rminus_0_r 1?Rmult_comm //; apply: logits_line.
Qed.

(* Of the losses of the rows that are not ignored; +∞ if one of them is. *)
Theorem sequence_perplexity_is_exp_of_the_mean (B I : finType) (z : B -> I -> logit) (y : B -> option I) :
  batch z y (fun _ => 1) ->
  ((forall r, y r <> None -> is_finite (row_loss z y r)) ->
    sequence_perplexity z y = Finite (exp ((Σ r | isSome (y r), real (row_loss z y r)) / INR #|[pred r | isSome (y r)]|))) /\
  ((exists r, row_loss z y r = p_infty) -> sequence_perplexity z y = p_infty).
Proof.
move=> _; set w := fun _ : B => 1.
have one r : counted y w r = if isSome (y r) then 1 else 0 by rewrite /counted; case: (y r).
have number : Σ r, counted y w r = INR #|[pred r | isSome (y r)]|.
  by rewrite -sum1_card (big_morph INR plus_INR (erefl (INR 0))) [RHS]big_mkcond; apply: sum_eq.
have losses : Σ r, counted y w r * real (row_loss z y r) = Σ r | isSome (y r), real (row_loss z y r).
  by rewrite [RHS]big_mkcond; apply: sum_eq => r; rewrite one; case: isSome; ring.
rewrite /sequence_perplexity /mean_softmax_cross_entropy -/w; split=> [fin | [r inf]].
  have -> : hopeless z y w = false; last by rewrite losses number.
  apply/negbTE/existsPn => r; rewrite one negb_and !negbK; case e: (y r) => [c|] /=; last by rewrite is_zero_0.
  by rewrite fin ?e // orbT.
have -> // : hopeless z y w = true; apply/existsP; exists r; rewrite inf andbT one.
by move: inf; rewrite /row_loss; case: (y r) => [c|] // _; apply/is_zeroP; lra.
Qed.

(* The rows of B, then those of C: the mean of all is the weighted mean of the means. *)
Theorem mean_splits (B C I : finType) (z : B + C -> I -> logit) (y : B + C -> option I) (w : B + C -> R) :
  (forall r, 0 <= w r) ->
  let first := Σ r, counted (fun r => y (inl r)) (fun r => w (inl r)) r in
  let second := Σ r, counted (fun r => y (inr r)) (fun r => w (inr r)) r in
  0 < first -> 0 < second ->
  mean_softmax_cross_entropy z y w =
    (first / (first + second) * mean_softmax_cross_entropy (fun r => z (inl r)) (fun r => y (inl r)) (fun r => w (inl r)) +
     second / (first + second) * mean_softmax_cross_entropy (fun r => z (inr r)) (fun r => y (inr r)) (fun r => w (inr r)))%Rbar.
Proof.
move=> w0 first second f0 s0; have s (F : B + C -> R) : Σ r, F r = (Σ r, F (inl r)) + Σ r, F (inr r) by exact: big_sumType.
have h : hopeless z y w = hopeless (fun r => z (inl r)) (fun r => y (inl r)) (fun r => w (inl r))
    || hopeless (fun r => z (inr r)) (fun r => y (inr r)) (fun r => w (inr r)).
  apply/existsP/orP => [[[r|r] e] | [/existsP [r e] | /existsP [r e]]].
  - by left; apply/existsP; exists r.
  - by right; apply/existsP; exists r.
  - by exists (inl r).
  - by exists (inr r).
have [p1 p2] : 0 < first / (first + second) /\ 0 < second / (first + second) by split; apply: Rdiv_lt_0_compat; lra.
rewrite /mean_softmax_cross_entropy h !s.
case: (hopeless (fun r => z (inl r)) _ _); case: (hopeless (fun r => z (inr r)) _ _); rewrite /orb ?times_infinity //.
pose n1 := Σ r, counted (fun r => y (inl r)) (fun r => w (inl r)) r * real (row_loss (fun r => z (inl r)) (fun r => y (inl r)) r).
pose n2 := Σ r, counted (fun r => y (inr r)) (fun r => w (inr r)) r * real (row_loss (fun r => z (inr r)) (fun r => y (inr r)) r).
have e : (n1 + n2) / (first + second) = first / (first + second) * (n1 / first) + second / (first + second) * (n2 / second).
  by field; lra.
by rewrite /=; congr Finite; exact: e.
Qed.

(* For every step d: the mean loss lies above its tangents. *)
Theorem mean_gradient_is_the_slope (B I : finType) (z : B -> I -> logit) (y : B -> option I) (w : B -> R) (d : B -> I -> R) :
  batch z y w ->
  (mean_softmax_cross_entropy z y w + Σ r, Σ i, mean_softmax_cross_entropy_gradient z y w r i * d r i
    <= mean_softmax_cross_entropy (fun r => step (z r) (d r)) y w)%Rbar.
Proof.
move=> [w0 [W0 l]]; set z' := fun r => step (z r) (d r).
have same r : is_finite (row_loss z' y r) = is_finite (row_loss z y r).
  by rewrite /row_loss; case: (y r) => // c; rewrite /label_loss /z' /step; case: (z r c).
have h : hopeless z' y w = hopeless z y w by apply: eq_existsb => r; rewrite same.
rewrite /mean_softmax_cross_entropy h; case: (boolP (hopeless z y w)) => //= nh.
set W := Σ r, counted y w r.
have -> : Σ r, Σ i, mean_softmax_cross_entropy_gradient z y w r i * d r i =
    (Σ r, counted y w r * Σ i, (if y r is Some c then softmax (z r) i - axis c i else 0) * d r i) / W.
  rewrite -sum_div; apply: sum_eq => r; rewrite /Rdiv Rmult_assoc (Rmult_comm _ (/ W)) -Rmult_assoc -sum_scal.
  apply: sum_eq => i; rewrite /mean_softmax_cross_entropy_gradient -/W /counted; case: (y r) => [c|]; rewrite /Rdiv; ring.
rewrite -Rdiv_plus_distr; apply: Rmult_le_compat_r; first by left; apply: Rinv_0_lt_compat.
rewrite -sum_plus; apply: sum_le => r _; rewrite -Rmult_plus_distr_l.
case: (Req_dec (counted y w r) 0) => [-> | n]; first by rewrite !Rmult_0_l; lra.
apply: Rmult_le_compat_l; first exact: counted_ge0.
have lr := l r n; have := not_hopeless nh n; have := not_hopeless (z := z') (y := y) (w := w) ltac:(by rewrite h) n.
move: n; rewrite /counted /row_loss; case: (y r) => [c|] // _.
have lr' : logits (z' r) by apply: logits_step.
rewrite !label_loss_hard // => f' f; have := gradient_is_the_slope (axis c) (d r) lr; rewrite -/(z' r) f f' /=.
have ma : mass (axis c) = 1 by rewrite /mass -[RHS](sum_only (fun _ => 1) c).
have -> : Σ i, softmax_cross_entropy_gradient (z r) (axis c) i * d r i = Σ i, (softmax (z r) i - axis c i) * d r i; last by lra.
by apply: sum_eq => i; rewrite /softmax_cross_entropy_gradient /hat ma /Rdiv Rinv_1 Rmult_1_r.
Qed.

(* Equal logits have the perplexity n. *)
Theorem sequence_perplexity_range (B I : finType) (z : B -> I -> logit) (y : B -> option I) : batch z y (fun _ => 1) ->
  (1 <= sequence_perplexity z y)%Rbar /\
  ((forall r, y r <> None -> exists x, forall i, z r i = Logit x) -> sequence_perplexity z y = Finite (INR #|I|)).
Proof.
move=> [_ [W0 l]]; set w := fun _ : B => 1; have {}W0 : 0 < Σ r, counted y w r := W0.
have w0 r : 0 <= w r by rewrite /w; lra.
have c0 r : 0 <= counted y w r by apply: counted_ge0.
rewrite /sequence_perplexity /mean_softmax_cross_entropy -/w; split.
  case: (boolP (hopeless z y w)) => //= nh; rewrite -{1}exp_0.
  have le : 0 <= (Σ r, counted y w r * real (row_loss z y r)) / Σ r, counted y w r.
    apply: Rmult_le_pos; last by left; apply: Rinv_0_lt_compat.
    apply: sum_ge0 => r _; case: (Req_dec (counted y w r) 0) => [-> | n]; first by rewrite Rmult_0_l; lra.
    apply: Rmult_le_pos => //; have lr := l r n; move: n (not_hopeless nh n); rewrite /counted /row_loss.
    by case: (y r) => [c|] // _ f; have := label_loss_ge0 c lr; rewrite f.
  by case: le => [lt | <-]; [left; apply: exp_increasing | right].
move=> same; have each r : y r <> None -> row_loss z y r = Finite (ln (INR #|I|)).
  rewrite /row_loss; case e: (y r) => [c|] // _; have [x ex] := same r ltac:(by rewrite e).
  rewrite /label_loss ex; congr Finite; rewrite /log_sum_exp (sum_eq (fun _ => exp x)) => [|i]; last by rewrite ex.
  have n : 0 < INR #|I| by apply: lt_0_INR; apply/ltP; apply/card_gt0P; exists c.
  by rewrite sum_const ln_mult ?ln_exp //; [ring | apply: exp_pos].
have term r : counted y w r * real (row_loss z y r) = counted y w r * ln (INR #|I|).
  by have := each r; rewrite /counted; case: (y r) => [c|] => [-> // | _]; rewrite !Rmult_0_l.
have -> : hopeless z y w = false.
  apply/negbTE/existsPn => r; have := each r; rewrite /counted; case: (y r) => [c|] => [-> // | _]; first by rewrite andbF.
  by rewrite is_zero_0.
rewrite (sum_eq _ term) sum_scal_r /Rdiv (Rmult_comm _ (ln _)) Rmult_assoc Rinv_r; last lra.
rewrite Rmult_1_r exp_ln //; have [r n] : exists r, counted y w r <> 0.
  case: (boolP [exists r, ~~ is_zero (counted y w r)]) => [/existsP [r /is_zeroP n] | /existsPn none]; first by exists r.
  by move: W0; rewrite big1 => [|r _]; [lra | have := none r; rewrite negbK => /is_zeroP].
by move: n; rewrite /counted; case: (y r) => [c|] // _; apply: lt_0_INR; apply/ltP; apply/card_gt0P; exists c.
Qed.
