(* Sums of numbers, plainly one after the other or over the lanes of a vector, in the order of any tree. *)
From Gibbs.sums Require Export Binary64.
Open Scope R_scope.

Definition sum (xs : seq R) := foldr Rplus 0 xs.
Definition size_of (xs : seq R) := sum (map Rabs xs).  (* Σ|x| *)
Notation all_in xs P := (forall x, List.In x xs -> P x).

Lemma sum_cat xs ys : sum (xs ++ ys) = sum xs + sum ys.
Proof. by elim: xs => [|x xs IH] /=; [ring | rewrite IH; ring]. Qed.
Lemma sum_rcons xs x : sum (rcons xs x) = sum xs + x.
Proof. by rewrite -cats1 sum_cat /=; ring. Qed.
Lemma size_cons_of x xs : size_of (x :: xs) = Rabs x + size_of xs.
Proof. by []. Qed.
Lemma size_cat_of xs ys : size_of (xs ++ ys) = size_of xs + size_of ys.
Proof. by rewrite /size_of map_cat sum_cat. Qed.
Lemma size_rcons_of xs x : size_of (rcons xs x) = size_of xs + Rabs x.
Proof. by rewrite /size_of map_rcons sum_rcons. Qed.
Lemma size_ge0 xs : 0 <= size_of xs.
Proof. by elim: xs => [|y ys IH]; rewrite /size_of /=; [lra | have := Rabs_pos y; rewrite -/(size_of ys); lra]. Qed.
Lemma abs_sum xs : Rabs (sum xs) <= size_of xs.
Proof.
elim: xs => [|y ys IH]; rewrite /size_of /=; first by rewrite Rabs_R0; lra.
by have := Rabs_triang y (sum ys); rewrite -/(size_of ys); lra.
Qed.
Lemma in_cat_l T (x : T) xs ys : List.In x xs -> List.In x (xs ++ ys).
Proof. by move=> h; apply: List.in_or_app; left. Qed.
Lemma in_cat_r T (x : T) xs ys : List.In x ys -> List.In x (xs ++ ys).
Proof. by move=> h; apply: List.in_or_app; right. Qed.
Lemma Rabs_near x y e : Rabs (x - y) <= e -> Rabs x <= Rabs y + e.
Proof. by move=> h; have := Rabs_triang (x - y) y; replace (x - y + y) with x by ring; lra. Qed.
Lemma Rabs_chain x y z d e : Rabs (x - y) <= d -> Rabs (y - z) <= e -> Rabs (x - z) <= d + e.
Proof. by move=> h k; have := Rabs_triang (x - y) (y - z); replace (x - y + (y - z)) with (x - z) by ring; lra. Qed.

(* What m roundings make of a sum. *)
Definition grown m := (1 + u) ^ m.
Arguments grown : simpl never.
Lemma grown_ge1 m : 1 <= grown m.
Proof. by apply: pow_R1_Rle; have := u_gt0; lra. Qed.
Lemma grownS m : grown m.+1 = (1 + u) * grown m.
Proof. by []. Qed.
Lemma grown_add m n : grown (m + n) = grown m * grown n.
Proof. exact: pow_add. Qed.
Lemma grown_le m n : (m <= n)%N -> grown m <= grown n.
Proof. by move=> /leP h; apply: Rle_pow => //; have := u_gt0; lra. Qed.
Lemma grown_below m : INR m * u < 1 -> (1 - INR m * u) * grown m <= 1.
Proof.
have u0 := u_gt0; elim: m => [|m IH] h; first by rewrite /grown /=; lra.
rewrite S_INR in h *; have := IH ltac:(lra); have := grown_ge1 m; rewrite grownS.
by have := pos_INR m; move: (grown m) (INR m) h => w k h k0 w1 i; nra.
Qed.
Lemma grown_about m : INR m * u <= / 1000 -> grown m <= 1 + 1002 / 1000 * (INR m * u).
Proof.
move=> h; have := grown_below m; have := grown_ge1 m; have := Rmult_le_pos _ _ (pos_INR m) (Rlt_le _ _ u_gt0).
by move: (grown m) (INR m * u) h => w x h x0 w1 /(_ ltac:(lra)) i; nra.
Qed.

(* The order in which lanes are added up. *)
Inductive tree (A : Type) := Leaf (a : A) | Node (l r : tree A).
Arguments Leaf {A}. Arguments Node {A}.
Fixpoint leaves A (t : tree A) : seq A := match t with Leaf a => [:: a] | Node l r => leaves A l ++ leaves A r end.
Arguments leaves {A}.
Fixpoint depth A (t : tree A) : nat := match t with Leaf _ => 0 | Node l r => (maxn (depth A l) (depth A r)).+1 end.
Arguments depth {A}.
Fixpoint added A (f : A -> R) (t : tree A) : R := match t with Leaf a => f a | Node l r => fl (added A f l + added A f r) end.
Arguments added {A}.

Lemma tree_error A (f : A -> R) t : (forall a, List.In a (leaves t) -> number (f a)) ->
  number (added f t) /\ Rabs (added f t - sum (map f (leaves t))) <= (grown (depth t) - 1) * size_of (map f (leaves t)).
Proof.
elim: t => [a|l IHl r IHr] n /=.
  by split; [apply: n; left | rewrite /grown /= Rplus_0_r; replace (f a - f a) with 0 by ring; rewrite Rabs_R0; lra].
have [nl el] := IHl (fun a i => n a (in_cat_l _ _ _ _ i)); have [nr er] := IHr (fun a i => n a (in_cat_r _ _ _ _ i)).
split; first exact: fl_number.
rewrite map_cat sum_cat size_cat_of grownS.
have gl := grown_le _ _ (leq_maxl (depth l) (depth r)); have gr := grown_le _ _ (leq_maxr (depth l) (depth r)).
have := grown_ge1 (maxn (depth l) (depth r)); have := add_error _ _ nl nr; have u0 := u_gt0.
have sl := size_ge0 (map f (leaves l)); have sr := size_ge0 (map f (leaves r)).
have al := abs_sum (map f (leaves l)); have ar := abs_sum (map f (leaves r)).
move: (added f l) (sum (map f (leaves l))) (size_of (map f (leaves l))) (grown (depth l)) el al sl gl nl => x X A1 gl' el al sl gl nl.
move: (added f r) (sum _) (size_of _) (grown (depth r)) er ar sr gr nr => y Y A2 gr' er ar sr gr nr.
move: (grown _) gl gr => g gl gr e g1.
have {}el : Rabs (x - X) <= (g - 1) * A1 by apply: Rle_trans el _; apply: Rmult_le_compat_r => //; lra.
have {}er : Rabs (y - Y) <= (g - 1) * A2 by apply: Rle_trans er _; apply: Rmult_le_compat_r => //; lra.
have lx := Rabs_near _ _ _ el; have ly := Rabs_near _ _ _ er; have t1 := Rabs_triang x y.
have t2 := Rabs_triang (x - X) (y - Y); replace (x - X + (y - Y)) with (x + y - (X + Y)) in t2 by ring.
apply: Rle_trans (Rabs_chain _ _ _ _ _ e (Rle_trans _ _ _ t2 (Rplus_le_compat _ _ _ _ el er))) _.
have : u * Rabs (x + y) <= u * (g * (A1 + A2)) by apply: Rmult_le_compat_l; lra.
by lra.
Qed.
