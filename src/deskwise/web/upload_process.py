"""Work on a file that was sent, in a process of its own: `python -m deskwise.web.upload_process HOME UPLOAD`.

A file that brings its reader down brings no page down, and pages stay quick while one is read. It ends with
the server that started it, whose end of its input closes.
"""

from __future__ import annotations

import _thread
import logging
import os
import sys
import threading
import time
from pathlib import Path

from deskwise import bootstrap
from deskwise.app.upload_work import Workbench, work_on
from deskwise.app.uploads import UploadWork, WorkEnded
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import DeskwiseError
from deskwise.kernel.language import say, speaking
from deskwise.web.request_log import log_to

LOG = logging.getLogger("deskwise.web")
# What is interrupted undoes what it did; longer than this nobody waits for it.
UNDOES_WITHIN_SECONDS = 20.0


class Waited:
    """Whom the workspace waits for, as it is told."""

    words: str | None = None

    def tell(self, words: str) -> None:
        """Keep it."""
        self.words = words

    def told(self) -> str | None:
        """What was told last."""
        return self.words


def main(home: Path, upload_id: str) -> int:
    """Work until it is done, somebody stops it, or the server ends."""
    log_to()
    uploads, clock, waited = bootstrap.open_uploads(home), SystemClock(), Waited()
    bench = Workbench(
        uploads,
        bootstrap.open_workspace(home, waited.tell),
        bootstrap.file_reader(),
        bootstrap.first_look(),
        clock,
        stop,
        waited.told,
    )
    threading.Thread(target=end_with_the_server, name="server", daemon=True).start()
    try:
        work_on(bench, upload_id)
    except KeyboardInterrupt:
        return 1
    except DeskwiseError as error:
        LOG.info("no work", extra={"fields": {"error": type(error).__name__}})
        return 1
    except Exception as error:  # the outermost edge of a process
        LOG.exception("work on a file failed")
        work = uploads.get(upload_id, UploadWork)
        if work is not None:
            with speaking(work.language):
                what = say(
                    "an error of kind %(kind)s was not foreseen, and nothing was changed",
                    kind=type(error).__name__,
                )
                do = say("try again; if it stays, report it with what the server's log says")
            uploads.put(upload_id, WorkEnded(work.kind, clock.now(), what, do))
        return 1
    return 0


def stop() -> None:
    """Interrupt the work as Ctrl-C does; end the process where it does not end by itself."""
    threading.Thread(target=_end_late, name="late", daemon=True).start()
    _thread.interrupt_main()


def end_with_the_server() -> None:
    """Wait until the server is no more, which closes our input, and stop."""
    # The bare descriptor: a reader of its own would be waited for at the end.
    while os.read(0, 1):
        pass
    stop()


def _end_late() -> None:
    time.sleep(UNDOES_WITHIN_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
