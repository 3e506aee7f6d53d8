"""The import wizard: send a file, see how it is understood, correct that, try it, import it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from deskwise import bootstrap
from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.audit import Deed
from deskwise.app.tables.understanding_table import what_it_is
from deskwise.app.upload_understanding import UnderstoodUpload, understand_upload
from deskwise.app.upload_work import (
    UploadStanding,
    ask_for_work,
    note_upload,
    remove_upload,
    say_of_upload,
    stop_work,
    upload_standing,
)
from deskwise.app.uploads import SaidOfUpload, Upload, WorkKind
from deskwise.kernel.errors import (
    ChangedMeanwhileError,
    DeskwiseError,
    InputError,
    UsageError,
    WorkspaceBusyError,
)
from deskwise.kernel.language import marked, say
from deskwise.web.import_words import import_words, size_words
from deskwise.web.posted_files import FromForm, PostedFile
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.understanding_form import form_of, said_by
from deskwise.web.utc_words import utc_words
from deskwise.web.visitor import Looking

router = APIRouter(include_in_schema=False)
WRITTEN_AT_ONCE_BYTES = 1_000_000
PARTED_BY = {",": marked("commas"), ";": marked("semicolons"), "\t": marked("tabs"), "|": marked("pipes")}


@router.get("/data/import", name="import_begin")
def import_begin(request: Request, here: Here) -> Response:
    """A form to send a file, and the files that were sent and are not done with."""
    here.uploads.sweep(here.clock.now())
    return _begin(request, here)


@router.post("/data/import", name="file_sent")
async def file_sent(request: Request, here: Here, who: Looking, file: FromForm) -> Response:
    """Take a file, and begin to read it."""
    try:
        upload = await _received(here, who.holder, file)
    except DeskwiseError as error:
        if file is not None:
            await file.pass_over()
        return await to_thread.run_sync(_begin, request, here, error, 400)
    await to_thread.run_sync(_note, here, who.holder, Deed.FILE_SENT, upload)
    await to_thread.run_sync(_work, here, who.holder, upload.id, "read")
    return RedirectResponse(Links(request).page("import_upload", upload=upload.id), 303)


@router.get("/data/import/{upload}", name="import_upload")
def import_upload(request: Request, here: Here, upload: str) -> Response:
    """How a file is understood, what an import of it would do, how far it is or what it did."""
    return _one(request, here, here.uploads.find(upload))


@router.post("/data/import/{upload}", name="upload_corrected")
def upload_corrected(request: Request, here: Here, who: Looking, upload: str, form: Posted) -> Response:
    """Keep what somebody says of a file, and try its import if that is wanted and nothing is open."""
    sent = here.uploads.find(upload)
    try:
        found = _understood(here, upload)
        if form.one("then") == "forget":
            say_of_upload(here.uploads, here.clock, who.holder, upload, SaidOfUpload())
            return _to(request, sent)
        said = said_by(form, found)
        now = understand_upload(here.uploads, bootstrap.file_reader(), upload, said)
        assert now is not None
        say_of_upload(here.uploads, here.clock, who.holder, upload, said)
        if form.one("then") == "try" and not now.open:
            _work(here, who.holder, upload, "try")
    except ChangedMeanwhileError as error:
        return _one(request, here, sent, error, 409)
    except (UsageError, WorkspaceBusyError) as error:
        return _one(request, here, sent, error, 400)
    return _to(request, sent)


@router.post("/data/import/{upload}/begin", name="upload_begun")
def upload_begun(request: Request, here: Here, who: Looking, upload: str, form: Posted) -> Response:
    """Import a file, or read it again where that was interrupted."""
    sent = here.uploads.find(upload)
    kind: WorkKind = "read" if form.one("kind") == "read" else "import"
    try:
        if kind == "import" and _understood(here, upload).open:
            raise UsageError(
                say("something has to be said of this file first"), do=say("answer what is asked below")
            )
        _work(here, who.holder, upload, kind)
        if kind == "import":
            _note(here, who.holder, Deed.IMPORT_BEGUN, sent)
    except (UsageError, WorkspaceBusyError) as error:
        return _one(request, here, sent, error, 400)
    return _to(request, sent)


@router.post("/data/import/{upload}/stop", name="upload_stopped")
def upload_stopped(request: Request, here: Here, who: Looking, upload: str) -> Response:
    """Stop the work on a file; nothing of it is seen."""
    sent = here.uploads.find(upload)
    stop_work(here.uploads, who.holder, upload)
    _note(here, who.holder, Deed.IMPORT_STOPPED, sent)
    here.workers.soon(upload)
    return _to(request, sent)


@router.post("/data/import/{upload}/remove", name="upload_removed")
def upload_removed(request: Request, here: Here, who: Looking, upload: str) -> Response:
    """Remove a file and what was said of it."""
    sent = here.uploads.find(upload)
    try:
        remove_upload(here.uploads, here.clock, who.holder, upload)
        _note(here, who.holder, Deed.FILE_REMOVED, sent)
    except WorkspaceBusyError as error:
        return _one(request, here, sent, error, 400)
    return RedirectResponse(Links(request).page("import_begin", {"done": "removed"}), 303)


@router.get("/data/import/{upload}/progress", name="upload_progress")
def upload_progress(request: Request, here: Here, upload: str) -> Response:
    """The part of the page that says how far the work is; the whole page once it has ended."""
    sent = here.uploads.find(upload)
    standing = upload_standing(here.uploads, here.workspace.lake, here.clock, upload)
    if standing.standing != "under way":
        answer = HTMLResponse("")
        answer.headers["HX-Redirect"] = Links(request).page("import_upload", upload=upload)
        return answer
    return render(request, "parts/import_progress.html", upload=sent, standing=standing)


@router.get("/data/import/{upload}/mapping.toml", name="upload_mapping")
def upload_mapping(here: Here, upload: str) -> Response:
    """The mapping file by which the file is read, to keep or to change by hand."""
    found = _understood(here, upload)
    if found.understanding is None:
        raise UsageError(
            say("this file needs no mapping: it has the log's own columns"), do=say("import it as it is")
        )
    headers = {"Content-Disposition": 'attachment; filename="mapping.toml"'}
    return Response(found.understanding.mapping, media_type="application/toml", headers=headers)


async def _received(here: Served, holder: Holder, file: PostedFile | None) -> Upload:
    if file is None or file.name is None:
        raise InputError(say("no file was chosen"), do=say("choose one, or drop one here"))
    now, by = here.clock.now(), holder_id(holder)
    with here.uploads.receive(file.name, file.size, by, now) as receiving:
        async for part in _in_large_parts(file.parts()):
            await to_thread.run_sync(receiving.write, part)
        return await to_thread.run_sync(receiving.whole)


async def _in_large_parts(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in fewer parts: each is written by another thread."""
    held = bytearray()
    async for part in parts:
        held += part
        if len(held) >= WRITTEN_AT_ONCE_BYTES:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _note(here: Served, holder: Holder, deed: Deed, upload: Upload) -> None:
    note_upload(here.state, here.clock, holder, deed, upload)


