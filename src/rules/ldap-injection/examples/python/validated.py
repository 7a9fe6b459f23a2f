import ldap
from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args["name"]
    if not name.isalnum():
        return {"error": "name"}, 400
    directory = ldap.initialize("ldap://localhost")
    directory.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, "(uid=%s)" % name)
    return {"ok": True}
