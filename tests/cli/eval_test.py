"""gibbs eval: values, enclosures, and every way to give numbers."""
import fractions
import re
import unittest

from harness import CliTest

LN2 = fractions.Fraction("0.693147180559945309417232121458176568075500134360255254120680009")


class Eval(CliTest):
    def value(self, *arguments, **how):
        """The value printed, in decimal and in hexadecimal."""
        match = re.search(r"(?m)^value +(\S+) +(\S+)$", self.expect(0, "eval", *arguments, **how))
        return match.group(1), match.group(2)

    def test_value_enclosure_and_error(self):
        self.assertEqual(self.expect(0, "eval", "entropy", "1/2,1/4,1/4", "--unit", "bit"),
                         "entropy(p) = −Σ p̂ᵢ log p̂ᵢ in bit\n"
                         "value       1.5                      0x1.8p+0\n"
                         "  enclosure [1.5, 1.5]\n"
                         "  error     0 ulp\n")
        text = self.expect(0, "eval", "log_sum_exp", "0,0")
        lower, upper = map(fractions.Fraction, re.search(r"\[(\S+), (\S+)\]", text).groups())
        self.assertLess(lower, LN2)
        self.assertLess(LN2, upper)
        error = fractions.Fraction(re.search(r"error +(\S+) ulp", text).group(1))
        exact = abs(fractions.Fraction(float.fromhex("0x1.62e42fefa39efp-1")) - LN2) * 2**53
        self.assertLess(abs(error - exact), fractions.Fraction(1, 10000))  # four digits are shown

    def test_a_vector_has_one_block_per_class(self):
        text = self.expect(0, "eval", "softmax", "40,0")
        self.assertIn("softmax[1]  4.248354255291589e-18    0x1.39792499b1a24p-58\n", text)
        self.assertEqual(text.count("enclosure"), 2)

    def test_units_formats_and_counts(self):
        self.assertEqual(self.value("self_information", "1/1024", "--unit", "bit")[0], "10")
        self.assertEqual(self.value("entropy", "1/2,1/2", "--unit", "nat"), ("0.6931471805599453", "0x1.62e42fefa39efp-1"))
        self.assertEqual(self.value("entropy", "1/2,1/2", "--format", "binary32"), ("0.6931472", "0x1.62e43p-1"))
        self.assertEqual(self.value("entropy", "--counts", "3,1,0,4", "--unit", "bit"), self.value("entropy", "3/8,1/8,0,1/2", "--unit", "bit"))
        self.assertEqual(self.value("mutual_information", "--counts", "5,0;0,5", "--unit", "bit")[0], "1")
        self.assertEqual(self.value("kl_divergence", "--counts", "1,1", "1e300,1e300")[0], "0")
        self.assertEqual(self.value("kl_divergence", "1,0", "0,1")[0], "inf")

    def test_numbers(self):
        for half in ("0.5", ".5", "5e-1", "1/2", "0x1p-1", "0X8p-4", "0x.8p0"):
            self.assertEqual(self.value("self_information", half, "--unit", "bit")[0], "1", half)
        self.assertEqual(self.value("log_sum_exp", "-1,-inf"), ("-1", "-0x1p+0"))
        self.assertEqual(self.value("log_sum_exp", "-.5")[0], "-0.5")
        self.assertEqual(self.value("log_sum_exp", "--", "-1")[0], "-1")

    def test_arguments_by_name_and_by_place(self):
        for words in (("1,0", "1/2,1/2"), ("p=1,0", "q=1/2,1/2"), ("q=1/2,1/2", "p=1,0"), ("q=1/2,1/2", "1,0"),
                      ("@" + self.file("p", "1\n0\n"), "1/2 1/2")):
            self.assertEqual(self.value("kl_divergence", *words, "--unit", "bit")[0], "1", words)
        self.assertEqual(self.value("kl_divergence", "q=@" + self.file("q", "0.5,\t0.5\r\n"), "-", "--unit", "bit", stdin="1 0")[0], "1")

    def test_tables_by_semicolons_and_by_lines(self):
        for table in ("1/2,0;0,1/2", "1/2,0;0,1/2;", "1/2 0\n0 1/2", "@" + self.file("w", "\n0.5,0\r\n0,0.5\r\n\n")):
            self.assertEqual(self.value("mutual_information", table, "--unit", "bit")[0], "1", table)

    def test_what_is_no_number_is_refused(self):
        for metric, argument, complaint in (
                ("entropy", "1,nan", r"p\[1\] = nan is not a number"),
                ("log_sum_exp", "NaN", r"z\[0\] = NaN is not a number"),
                ("mutual_information", "1,0;0,nan", r"w\[1\]\[1\] = nan is not a number"),
                ("self_information", "nan", r"p = nan is not a number"),
                ("entropy", "1/2,half", r"p\[1\] = half is not a number"),
                ("entropy", "1/0", r"p\[0\] = 1/0 is not a fraction"),
                ("log_sum_exp", "1e999", r"z\[0\] = 1e999 is beyond the range of binary64"),
                ("entropy", "1/2,,1/2", r"p\[1\] is empty"),
                ("entropy", ",1", r"p\[0\] is empty"),
                ("entropy", "1,", r"p\[1\] is empty"),
                ("entropy", "", "p is empty"),
                ("entropy", "p=", "p is empty"),
                ("entropy", "1/2,1/2;1/2", "p has rows of 2 and 1 numbers"),
                ("entropy", "1/2,1/2;;1/2,1/2", r"p\[1\]\[0\] is empty"),
                ("self_information", "1/2;1/2,1/2", "p has rows of 1 and 2 numbers"),
                ("mutual_information", "1/4,1/4;1/2", "w has rows of 2 and 1 numbers"),
                ("mutual_information", "1/2;;1/2", r"w\[1\]\[0\] is empty"),
                ("self_information", "1/2,1/2", "p is one number, not 2")):
            self.refuse(complaint, "eval", metric, argument)
        self.refuse("beyond the largest number of binary32", "eval", "log_sum_exp", "1e39", "--format", "binary32")

    def test_what_is_outside_the_domain_is_refused(self):
        self.refuse(r"p\[0\] = -0.5 is not a probability", "eval", "entropy", "-0.5,1.5")
        self.refuse(r"p", "eval", "entropy", "1/2,1/4")
        self.refuse(r"z\[1\] = Infinity is not a logit", "eval", "log_sum_exp", "0,inf")
        self.refuse(r"q", "eval", "kl_divergence", "1,0", "1/2,1/4,1/4")
        self.refuse(r"p", "eval", "entropy", "--counts", "0,0")
        self.refuse(r"p\[1\]", "eval", "entropy", "--counts", "1,-1")

    def test_a_batch_is_answered_row_by_row(self):
        text = self.expect(0, "eval", "softmax", "0,0;1,1;0,-inf")
        self.assertEqual(re.findall(r"(?m)^softmax(\S+) +(\S+)", text.split("\n", 1)[1]),
                         [("[0][0]", "0.5"), ("[0][1]", "0.5"), ("[1][0]", "0.5"), ("[1][1]", "0.5"), ("[2][0]", "1"),
                          ("[2][1]", "0")])
        text = self.expect(0, "eval", "kl_divergence", "1/2,1/2;1,0", "1/2,1/2;1/2,1/2", "--unit", "bit")
        self.assertEqual(re.findall(r"(?m)^kl_divergence(\[\S+) +(\S+)", text), [("[0]", "0"), ("[1]", "1")])
        self.assertIn("self_information[1] 2 ", self.expect(0, "eval", "self_information", "1/2;1/4", "--unit", "bit"))
        self.refuse("p has 2 rows, q has 1 row", "eval", "kl_divergence", "1/2,1/2;1,0", "1/2,1/2")
        self.refuse(r"p\[1\]\[0\] = -0.5 is not a probability", "eval", "entropy", "1/2,1/2;-0.5,1.5")

    def test_wrong_arguments_are_refused(self):
        self.refuse("entropy needs p, a vector of probabilities", "eval", "entropy")
        self.refuse("kl_divergence needs q", "eval", "kl_divergence", "1")
        self.refuse("entropy takes 1 argument; 1/2 is too many", "eval", "entropy", "1", "1/2")
        self.refuse("entropy has no argument q; it takes p", "eval", "entropy", "q=1")
        self.refuse("p is given twice", "eval", "kl_divergence", "p=1", "p=1")
        self.refuse("only one argument can come from standard input", "eval", "kl_divergence", "-", "-")
        self.refuse("log_sum_exp has no unit", "eval", "log_sum_exp", "1", "--unit", "bit")
        self.refuse("--counts: softmax takes no distribution", "eval", "softmax", "1", "--counts")

    def test_files_that_cannot_be_read_are_refused(self):
        self.refuse("cannot read none: No such file or directory", "eval", "entropy", "@none")
        self.refuse("cannot read .: Is a directory", "eval", "entropy", "@.")
        self.refuse("a file's name is missing after @", "eval", "entropy", "@")
        self.refuse(r"p is empty \(\S*empty, line 1\)", "eval", "entropy", "@" + self.file("empty", ""))
        self.refuse(r"p\[2\] = 0.2x is not a number \(\S*bad, line 2\)", "eval", "entropy", "@" + self.file("bad", "0.5,0.3,\n0.2x\n1"))
        self.refuse(r"p\[1\] is empty \(\S*half, line 1\)", "eval", "entropy", "@" + self.file("half", "0.5,"))
        self.refuse(r"is not a number \(/dev/zero, line 1\)", "eval", "entropy", "@/dev/zero")
        self.refuse(r"p is empty \(standard input, line 1\)", "eval", "entropy", "-")

    def test_long_vectors_go_without_enclosure(self):
        n = 2**17
        text = self.expect(0, "eval", "entropy", "-", "--unit", "bit", stdin=f"{1 / n!r}\n" * n)
        self.assertRegex(text, r"(?m)^value       17 ")
        self.assertIn("enclosure and error left out: more than 100000 numbers to compare\n", text)
        self.assertIn("\nenclosure left out", self.expect(0, "eval", "softmax", "-", stdin="0\n" * 400))


if __name__ == "__main__":
    unittest.main()
