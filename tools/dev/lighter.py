"""A plugin of pytest that spares the addons' tests work whose outcome they do not look at.

- Odoo forgets after each test how its templates are compiled and which routes there are. Both are kept until a test
  changes a view, a language or a translation: its class then runs as Odoo would have it.
- A new user is invited by mail, which is drawn each time.
- Stopping the clock looks through the names of every module; that is only done where a module has got another name.
"""

from collections.abc import Callable
from typing import Any

import freezegun.api
import pytest

import odoo.tests
from odoo.orm import registry as orm_registry
from odoo.tools.translate import TranslationImporter

KEPT = {"templates", "routing"}
HARMLESS = {"default", "assets"}  # caches that are cleared for changes of other things
_state: dict[str, Any] = {"class": None, "is_touched": False}


def pytest_sessionstart() -> None:
    """Do it before the tests are imported, with the names that they import."""
    freezegun.api._get_module_attributes_hash = _names_of
    new_test_user = odoo.tests.common.new_test_user
    odoo.tests.common.new_test_user = odoo.tests.new_test_user = _without_invitation(new_test_user)
    orm_registry.Registry.clear_cache = _noticing(orm_registry.Registry.clear_cache)
    orm_registry.Registry.clear_all_caches = _sparing(orm_registry.Registry.clear_all_caches)
    TranslationImporter.save = _telling(TranslationImporter.save)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _state["class"] is not (now := getattr(item, "cls", None)):
        _state.update({"class": now, "is_touched": False})


def _names_of(module: Any) -> str:
    return f"{id(module)}-{len(getattr(module, '__dict__', ()))}"


def _without_invitation(new_test_user: Callable[..., Any]) -> Callable[..., Any]:
    def new(env: Any, *args: Any, context: dict[str, Any] | None = None, **values: Any) -> Any:
        return new_test_user(env, *args, context={"no_reset_password": True, **(context or {})}, **values)

    return new


def _noticing(clear_cache: Callable[..., None]) -> Callable[..., None]:
    def clear(registry: Any, *names: str) -> None:
        if set(names) - HARMLESS:
            _touch(registry)
        clear_cache(registry, *names)

    return clear


def _telling(save: Callable[..., None]) -> Callable[..., None]:
    """Translations are written past the views."""

    def save_and_tell(importer: Any, *args: Any, **values: Any) -> None:
        save(importer, *args, **values)
        _touch(orm_registry.Registry(importer.cr.dbname))

    return save_and_tell


def _touch(registry: Any) -> None:
    """Forget what was kept, and keep nothing until the end of the class."""
    _state["is_touched"] = True
    for name in KEPT:
        registry._Registry__caches[name].clear()


def _sparing(clear_all_caches: Callable[[Any], None]) -> Callable[[Any], None]:
    def clear(registry: Any) -> None:
        if _state["is_touched"]:
            clear_all_caches(registry)
            return
        for name, cache in registry._Registry__caches.items():
            if name not in KEPT:
                cache.clear()
        registry.cache_invalidated.update(orm_registry._CACHES_BY_KEY)

    return clear
