"""Ways to stream, side by side: a plain ASGI callable and what there is ready-made.

    pip install -r bench/streams/requirements.txt      in an environment of its own
    python -m bench.streams [LISTENERS]

Each sends one message a second to all listeners; what is measured is how soon the last of them has
it, the memory of each, and the processor time. What is not installed is skipped, aloud.
"""
