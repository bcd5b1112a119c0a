"""gibbs book --certify: what is true passes, the first falsehood is named."""
import unittest

from harness import CliTest


class Certify(CliTest):
    def true(self, *lines):
        self.assertIn("true", self.expect(0, "book", "--certify", self.file("n.txt", "\n".join(lines) + "\n")))

    def false(self, message, line):
        self.refuse(message, "book", "--certify", self.file("n.txt", "1.5 entropy unit=bit p=2,1,1\n" + line + "\n"))

    def test_the_nearest_number(self):
        self.true("1.5 entropy unit=bit p=2,1,1", "inf kl_divergence unit=nat p=1,1 q=1,0", "0.5 softmax[1] z=3,3",
                  "0.6931471805599453 mean_softmax_cross_entropy z=0,0;1,1 y=0,1", "2 sequence_perplexity z=0,0 y=0")
        self.false("false: .*the nearest number is 1.5", "1.5000000000000002 entropy unit=bit p=2,1,1")
        self.false("lacks q", "0 kl_divergence unit=bit p=1,1")
        self.false("has no component 2", "0.5 softmax[2] z=3,3")

    def test_what_is_computed_on_a_stack(self):
        self.true("~ 0.2500 0.00005 1 4 /", "~ 0.6931 0.00005 2 ln", "~ 2 0 ?entropy|unit=bit|p=1,1,1,1", "~ 0 0 0 0 ln *",
                  "~ inf 0 1 0 /", "~ 9 0 1 2 + =0 @0 *", "~ 1.3863 0.00005 ?kl_divergence|unit=nat|p=1,0|q=1,3",
                  "~ 3 0 7 2 / floor", "~ 4 0 7 2 / ceil", "~ 7 0 7 2 max", "~ 2 0 7 2 min", "~ 2 0 -2 abs", "~ 3 0 9 sqrt", "~ -1 0 1 exp ln neg")
        self.false("false: .*it is 0.25", "~ 0.2501 0.00005 1 4 /")
        self.false("false: ", "~ 0.25 0.1 1 0 /")
        self.false("a value is missing", "~ 1 0 1 +")
        self.false("2 values are left", "~ 1 0 1 2")
        self.false("nothing is named @1", "~ 1 0 @1")


if __name__ == "__main__":
    unittest.main()
