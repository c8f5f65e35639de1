from . import hva_case_reply, hva_pool_join, hva_sms_free
