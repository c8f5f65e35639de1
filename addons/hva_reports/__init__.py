from . import models, report, controllers
