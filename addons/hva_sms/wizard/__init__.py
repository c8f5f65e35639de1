from . import hva_case_reply, hva_pool_join
from . import hva_case_reply, hva_sms_free
