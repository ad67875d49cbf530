"""What a configuration file says of options, as Click looks it up: a ``default_map`` in the shape of the commands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from framing.config import config_file, read_config
from framing.errors import UsageError

_OF_ONE_CALL: Final = frozenset({"quiet", "verbose"})
"""Options that no file sets."""
_ALIKE: Final = 0.75
"""From here on a name passes for a slip of the pen."""


def configured_defaults(context: typer.Context) -> dict[str, Any]:
    """The defaults of all commands, as the configuration file in use says; nothing where there is none.

    A table is a command, or a group of commands. A key is the long name of an option without its dashes: in the table
    of a command it is for that command; elsewhere for every command of the group, or of the program, that has it.

    Args:
        context: of the program as a whole.

    Returns:
        The options of each command by the names of their parameters, under the command's name and that of its group.

    Raises:
        UsageError: the file cannot be read, or names a command, an option or a value that does not exist.
        DataError: it is not TOML.

    """
    file = config_file()
    return {} if file is None else _Defaults(context, file).of(context.command, (), read_config(file), {})


@dataclass(frozen=True, slots=True)
class _Setting:
    place: str
    """Where it stands in the file, for messages."""
    value: Any


@dataclass(frozen=True, slots=True)
class _Defaults:
    context: typer.Context
    file: Path

    def of(
        self, command: object, path: tuple[str, ...], table: Mapping[str, Any], around: Mapping[str, _Setting]
    ) -> dict[str, Any]:
        """The defaults of a command or group: what its table says, and what those around it say of its options."""
        place = f"{self.file}: [{'.'.join(path)}] " if path else f"{self.file}: "
        options, commands = _options(command), command.commands if isinstance(command, TyperGroup) else {}
        tables = {key: value for key, value in table.items() if isinstance(value, dict)}
        keys = {key: _Setting(place + key, value) for key, value in table.items() if key not in tables}
        for name in tables:
            if name not in commands:
                raise UsageError(f"{self.file}: [{'.'.join((*path, name))}]: no such command{_instead(name, commands)}")
        for key, setting in keys.items():
            if key not in options:
                raise UsageError(f"{setting.place}: no such option{_instead(key, options)}")
        if commands:
            return {
                name: self.of(inner, (*path, name), tables.get(name, {}), {**around, **keys})
                for name, inner in commands.items()
            }
        settings = {**around, **keys}
        return {
            options[key].name: self._checked(setting, options[key], " ".join(path))
            for key, setting in settings.items()
            if key in options
        }

    def _checked(self, setting: _Setting, option: TyperOption, command: str) -> Any:
        """A value as the command line would give it, once the option has taken it."""
        value = setting.value
        try:
            if option.is_flag:
                if not isinstance(value, bool):
                    raise typer.BadParameter("write true or false")
                return value
            given = [_word(part) for part in _list(value)] if option.multiple else _word(value)
            option.process_value(self.context, given)
        except typer.BadParameter as error:
            raise UsageError(f"{setting.place}: not for 'framing {command}': {error.message}") from error
        return given


def _options(command: object) -> dict[str, TyperOption]:
    """The options of a command, or of all commands of a group, by their long names without dashes."""
    if isinstance(command, TyperGroup):
        return {name: option for inner in command.commands.values() for name, option in _options(inner).items()}
    found = [p for p in command.params if isinstance(p, TyperOption)] if isinstance(command, TyperCommand) else []
    named = {next(name for name in option.opts if name.startswith("--"))[2:]: option for option in found}
    return {name: option for name, option in named.items() if name not in _OF_ONE_CALL}


def _word(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise typer.BadParameter("write a text or a number")
    return str(value)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise typer.BadParameter("write a list")
    return value


def _instead(name: str, known: Collection[str]) -> str:
    if near := get_close_matches(name, known, cutoff=_ALIKE):
        return f"; did you mean {near[0]!r}?"
    return f"; there are {', '.join(sorted(known))}" if known else ""
