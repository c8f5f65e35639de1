from . import (
    hva_publish_setting,
    hva_target_standing,
)
