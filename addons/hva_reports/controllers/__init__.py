from . import (
    export_download,
)
