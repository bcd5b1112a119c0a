(* The bounds of lib/kernels/bounds.hpp, as they stand there; tests/proofs/bounds_test.py compares the two. *)
From Gibbs.sums Require Export Binary64.
From mathcomp Require Export div.
Open Scope R_scope.

Definition vectors (n lanes : nat) := INR (n %/ lanes + 2).
Definition group_error n lanes := 11 * pow2 (-52) + vectors n lanes * vectors n lanes * pow2 (-107).
Definition long_error n lanes :=
  (Rmin (vectors n lanes) 512 + 12) * (17 / 16 * pow2 (-53)) + vectors n lanes * vectors n lanes * pow2 (-107).
Definition pair_error n lanes := (Rmin (vectors n lanes) 514 + vectors n lanes / 2048 + 6) * (21 * pow2 (-106)).
Definition grid_error n lanes grid := vectors n lanes * INR lanes * (grid * (9 / 8 * pow2 (-103))).

(* Of the elementary functions, proved by Gappa (lib/kernels/proofs). *)
Definition log_error := pow2 (-51).
Definition log_offset := pow2 (-84).
Definition rough_log_error := 7 / 4 * pow2 (-62).
Definition exp_error := pow2 (-70).
Definition rough_exp_error := 3 / 2 * pow2 (-62).
(* Of sums of weights times logarithms, beside grid_error. *)
Definition gathered_log_error := 77 / 64 * pow2 (-50).
Definition gathered_log_offset := 161 / 128 * pow2 (-82).
Definition gathered_rough_log_error := 7 / 4 * pow2 (-60).
(* Of sums of exponentials, beside pair_error. *)
Definition gathered_exp_error := 3 / 2 * pow2 (-69).
Definition gathered_rough_exp_error := 367 / 256 * pow2 (-59).

(* As many elements as any bound is for. *)
Definition most := pow2 34.

Lemma vectors_ge2 n lanes : 2 <= vectors n lanes.
Proof. by rewrite /vectors plus_INR; have := pos_INR (n %/ lanes); move: (INR _) => x; rewrite /=; lra. Qed.
Lemma vectors_most n lanes : INR n <= most -> vectors n lanes <= most + 2.
Proof.
move=> h; rewrite /vectors plus_INR; have : INR (n %/ lanes) <= INR n by apply: le_INR; apply/leP; apply: leq_div.
by rewrite /=; lra.
Qed.
(* Groups of k vectors. *)
Lemma groups_of k n lanes m : (0 < k)%N -> (m <= n %/ (k * lanes) + 1)%N -> INR k * (INR m - 1) <= vectors n lanes - 2.
Proof.
move=> k0 h; rewrite /vectors plus_INR.
have : (k * (n %/ (k * lanes)) <= n %/ lanes)%N by rewrite mulnC [(k * lanes)%N]mulnC divnMA; apply: leq_trunc_div.
move=> /leP /le_INR; rewrite mult_INR; move: h => /leP /le_INR; rewrite plus_INR.
have : 0 <= INR k by exact: pos_INR.
by move: (INR m) (INR k) (INR (n %/ _)) (INR (n %/ lanes)) => a b c d; rewrite /=; nra.
Qed.
Lemma pow2_52 : pow2 (-52) = 2 * u.
Proof. by rewrite u_is /pow2 /=; lra. Qed.
Lemma pow2_53 : pow2 (-53) = u.
Proof. by rewrite u_is /pow2 /=; lra. Qed.
Lemma pow2_107 : pow2 (-107) = u ^ 2 / 2.
Proof. by rewrite u_is /pow2 /=; lra. Qed.
Lemma pow2_106 : pow2 (-106) = u ^ 2.
Proof. by rewrite u_is /pow2 /=; lra. Qed.
Lemma pow2_103 : pow2 (-103) = 8 * u ^ 2.
Proof. by rewrite u_is /pow2 /=; lra. Qed.
Lemma most_is : most = 17179869184.
Proof. by rewrite /most /pow2 /=; lra. Qed.
Lemma INR_8 : INR 8 = 8. Proof. by rewrite INR_IZR_INZ. Qed.
Lemma INR_32 : INR 32 = 32. Proof. by rewrite INR_IZR_INZ. Qed.
Lemma INR_512 : INR 512 = 512. Proof. by rewrite INR_IZR_INZ. Qed.
Lemma INR_1920 : INR 1920 = 1920. Proof. by rewrite INR_IZR_INZ. Qed.
