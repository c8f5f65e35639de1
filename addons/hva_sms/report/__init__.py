from . import visit_outcome
