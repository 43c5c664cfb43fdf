"""Where the population engine calls upon a response.

Each hook does its work in a memory with a response, and nothing in one without: the choice is made by the type of the
memory when a kernel is compiled, so that a run without a response has no trace of it and does not wait for its code.
To the type checker the memory of a hook is Any.
"""
