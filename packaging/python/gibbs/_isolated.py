"""Functions in a process of their own, for code that may crash: a server forks one for each subject that is started."""

from __future__ import annotations

import array
import contextlib
import inspect
import json
import os
import select
import shlex
import signal
import socket
import sys
import tempfile

import numpy as np

from ._subject import METRICS, Declined, Refused

# The command that the suite starts: it hands its three streams to the server, and ends as the fork does.
_CLIENT = """import array, os, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
os.close(0); os.close(1)
status = int(s.recv(16) or b"1")
os.kill(os.getpid(), -status) if status < 0 else os._exit(status)"""


@contextlib.contextmanager
def program(adapter):
    """A command line that answers for the functions, as long as the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "server")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            server = os.fork()
            if server == 0:
                _serve(adapter, listener)
        try:
            yield f"exec {shlex.join([sys.executable, '-c', _CLIENT, path])}"
        finally:
            os.kill(server, signal.SIGTERM)
            os.waitpid(server, 0)


def _serve(adapter, listener):
    """Forks a child per client; a client that goes takes its child along."""
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    children = {}  # by their client; and by the descriptor that is readable when one has ended
    while True:
        for ready in select.select([listener, *children], [], [])[0]:
            if ready is listener:
                client, child = _forked(adapter, listener)
                ended = os.pidfd_open(child)
                children[client], children[ended] = child, client
            elif isinstance(ready, socket.socket):
                os.kill(children.pop(ready), signal.SIGKILL)
            else:
                _tell(children, ready)


def _tell(children, ended):
    """How a child ended, to its client, if it is still there."""
    client = children.pop(ended)
    end = os.waitid(os.P_PIDFD, ended, os.WEXITED)
    status = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
    with contextlib.suppress(OSError):
        client.send(str(status).encode())
    children.pop(client, None)
    client.close()
    os.close(ended)


def _forked(adapter, listener):
    client, _ = listener.accept()
    _, ancillary, _, _ = client.recvmsg(1, socket.CMSG_SPACE(3 * array.array("i").itemsize))
    streams = array.array("i", ancillary[0][2])
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
        listener.close()
        client.close()
        try:
            _answer(adapter)
        finally:
            os._exit(1)
    for stream in streams:
        os.close(stream)
    return client, child


class _Named:
    """A function as the protocol's module calls it: arguments by the names of the metric's parameters."""

    def __init__(self, adapter, name, refused, declined):
        self._adapter, self._name, self._refused, self._declined = adapter, name, refused, declined
        names = [parameter for parameter, _ in METRICS[name]]
        optional = {parameter: None for parameter, kind in METRICS[name] if kind == "weights"}
        self.__signature__ = inspect.Signature([
            inspect.Parameter(p, inspect.Parameter.KEYWORD_ONLY, default=optional.get(p, inspect.Parameter.empty))
            if p not in ("unit", "axis") else inspect.Parameter(p, inspect.Parameter.KEYWORD_ONLY, default=None)
            for p in (*names, "unit", "axis")])
        self._names = names

    def __call__(self, unit="nat", axis=-1, **arguments):
        try:
            given = [arguments[name] for name in self._names if name in arguments]
            return self._adapter.called(self._name, given, unit, axis)
        except Refused as error:
            raise self._refused(str(error))
        except Declined as error:
            raise self._declined(str(error))


def _answer(adapter):
    """The subject protocol, by the module that programs in Python use."""
    sys.stdin = os.fdopen(0)
    from . import _protocol  # from here on what is printed goes to standard error
    about = json.loads(adapter.description())
    subject = _protocol.Subject(about["name"], about["version"], about["format"], array=np.array)
    for name, offer in about["metrics"].items():
        code = offer.pop("code")
        subject.metric(_Named(adapter, name, _protocol.Refused, _protocol.Declined), name=name, **offer)
        subject._description["metrics"][name]["code"] = code
    subject.serve()
    os._exit(0)
