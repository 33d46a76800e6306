"""The process: it starts quickly, and every outcome becomes text on stderr and an exit code.

Nothing is imported at the top: ``--version`` must cost no more than Python itself.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from csmetrics.cli.app import Job
    from csmetrics.cli.terminal import Terminal
    from csmetrics.errors import CsmetricsError

    Start = Callable[[Sequence[str]], Job | int]


def main() -> None:
    """``csmetrics``, as the shell calls it.

    Everything is written and flushed here. Taking pandas apart module by module, as a normal exit does,
    would add a fifth to the time of a small file, and free nothing that the system does not free.
    """
    import os

    code = outcome(sys.argv[1:])
    try:  # noqa: SIM105 (contextlib would cost --version its import)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass  # closed: there is nobody left to tell
    os._exit(code)


def outcome(argv: Sequence[str], start: Start | None = None) -> int:
    """Run the command and give its exit code; whatever happens ends here, and the language is that of this run."""
    from contextvars import copy_context

    return copy_context().run(_outcome, argv, start)


def _outcome(argv: Sequence[str], start: Start | None) -> int:
    try:
        if list(argv) == ["--version"]:
            return _version()
        _tune()
        job = (start or _start)(argv)
        if callable(job):
            from csmetrics.cli.terminal import Terminal  # not for --version

            _tune_work()
            _speak(argv)
            job = job(Terminal.real(_quiet(argv)))
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(job)
    except BaseException as problem:  # noqa: BLE001 (this is where everything ends)
        return _ended(problem, argv)


def _start(argv: Sequence[str]) -> Job | int:
    from csmetrics.cli.app import run  # heavy

    return run(argv)


def _version() -> int:
    from csmetrics import __version__  # light, but not for an error

    if sys.stdout is not None:
        sys.stdout.write(f"csmetrics {__version__}\n")
        sys.stdout.flush()
    return 0


def _tune() -> None:
    """Start no thread pool that nothing uses, no collector while modules load; mute libraries."""
    import gc
    import os
    import warnings

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _tune_work() -> None:
    """Let the collector work again, rarely: what was imported stays."""
    import gc

    _keep_memory()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    gc.enable()


def _keep_memory() -> None:
    """Let the C library keep the blocks of a few megabytes that every part of a file needs anew.

    By default it gives each back to the system and gets it again, page by page: a fifth of the time.
    """
    import ctypes

    trim_threshold, mmap_threshold = -1, -3  # of malloc.h
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return  # not the GNU C library
    mallopt(mmap_threshold, 32 << 20)
    mallopt(trim_threshold, 256 << 20)


def _quiet(argv: Sequence[str]) -> int:
    """Count -q by hand, for errors that come before the options are parsed."""
    quiet = 0
    for word in argv:
        if word == "--":
            break
        if word == "--quiet":
            quiet += 1
        elif word[:1] == "-" and word[1:].strip("qv") == "":
            quiet += word.count("q")
    return quiet


def _speak(argv: Sequence[str]) -> None:
    """Find --lang by hand, else ``lang`` of the settings: for commands and errors that come before any options."""
    from csmetrics.language import ENGLISH, in_force, known, speak  # not for --version

    words = [part for word in argv for part in word.split("=", 1)]
    given = {option: name for option, name in zip(words, words[1:]) if option[:1] == "-"}  # noqa: B905, RUF007
    lang = given.get("--lang", "")
    if not lang and "--no-config" not in argv:
        from csmetrics.cli.configured import language_of  # not for --version

        lang = language_of(given.get("-c") or given.get("--config"))
    if in_force() is ENGLISH and lang in known():
        speak(lang)


def _ended(problem: BaseException, argv: Sequence[str]) -> int:
    from csmetrics.cli.terminal import Terminal  # not for --version

    terminal = Terminal.real(_quiet(argv))
    _speak(argv)
    code = _explained(problem, argv, terminal)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        terminal.abandon()
    return code


def _explained(problem: BaseException, argv: Sequence[str], terminal: Terminal) -> int:
    """Say what happened, and give the exit code for it."""
    from csmetrics.errors import CsmetricsError, Exit  # not for --version

    cause = problem.__context__ if isinstance(problem, SystemExit) else problem
    if isinstance(cause, BrokenPipeError):  # Typer makes a SystemExit of it
        return Exit.BROKEN_PIPE  # whoever read us has enough, as with `| head`
    if isinstance(problem, SystemExit):
        return problem.code if isinstance(problem.code, int) else int(problem.code is not None)
    if isinstance(problem, KeyboardInterrupt):
        from csmetrics.language import tr

        terminal.say(tr("interrupted"))
        return Exit.INTERRUPTED
    error = problem if isinstance(problem, CsmetricsError) else _known(problem, argv, terminal)
    if error is None:
        return Exit.USAGE
    if "--debug" in argv:
        import traceback  # not for --version

        terminal.say("".join(traceback.format_exception(problem)).rstrip(), "error")
    from csmetrics.render._messages import error_lines  # not for --version

    for line in error_lines(error):
        terminal.say(line, "error")
    return error.exit


def _known(
    problem: BaseException, argv: Sequence[str], terminal: Terminal
) -> CsmetricsError | None:
    """Put the error in our words: of Typer, of a stdout that is full or closed, or a bug."""
    from csmetrics.cli import terminal as streams  # not for --version
    from csmetrics.errors import BUG, CsmetricsError  # not for --version

    typer = sys.modules.get("typer")
    if typer is not None and isinstance(problem, typer.TyperException):
        return _usage(problem, argv, terminal)
    if typer is not None and isinstance(problem, typer.Abort):
        problem = EOFError()
    if isinstance(problem, OSError) and problem.filename is None and _is_stdout(problem):
        return streams.unwritable(problem)
    return CsmetricsError(BUG, type=type(problem).__name__, place=_place(problem))


def _is_stdout(problem: OSError) -> bool:
    import errno

    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
    return problem.errno in full


def _usage(problem: Exception, argv: Sequence[str], terminal: Terminal) -> CsmetricsError | None:
    """Put a mistake that Typer found in our words; a bare ``csmetrics`` gets the help instead."""
    from csmetrics.errors import USAGE, CsmetricsError  # not for --version
    from csmetrics.language import Said, joined

    called = " ".join(["csmetrics", *(word for word in argv[:1] if word[:1] != "-")])
    path = getattr(getattr(problem, "ctx", None), "command_path", called)
    see = Said("{command} --help shows what there is", command=path)
    option = getattr(problem, "option_name", None)
    near = getattr(problem, "possibilities", None)
    text = str(problem.format_message())  # type: ignore[attr-defined]
    if type(problem).__name__ == "NoArgsIsHelpError":
        terminal.say(text, "error")
        return None
    if type(problem).__name__ == "NoSuchOption":
        if near:
            see = Said("did you mean {close}?", close=joined(" or ", near[:2]))
        message = Said("{command} has no option {option}", command=path, option=option)
        return CsmetricsError(USAGE, message=message, suggestion=see)
    text = text[:1].lower() + text[1:].rstrip(".")
    return CsmetricsError(USAGE, message=text, suggestion=see)


def _place(problem: BaseException) -> str:
    """Find the innermost line of ours that the error passed, relative to the package."""
    import os

    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    place, frame = "?", problem.__traceback__
    while frame is not None:
        file = os.path.abspath(frame.tb_frame.f_code.co_filename)
        if file.startswith(package + os.sep):
            relative = os.path.relpath(file, package).replace(os.sep, "/")
            place = f"{relative}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place


if __name__ == "__main__":
    main()
