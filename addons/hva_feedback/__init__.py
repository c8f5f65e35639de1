from . import controllers, models, report, wizard
from .hooks import uninstall_hook
from .tools import log_mask

log_mask.install()
