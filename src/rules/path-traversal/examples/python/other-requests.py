from requests import request


def fetch(address):
    answer = request("GET", address)
    return open("/srv/files/" + answer.headers["X-Name"]).read()


class Request:
    args = {"name": "a"}


request = Request()


def known():
    return open("/srv/files/" + request.args.get("name")).read()
