import ldap
from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    name = request.args["name"]
    directory = ldap.initialize("ldap://localhost")
    directory.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, "(uid=" + name + ")")  # assay: ldap-injection
    return {"ok": True}
