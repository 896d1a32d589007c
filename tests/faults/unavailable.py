"""A receiver that cannot be started here, and why: the test is left out."""


class Unavailable(Exception):
    pass
