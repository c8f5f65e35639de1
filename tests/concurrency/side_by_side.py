"""Work done in several threads at the same moment."""

import threading


def side_by_side(*works):
    """Run each of `works` in a thread of its own; return the names of the errors that got out, once all have ended."""
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:
            failures.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
