from . import (
    hva_case_close,
    hva_contact_show,
    hva_item_import,
    hva_print,
    hva_language_file,
    hva_set_import,
    hva_set_publish,
    hva_set_statement,
    hva_unit_change,
    hva_unit_correct,
    hva_unit_import,
    hva_staff_link_show,
)
