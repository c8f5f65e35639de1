from . import hva_case_reply
