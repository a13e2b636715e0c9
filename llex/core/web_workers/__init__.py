"""The processes of the web server: their start, and the restart of those that are stuck.

`__main__` runs granian and looks from outside whether each worker gives signs of life; `signs` is
the worker's own side (docs/decisions/0026-stuck-web-workers.md). `memory` spares their collector.
"""

# Given to the workers: the folder for their signs of life, and how many threads each has.
FOLDER = "WORKER_SIGNS_FOLDER"
THREADS = "WORKER_BLOCKING_THREADS"
# Seconds from one sign of life to the next, and from one look to the next.
INTERVAL = 1.0
