"""Stands in for Flask: the request holds what is on the command line."""
import sys


class _Request:
    args = {"q": sys.argv[1] if len(sys.argv) > 1 else ""}
    form = args


class Response:
    def __init__(self, body=""):
        self.body = body

    def set_cookie(self, name, value, **flags):
        print("cookie", name, value, sorted(flags.items()))


class Flask:
    def __init__(self, name):
        self.name = name

    def route(self, *_args, **_kwargs):
        return lambda function: function

    def run(self, **kwargs):
        print("debugger" if kwargs.get("debug") else "no debugger")


request = _Request()


def make_response(body):
    return Response(body)


def redirect(target):
    return "to " + target