def _work(here: Served, holder: Holder, upload_id: str, kind: WorkKind) -> None:
    ask_for_work(here.uploads, here.clock, holder, upload_id, kind)
    here.workers.begin(upload_id)
    here.workers.soon(upload_id)


def _understood(here: Served, upload_id: str) -> UnderstoodUpload:
    found = understand_upload(here.uploads, bootstrap.file_reader(), upload_id)
    if found is None:
        raise UsageError(say("this file was not read, or is imported already"), do=say("send it again"))
    return found


def _to(request: Request, upload: Upload) -> RedirectResponse:
    return RedirectResponse(Links(request).page("import_upload", upload=upload.id), 303)


def _begin(request: Request, here: Served, told: DeskwiseError | None = None, status: int = 200) -> Response:
    sent = [
        (each, size_words(each.size), utc_words(each.sent_at), _standing_words(here, each))
        for each in here.uploads.all()
    ]
    return render(
        request,
        "import_begin.html",
        status,
        nav="data",
        limit=here.uploads.limit_bytes,
        limit_words=size_words(here.uploads.limit_bytes),
        sent=sent,
        done=request.query_params.get("done", ""),
        told=told,
    )


def _standing_words(here: Served, upload: Upload) -> str:
    """How a file stands, for the list of all."""
    standing = upload_standing(here.uploads, here.workspace.lake, here.clock, upload.id)
    ended = standing.ended
    if standing.standing == "under way":
        return say("being worked on")
    if standing.standing == "interrupted":
        return say("was interrupted")
    if ended is None:
        return say("waits for you")
    if ended.what is not None:
        return say("could not be read") if ended.kind == "read" else say("could not be imported")
    if ended.stopped:
        return say("was stopped")
    return {"read": say("waits for you"), "try": say("tried"), "import": say("imported")}[ended.kind]


def _one(
    request: Request, here: Served, upload: Upload, told: DeskwiseError | None = None, status: int = 200
) -> Response:
    standing = upload_standing(here.uploads, here.workspace.lake, here.clock, upload.id)
    found = understand_upload(here.uploads, bootstrap.file_reader(), upload.id)
    done = None if standing.ended is None else standing.ended.done
    parted = None if found is None else found.profile.delimiter
    return render(
        request,
        "import_upload.html",
        status,
        nav="data",
        upload=upload,
        size=size_words(upload.size),
        sent_at=utc_words(upload.sent_at),
        standing=standing,
        step=_step(standing, found),
        found=found,
        what=None if found is None or found.understanding is None else what_it_is(found.understanding),
        parted_by=None if parted is None else say(PARTED_BY.get(parted, parted)),
        form=None if found is None else form_of(found),
        words=None if done is None else import_words(done, here.workspace.rules().zone),
        import_id=None if done is None else done.import_id,
        told=told,
    )


def _step(standing: UploadStanding, found: UnderstoodUpload | None) -> int:
    """Which of the steps of the wizard is at hand: 1 to send, 2 to understand, 3 to try, 4 to import."""
    kind = None if standing.work is None else standing.work.kind
    if kind == "import":
        return 4
    if found is None:
        return 2 if standing.standing == "under way" else 1
    return 3 if kind == "try" or not found.open else 2
