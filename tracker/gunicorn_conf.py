"""How gunicorn behaves under `tracker serve`. Read as a file, not imported."""

import os
import signal
import threading
import time

from tracker.db import db

worker_class = "gthread"
# Made once, before the web processes part from it: they start sooner and share what they do not change.
preload_app = True
loglevel = "warning"
control_socket_disable = True
# A page is ready in well under a second; whoever holds a thread for two minutes will not answer any more.
timeout = 120
graceful_timeout = 10
keepalive = 5
# A list narrowed to a long Chinese word makes an address of several thousand characters.
limit_request_line = 8190


def on_starting(server):
    """End when the supervisor is gone, however it went, so that no half of the system lives on alone."""
    supervisor = os.getppid()

    def watch():
        while os.getppid() == supervisor:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def when_ready(server):
    # Ctrl-C reaches the whole process group; the supervisor turns it into one orderly SIGTERM.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def post_fork(server, worker):
    """No connection to the database is shared between processes: each opens its own."""
    application = server.app.wsgi()
    with application.app_context():
        db.engine.dispose(close=False)


def post_worker_init(worker):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
