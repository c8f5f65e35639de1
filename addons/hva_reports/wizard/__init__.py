from . import (
    hva_county_figure_import,
    hva_publish_setting,
    hva_target_standing,
)
