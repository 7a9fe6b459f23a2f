import ldap
import ldap.filter
from flask import Flask, request

app = Flask(__name__)


@app.route("/user")
def user():
    name = ldap.filter.escape_filter_chars(request.args["name"])
    directory = ldap.initialize("ldap://localhost")
    directory.search_s("dc=example,dc=org", ldap.SCOPE_SUBTREE, "(uid=" + name + ")")
    return {"ok": True}
