from . import hva_target_standing
