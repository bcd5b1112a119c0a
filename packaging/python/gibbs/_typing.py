"""Names for the types in the signatures; imported by type checkers alone."""

from __future__ import annotations

from typing import Any, Literal, Optional, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

Arrays = ArrayLike
Numbers = Any  # a NumPy scalar, or an array of them
Vectors = NDArray[np.floating]
Out = Union[None, NDArray[np.floating], Tuple[NDArray[np.floating], ...]]
Unit = Literal["nat", "bit", "hartley"]
