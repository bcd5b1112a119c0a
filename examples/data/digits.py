"""The logits, labels and confusion table of a classifier of scikit-learn's digits, as files for `gibbs check --data`.

    python3 digits.py FOLDER
    gibbs check --subject scipy --data logits=FOLDER/logits.npy --data labels=FOLDER/labels.csv --data count-tables=FOLDER/confusion.csv
"""
import pathlib
import sys

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split


def main(folder):
    images, labels = load_digits(return_X_y=True)
    seen, unseen, seen_labels, unseen_labels = train_test_split(images / 16, labels, random_state=0)
    classifier = LogisticRegression(max_iter=200).fit(seen, seen_labels)
    logits = classifier.decision_function(unseen)
    np.save(folder / "logits.npy", logits)
    np.savetxt(folder / "labels.csv", unseen_labels, fmt="%d")
    np.savetxt(folder / "confusion.csv", confusion_matrix(unseen_labels, logits.argmax(axis=1)), fmt="%d", delimiter=",")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
