from . import (
    hva_case_close,
    hva_set_publish,
)
