from flask import Flask, request
from ldap3 import Connection, Server

app = Flask(__name__)


@app.route("/group")
def group():
    base = "ou={},dc=example,dc=org".format(request.args["unit"])
    connection = Connection(Server("localhost"), auto_bind=True)
    connection.search(base, "(objectClass=person)")  # assay: ldap-injection
    connection.search("dc=example,dc=org", f"(cn={request.args['cn']})")  # assay: ldap-injection
    return {"ok": True}
