"""The metrics on NumPy arrays. Run it where the package gibbs is installed: python3 metrics.py"""

import numpy as np

import gibbs

# One vector, in nats or in another unit.
p = np.array([0.5, 0.25, 0.25])
print("entropy            ", gibbs.entropy(p), "nats,", gibbs.entropy(p, unit="bit"), "bits")
print("of counts          ", gibbs.entropy([17, 4, 0, 2], counts=True, unit="bit"), "bits")

# A batch along any axis; one vector is broadcast against all of it.
models = np.array([[0.5, 0.25, 0.25], [0.4, 0.3, 0.3], [1.0, 0.0, 0.0]])
print("divergences        ", gibbs.kl_divergence(p, models))
print("of columns         ", gibbs.kl_divergence(p, models.T, axis=0))

# Logits, labels by index, and the gradient into an array that is there.
z = np.array([[2.0, 1.0, 0.0], [0.0, -np.inf, 1.0]], dtype=np.float32)
labels = np.array([0, 2])
gradient = np.empty_like(z)
gibbs.softmax_cross_entropy_gradient(z, y=labels, out=gradient)
print("losses             ", gibbs.softmax_cross_entropy(z, y=labels))
print("gradient           ", gradient.tolist())

# What is outside the domain is refused, and the message says where.
try:
    gibbs.entropy([[0.5, 0.5], [0.5, 0.75]])
except gibbs.DomainError as error:
    print("refused            ", error)
